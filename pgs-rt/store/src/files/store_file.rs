//! The file of one store, with its index: opened once in a process, and looked at again before each operation, since
//! other processes change both.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt as _;
use std::path::{Component, Path};

use pgs_folder::{Access, FilePath, NEW_FILE};
use sha2::{Digest as _, Sha256};

use crate::durability::Durability;

use super::file::{Opened, Stamp, bytes};
use super::hash_index::HashIndex;
use super::header::Header;
use super::index::{Index, IndexError, IndexResult};
use super::pending::PendingIndex;
use crate::data_root::DataRoot;
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};
use crate::layout::LOCKS;
use crate::lock::Lock;

/// Longer names give way to their hash: most file systems end at 255 bytes.
const LONGEST_NAME: usize = 200;

/// The file of one store.
pub(super) struct StoreFile {
    /// The file.
    pub path: FilePath,
    /// What happens to be waited for.
    pub durability: Durability,
    /// What was found torn and was repaired since this was last taken.
    pub notes: Vec<String>,
    /// The folder for what is not the reference's: locks, indexes, redo records, torn bytes.
    pub(super) own: FilePath,
    pub(super) name: String,
    /// How many names lead from above the data root to the file.
    pub(super) depth: usize,
    data: Option<Data>,
    pub(super) index: Option<Box<dyn Index>>,
    /// A line file: what the index is to say; none if nothing is known but what it says.
    pub(super) pending: Option<PendingIndex>,
    /// Whether nobody else has touched the index since this process has claimed it.
    pub(super) claimed: bool,
    /// How many operations under the lock have found the file as the one before had left it.
    pub(super) alone: u32,
    /// Whether a head could not be written: what it says is on disk is not all that was changed.
    pub(super) unsaid: bool,
}

/// What those who do not hold the lock find.
pub(super) enum Peek<T> {
    /// It is so.
    Known(T),
    /// Whoever holds the lock can tell.
    Unsure,
}

struct Data {
    file: Opened,
    inode: u64,
}

impl StoreFile {
    /// The file of the store at `path` below `root`.
    pub fn new(root: &DataRoot, path: &str, durability: Durability) -> Self {
        let (own, name) = (root.own(), flat_name(path));
        let depth = Path::new(path).components().count() + 1;
        let (path, notes) = (root.state_file(path), Vec::new());
        Self {
            path,
            durability,
            notes,
            own,
            name,
            depth,
            data: None,
            index: None,
            pending: None,
            claimed: false,
            alone: 0,
            unsaid: false,
        }
    }

    /// The lock that an operation holds.
    pub fn lock(&self) -> Lock {
        let path = self.own.file(LOCKS).file(format!("{}.lock", self.name));
        Lock::new(path, format!("the file {}", self.path.display()))
    }

    /// The path of the record of a change in place.
    pub fn redo_path(&self) -> FilePath {
        self.own.file("redo").file(&self.name)
    }

    /// The path of the record of own writes.
    pub fn confirmed_path(&self) -> FilePath {
        self.own.file("confirmed").file(&self.name)
    }

    /// The path of the index.
    pub fn index_path(&self) -> FilePath {
        self.own.file("index").file(&self.name)
    }

    /// Looks which file stands there now, and opens it; none if there is none.
    pub fn look(&mut self) -> StoreResult<Option<Stamp>> {
        let Some(stamp) = Stamp::at(&self.path)? else {
            self.data = None;
            return Ok(None);
        };
        if self.data.as_ref().is_some_and(|data| data.inode == stamp.inode) {
            return Ok(Some(stamp));
        }
        // What is opened may be another file again: it says itself what it is.
        match open(&self.path) {
            Ok((data, stamp)) => {
                self.data = Some(data);
                Ok(Some(stamp))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io("read", &self.path, &error)),
        }
    }

    /// The open file.
    pub fn data(&self) -> StoreResult<&File> {
        self.data.as_ref().map(|data| &*data.file).ok_or_else(|| self.missing())
    }

    /// The file is not there.
    pub fn missing(&self) -> StoreError {
        StoreError::NotFound { path: self.path.to_path_buf(), reason: format!("{} is not there", self.path.display()) }
    }

    /// Which file is open.
    pub fn inode(&self) -> Option<u64> {
        self.data.as_ref().map(|data| data.inode)
    }

    /// The open file, if it may be written.
    pub fn writable(&self) -> StoreResult<&File> {
        match &self.data {
            Some(data) => data.file.writable().map_err(|error| StoreError::io("write", &self.path, &error)),
            None => self.data(),
        }
    }

    /// Creates the file; it is an error if there is one.
    pub fn create(&mut self) -> StoreResult<Stamp> {
        let create = || {
            self.path.create_parent()?;
            self.path.create_new(Access::ReadWrite, NEW_FILE)
        };
        let file = create().map_err(|error| StoreError::io("create", &self.path, &error))?;
        let stamp = Stamp::of_file(&file).map_err(|error| StoreError::io("read", &self.path, &error))?;
        self.data = Some(Data { file: file.into(), inode: stamp.inode });
        Ok(stamp)
    }

    /// Removes a file that was just created.
    pub fn remove(&mut self) -> io::Result<()> {
        self.data = None;
        self.path.remove()
    }

