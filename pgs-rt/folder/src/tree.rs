//! Folders below a folder, with what lies in them.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStringExt as _;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, openat, statat, unlinkat};
use rustix::io::Errno;

use crate::file_path::FilePath;
use crate::kind::Kind;

impl FilePath {
    /// What lies in the folder that stands there, by name. No link is followed.
    pub fn list(&self) -> io::Result<Vec<(OsString, Kind)>> {
        let folder = self.open_folder()?;
        let mut entries = entries(&folder)?;
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(entries)
    }

    /// Removes what lies in the folder that stands there. No link is followed.
    pub fn empty(&self) -> io::Result<()> {
        empty(&self.open_folder()?)
    }

    /// Removes the folder that stands there with all that lies in it, or whatever else stands there.
    pub fn remove_all(&self) -> io::Result<()> {
        let (parent, name) = self.parent_handle()?;
        match unlinkat(&*parent, name, AtFlags::empty()) {
            // Systems say differently that it is a folder.
            Err(Errno::ISDIR | Errno::PERM) => {
                self.empty()?;
                Ok(unlinkat(&*parent, name, AtFlags::REMOVEDIR)?)
            }
            removed => Ok(removed?),
        }
    }
}

fn entries(folder: &File) -> io::Result<Vec<(OsString, Kind)>> {
    let mut entries = Vec::new();
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        let kind = match entry.file_type() {
            // Not every file system says it.
            FileType::Unknown => FileType::from_raw_mode(statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?.st_mode),
            kind => kind,
        };
        entries.push((OsString::from_vec(name.to_bytes().to_vec()), Kind::of(kind)));
    }
    Ok(entries)
}

fn empty(folder: &File) -> io::Result<()> {
    for (name, kind) in entries(folder)? {
        match kind {
            Kind::Folder => {
                let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
                empty(&openat(folder, &name, flags, Mode::empty())?.into())?;
                unlinkat(folder, &name, AtFlags::REMOVEDIR)?;
            }
            Kind::File | Kind::Link | Kind::Other => unlinkat(folder, &name, AtFlags::empty())?,
        }
    }
    Ok(())
}
