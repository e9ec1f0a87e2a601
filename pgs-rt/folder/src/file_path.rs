//! The path of a file below a folder.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawMode, mkdirat, openat, renameat, statat, unlinkat};
use rustix::io::Errno;

use crate::beneath::{self, HANDLE};
use crate::folder::Folder;
use crate::mode::NEW_FOLDER;
use crate::refused::{Links, Refused};
use crate::rights::Rights;

/// The path of a file below a folder, from there on. It reads as the whole path, for people; what is done with the file
/// is done with what this offers.
#[derive(Clone, Debug)]
pub struct FilePath {
    pub(crate) folder: Folder,
    pub(crate) below: PathBuf,
    whole: PathBuf,
    pub(crate) links: Links,
    rights: Rights,
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To be read.
    Read,
    /// To be written.
    Write,
    /// Both.
    ReadWrite,
    /// To be read, and written at its end.
    Append,
}

impl Access {
    fn flags(self) -> OFlags {
        match self {
            Self::Read => OFlags::RDONLY,
            Self::Write => OFlags::WRONLY,
            Self::ReadWrite => OFlags::RDWR,
            Self::Append => OFlags::RDWR | OFlags::APPEND,
        }
    }
}

impl Folder {
    /// The path of a file below the folder. No part of it may be a link.
    pub fn file(&self, below: impl AsRef<Path>) -> FilePath {
        self.file_by(below, Links::Refused)
    }

    /// The path of a file below the folder.
    pub fn file_by(&self, below: impl AsRef<Path>, links: Links) -> FilePath {
        let below = below.as_ref().to_owned();
        FilePath { whole: self.path().join(&below), folder: self.clone(), below, links, rights: Rights::Umask }
    }
}

impl FilePath {
    /// The whole path.
    pub fn whole(&self) -> &Path {
        &self.whole
    }

    /// Another path from the same folder on, in the same way.
    fn at(&self, below: PathBuf) -> Self {
        Self { rights: self.rights, ..self.folder.file_by(below, self.links) }
    }

    /// The same, where this decides who may use what is created at it and below it.
    pub fn with_rights(self, rights: Rights) -> Self {
        Self { rights, ..self }
    }

    /// A file of another name in the same folder.
    pub fn with_name(&self, name: impl AsRef<Path>) -> Self {
        self.at(self.below.with_file_name(name.as_ref()))
    }

    /// The file beside whose name has one more extension.
    pub fn with_added_extension(&self, extension: &str) -> Self {
        self.at(self.below.with_added_extension(extension))
    }

    /// A file below this path, which is that of a folder.
    pub fn file(&self, name: impl AsRef<Path>) -> Self {
        self.at(self.below.join(name))
    }