    /// Makes the file as short as it was.
    pub fn cut_back(&self, size: u64) -> io::Result<()> {
        self.data().map_err(io::Error::other)?.set_len(size)
    }

    /// What the index says of its file, if there is one that can be used.
    pub fn header(&mut self, kind: StoreKind) -> Option<Header> {
        let known = self.index.as_ref().and_then(|index| index.header(kind));
        if known.is_none() {
            // Another process may have put a larger one in its place.
            self.index = HashIndex::open(&self.index_path()).map(|index| -> Box<dyn Index> { Box::new(index) });
            return self.index.as_ref()?.header(kind);
        }
        known
    }

    /// The index.
    pub fn index(&mut self) -> StoreResult<&mut dyn Index> {
        match &mut self.index {
            Some(index) => Ok(&mut **index),
            None => Err(no_index(&self.path)),
        }
    }

    /// The index, to find something in it.
    pub fn known_index(&self) -> StoreResult<&dyn Index> {
        self.index.as_deref().ok_or_else(|| no_index(&self.path))
    }

    /// Uses this index from here on.
    pub fn set_index(&mut self, index: Box<dyn Index>) {
        self.pending = None;
        self.index = Some(index);
    }

    /// After an index could not be written: it is found stale later.
    pub(super) fn drop_index(&mut self) {
        self.pending = None;
        self.index = None;
        self.unsaid = true;
    }

    /// Creates an index without entries.
    pub fn create_index(&mut self, header: &mut Header) -> StoreResult<()> {
        self.set_index(Box::new(HashIndex::create(&self.index_path(), header)?));
        Ok(())
    }

    /// Runs what finds something by the index. Where that can't be believed it is forgotten, built anew, and found by.
    pub fn believing<T>(&mut self, mut run: impl FnMut(&mut Self) -> IndexResult<T>) -> StoreResult<T> {
        match run(self) {
            Err(IndexError::Untrue) => self.distrust(),
            Err(IndexError::Store(error)) => return Err(error),
            Ok(found) => return Ok(found),
        }
        run(self).map_err(|error| self.told(error))
    }

    /// What is told where building an index anew does not help: somebody writes to the file meanwhile.
    pub fn told(&self, error: IndexError) -> StoreError {
        match error {
            IndexError::Store(error) => error,
            IndexError::Untrue => {
                let reason = format!("{} changes while it is read; try again", self.path.display());
                StoreError::Busy { path: self.path.to_path_buf(), reason }
            }
        }
    }

    /// Nobody finds anything by this index any more.
    pub fn distrust(&mut self) {
        self.pending = None;
        if let Some(index) = self.index.take() {
            index.forget();
        }
    }

    /// After a change: the index speaks of the file as it is now. An index that can't be written is found stale later,
    /// so that is no error: the change has happened.
    pub fn changed(&mut self, header: &mut Header) {
        let written =
            self.stamp(header).is_ok() && self.index.as_ref().is_some_and(|index| index.write_header(header).is_ok());
        if written {
            self.unsaid = false;
        } else {
            self.drop_index();
        }
    }

    /// Lets a head speak of the file as it is now.
    pub fn stamp(&self, header: &mut Header) -> StoreResult<()> {
        header.stamp = Stamp::of_file(self.data()?).map_err(|error| StoreError::io("read", &self.path, &error))?;
        Self::change(header);
        Ok(())
    }

    fn change(header: &mut Header) {
        header.whole = header.end;
        header.version = (header.version | 1) + 1;
    }

    /// Writes the head of an index that was brought up to date, or built, from the file as it was with the head's stamp.
    /// What others have done to it meanwhile is found then.
    pub fn remember(&mut self, header: &mut Header) -> StoreResult<()> {
        header.doubtful = false;
        Self::change(header);
        let header = *header;
        self.index()?.write_header(&header)?;
        self.unsaid = false;
        Ok(())
    }

    /// The bytes from `from` to `to`.
    pub fn bytes(&self, from: u64, to: u64) -> StoreResult<Vec<u8>> {
        bytes(self.data()?, from, to).map_err(|error| StoreError::io("read", &self.path, &error))
    }

    /// Writes at an offset, whole; or says why not.
    pub fn write_at(&self, text: &[u8], offset: u64) -> StoreResult<()> {
        self.writable()?.write_all_at(text, offset).map_err(|error| StoreError::io("write", &self.path, &error))
    }
}

fn no_index(path: &Path) -> StoreError {
    StoreError::System { path: path.to_owned(), reason: format!("the index of {} is not open", path.display()) }
}

fn open(path: &FilePath) -> io::Result<(Data, Stamp)> {
    let file = Opened::at(path)?;
    let stamp = Stamp::of_file(&file)?;
    Ok((Data { file, inode: stamp.inode }, stamp))
}

/// The path of a store as one file name.
pub(super) fn flat_name(path: &str) -> String {
    let parts: Vec<_> = Path::new(path)
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().replace('%', "%25")),
            _ => None,
        })
        .collect();
    let name = parts.join("%2F");
    if name.len() > LONGEST_NAME { hex::encode(Sha256::digest(name)) } else { name }
}
