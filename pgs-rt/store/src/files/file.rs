//! Files and folders: what all state files have in common, and words for errors.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::ops::Deref;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};

use pgs_folder::{Access, FilePath, Found, Kind, Refused};

use crate::error::{StoreError, StoreResult};

/// What tells a file apart from what it was before: another one in its place, another length, another change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The inode: a file that takes another's place has its own.
    pub inode: u64,
    /// The length in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds. Unlike the modification time no program can set it.
    pub changed: i64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            size: metadata.size(),
            changed: metadata.ctime().wrapping_mul(1_000_000_000).wrapping_add(metadata.ctime_nsec()),
        }
    }

    fn found(found: &Found) -> Self {
        let (seconds, nanoseconds) = found.changed;
        let changed = seconds.wrapping_mul(1_000_000_000).wrapping_add(nanoseconds);
        Self { inode: found.inode, size: found.size, changed }
    }

    /// Of the file at a path; none if there is no file.
    pub fn at(path: &FilePath) -> StoreResult<Option<Self>> {
        let refused = |refused: Refused| Err(StoreError::io("read", path, &refused.into()));
        let Some(found) = path.look().map_err(|error| StoreError::io("read", path, &error))? else { return Ok(None) };
        match found.kind {
            Kind::File => Ok(Some(Self::found(&found))),
            Kind::Folder => Err(StoreError::Conflict {
                path: path.to_path_buf(),
                reason: format!(
                    "can't read {}: it is a folder, where a file is expected; move it away",
                    path.display()
                ),
            }),
            Kind::Link => refused(Refused::Link(path.to_path_buf())),
            Kind::Other => refused(Refused::NoFile(path.to_path_buf())),
        }
    }

    /// Of an open file.
    pub fn of_file(file: &File) -> io::Result<Self> {
        file.metadata().map(|metadata| Self::of(&metadata))
    }
}

/// A file that is open to be written, or, where that is not allowed, to be read only.
pub(super) struct Opened {
    file: File,
    /// The error number with which the system refused writing.
    refused: Option<i32>,
}

impl Opened {
    /// Opens a file that is there.
    pub fn at(path: &FilePath) -> io::Result<Self> {
        match path.open(Access::ReadWrite) {
            Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
                Ok(Self { file: path.open(Access::Read)?, refused: error.raw_os_error() })
            }
            opened => opened.map(Self::from),
        }
    }

    /// The file, if it may be written; else what the system said when it was opened.
    pub fn writable(&self) -> io::Result<&File> {
        self.refused.map_or(Ok(&self.file), |code| Err(io::Error::from_raw_os_error(code)))
    }

    /// Writes all of it at an offset.
    pub fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.writable()?.write_all_at(bytes, offset)
    }
}

impl From<File> for Opened {
    fn from(file: File) -> Self {
        Self { file, refused: None }
    }
}

impl Deref for Opened {
    type Target = File;

    fn deref(&self) -> &File {
        &self.file
    }
}

/// The bytes of a file from `from` to `to`.
pub(super) fn bytes(file: &File, from: u64, to: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(to.saturating_sub(from)).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, from)?;
    Ok(bytes)
}

/// As many bytes of a file from `from` on as there are, at most the buffer's.
pub(super) fn some_bytes(file: &File, from: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        match file.read_at(&mut buffer[read..], from + read as u64) {
            Ok(0) => break,
            Ok(n) => read += n,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}