    /// The path itself, those of the folders that it lies in, and last the one of the folder from which it goes.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> {
        self.below.ancestors().map(|below| self.at(below.to_owned()))
    }

    /// Opens a file that is there.
    pub fn open(&self, access: Access) -> io::Result<File> {
        let file = File::from(self.opened(access.flags() | OFlags::NONBLOCK | OFlags::NOCTTY, 0)?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(Refused::NoFile(self.whole.clone()).into()) }
    }

    /// Creates a file; it is an error if anything is there, also a link to nothing.
    pub fn create_new(&self, access: Access, mode: u32) -> io::Result<File> {
        let file = File::from(self.opened(access.flags() | OFlags::CREATE | OFlags::EXCL, mode)?);
        self.rights.give(&self.folder, &file, mode);
        Ok(file)
    }

    /// Creates a file of which nobody else makes use: what is there was left by a process that was killed.
    pub fn create_anew(&self, access: Access, mode: u32) -> io::Result<File> {
        match self.create_new(access, mode) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.remove()?;
                self.create_new(access, mode)
            }
            created => created,
        }
    }

    /// Opens a file, or creates it where none is there.
    pub fn open_or_create(&self, access: Access, mode: u32) -> io::Result<File> {
        loop {
            match self.open(access) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                opened => return opened,
            }
            match self.create_new(access, mode) {
                // Somebody else was quicker.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                created => return created,
            }
        }
    }

    /// Lets `create` create the file, also where a folder that it lies in is not there yet.
    pub fn with_parent<T>(&self, mut create: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        match create() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.create_parent()?;
                create()
            }
            created => created,
        }
    }

    /// Creates the folders that it lies in, where they are not there yet.
    pub fn create_parent(&self) -> io::Result<()> {
        let mut reached = self.folder.create()?;
        let mut path = PathBuf::new();
        for name in self.below.parent().into_iter().flatten() {
            path.push(name);
            let open = || self.at(path.clone()).handle_from(&reached, Path::new(name));
            let opened = match open() {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    match mkdirat(&*reached, name, Mode::from_raw_mode(raw(NEW_FOLDER))) {
                        Ok(()) => self.at(path.clone()).give_folder(),
                        Err(Errno::EXIST) => {}
                        Err(error) => return Err(error.into()),
                    }
                    open()?
                }
                opened => opened?,
            };
            reached = Arc::new(opened);
        }
        Ok(())
    }

    /// The folder that stands there, by a handle that it keeps: also where it is renamed or another one takes its place.
    pub fn as_folder(&self) -> io::Result<Folder> {
        Ok(Folder::opened(self.to_path_buf(), self.opened(HANDLE, 0)?))
    }

    /// Creates a folder at this path; it is an error if anything is there.
    pub fn create_folder(&self) -> io::Result<()> {
        let (parent, name) = self.parent_handle()?;
        mkdirat(&*parent, name, Mode::from_raw_mode(raw(NEW_FOLDER)))?;
        self.give_folder();
        Ok(())
    }

    /// Gives others what they may do with a folder that was just created.
    fn give_folder(&self) {
        if self.rights == Rights::AsFolder
            && let Ok(folder) = self.open_folder()
        {
            self.rights.give(&self.folder, &folder, NEW_FOLDER);
        }
    }

    /// Removes the file, or the link that stands there.
    pub fn remove(&self) -> io::Result<()> {
        let (parent, name) = self.parent_handle()?;
        Ok(unlinkat(&*parent, name, AtFlags::empty())?)
    }

    /// Gives it the name of another path, whose file it replaces.
    pub fn rename(&self, to: &Self) -> io::Result<()> {
        let (from, name) = self.parent_handle()?;
        if self.below.parent() == to.below.parent() && self.links == to.links {
            return Ok(renameat(&*from, name, &*from, to.name())?);
        }
        let (into, new) = to.parent_handle()?;
        Ok(renameat(&*from, name, &*into, new)?)
    }

    /// Waits until its name is on disk.
    pub fn sync_name(&self) -> io::Result<()> {
        if self.below.as_os_str().is_empty() {
            let above = self.whole.parent().filter(|above| !above.as_os_str().is_empty());
            return File::open(above.unwrap_or(Path::new(".")))?.sync_all();
        }
        self.at(self.below.parent().unwrap_or(Path::new("")).to_owned()).open_folder()?.sync_all()
    }

    /// Opens the folder that stands there, to be listed, synced or locked.
    pub fn open_folder(&self) -> io::Result<File> {
        Ok(self.opened(OFlags::RDONLY | OFlags::DIRECTORY, 0)?.into())
    }

    /// Where the file really lies, if it may be reached through links and is: a path without any.
    pub fn behind_links(&self) -> io::Result<Self> {
        if self.links == Links::Refused || !self.whole.is_symlink() {
            return Ok(self.clone());
        }
        let real = fs::canonicalize(&self.whole)?;
        let folder = Folder::new(real.parent().unwrap_or(Path::new("/")));
        Ok(folder.file(real.file_name().unwrap_or_default()))
    }

    fn name(&self) -> &Path {
        self.below.file_name().map_or(Path::new("."), Path::new)
    }

    /// The folder that it lies in, and its name there.
    pub(crate) fn parent_handle(&self) -> io::Result<(Arc<OwnedFd>, &Path)> {
        let root = self.folder.handle()?;
        let folder = match self.below.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => {
                Arc::new(self.at(parent.to_owned()).handle_from(&root, parent)?)
            }
            _ => root,
        };
        Ok((folder, self.name()))
    }

    /// A handle to the folder of this path, which is found at `name` in another one.
    fn handle_from(&self, folder: &OwnedFd, name: &Path) -> io::Result<OwnedFd> {
        self.open_in(folder, name, HANDLE, 0)
    }

    fn opened(&self, flags: OFlags, mode: u32) -> io::Result<OwnedFd> {
        let below = if self.below.as_os_str().is_empty() { Path::new(".") } else { &self.below };
        self.open_in(&*self.folder.handle()?, below, flags, mode)
    }

    fn open_in(&self, folder: &OwnedFd, below: &Path, flags: OFlags, mode: u32) -> io::Result<OwnedFd> {
        let mode = Mode::from_raw_mode(raw(mode));
        let opened = match self.links {
            Links::Refused => beneath::open(folder.as_fd(), below, flags, mode),
            Links::Followed => openat(folder, below, flags | OFlags::CLOEXEC, mode),
        };
        opened.map_err(|error| self.told(error))
    }

    /// The system's error, or what it means by it.
    fn told(&self, error: Errno) -> io::Error {
        let refused = match error {
            Errno::LOOP | Errno::NOTDIR | Errno::MLINK => self.link().map(Refused::Link),
            Errno::NXIO | Errno::NODEV | Errno::OPNOTSUPP => Some(Refused::NoFile(self.whole.clone())),
            _ => None,
        };
        refused.map_or_else(|| error.into(), Into::into)
    }

    /// The first part of the path that is a link.
    fn link(&self) -> Option<PathBuf> {
        if self.links == Links::Followed {
            return None;
        }
        let handle = self.folder.handle().ok()?;
        let is_link = |below: &Path| {
            let found = statat(&*handle, below, AtFlags::SYMLINK_NOFOLLOW);
            found.is_ok_and(|found| FileType::from_raw_mode(found.st_mode) == FileType::Symlink)
        };
        let mut paths: Vec<&Path> = self.below.ancestors().filter(|below| !below.as_os_str().is_empty()).collect();
        paths.reverse();
        Some(self.folder.path().join(paths.into_iter().find(|below| is_link(below))?))
    }
}

/// As the system counts it.
fn raw(mode: u32) -> RawMode {
    // Nine bits, which every system's type holds.
    #[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions)]
    RawMode::try_from(mode).unwrap_or(0o600)
}

/// The whole path.
impl Deref for FilePath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.whole
    }
}
