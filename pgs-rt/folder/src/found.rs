//! What stands at a path.

use std::io::{self, ErrorKind};

use rustix::fs::{AtFlags, FileType, Stat, statat};
use rustix::io::Errno;

use crate::file_path::FilePath;
use crate::kind::Kind;
use crate::refused::Links;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// The inode.
    pub inode: u64,
    /// The length in bytes.
    pub size: u64,
    /// When it was last changed: seconds, and nanoseconds in that second.
    pub changed: (i64, i64),
    /// The bits of who may read and write it.
    pub mode: u32,
}

impl Found {
    // Systems differ in the types of these numbers.
    #[allow(clippy::unnecessary_cast, clippy::cast_sign_loss, clippy::cast_possible_wrap, clippy::useless_conversion)]
    fn of(stat: &Stat) -> Self {
        Self {
            kind: Kind::of(FileType::from_raw_mode(stat.st_mode)),
            inode: stat.st_ino.into(),
            size: stat.st_size as u64,
            changed: (stat.st_ctime as i64, stat.st_ctime_nsec as i64),
            mode: u32::from(stat.st_mode) & 0o7777,
        }
    }
}

impl FilePath {
    /// Looks at what stands there, at a link itself where it is not to be followed. None if nothing does.
    ///
    /// Links to folders on the way are followed here: what is found is good for comparing it with an open file.
    pub fn look(&self) -> io::Result<Option<Found>> {
        let flags = match self.links {
            Links::Refused => AtFlags::SYMLINK_NOFOLLOW,
            Links::Followed => AtFlags::empty(),
        };
        let handle = match self.folder.handle() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        match statat(&*handle, &self.below, flags) {
            Err(Errno::NOENT) => Ok(None),
            found => Ok(Some(Found::of(&found?))),
        }
    }
}
