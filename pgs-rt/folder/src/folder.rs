//! A folder by its handle.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustix::fd::OwnedFd;
use rustix::fs::{CWD, Mode, openat};

use crate::beneath::HANDLE;
use crate::mode::NEW_FOLDER;

/// A folder, which is opened when it is first needed and stays so. A clone is the same one.
#[derive(Clone, Debug)]
pub struct Folder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    handle: RwLock<Option<Arc<OwnedFd>>>,
}

impl Folder {
    /// The folder at a path, which need not be there yet. Links on the way to it are followed.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Inner { path: path.into(), handle: RwLock::default() }))
    }

    /// The folder of a handle.
    pub(crate) fn opened(path: PathBuf, handle: OwnedFd) -> Self {
        Self(Arc::new(Inner { path, handle: RwLock::new(Some(Arc::new(handle))) }))
    }

    /// Its path, as it was given.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The handle.
    pub(crate) fn handle(&self) -> io::Result<Arc<OwnedFd>> {
        // A thread that panicked has put a handle there or not.
        if let Some(handle) = &*self.0.handle.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(handle));
        }
        self.open()
    }

    /// Creates the folder where it is not there, also one that was there and was removed.
    pub(crate) fn create(&self) -> io::Result<Arc<OwnedFd>> {
        DirBuilder::new().recursive(true).mode(NEW_FOLDER).create(self.shown())?;
        self.open()
    }

    fn open(&self) -> io::Result<Arc<OwnedFd>> {
        let opened = Arc::new(openat(CWD, self.shown(), HANDLE, Mode::empty())?);
        *self.0.handle.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&opened));
        Ok(opened)
    }

    fn shown(&self) -> &Path {
        if self.0.path.as_os_str().is_empty() { Path::new(".") } else { &self.0.path }
    }
}
