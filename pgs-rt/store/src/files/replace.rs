//! Files that are replaced: a reader sees the old one or the new one, whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::file::create_parent;
use crate::durability::Durability;

/// Replaces a file by what `write` writes, under the store's lock. With [`Durability::Sync`] the new file is on disk
/// before it takes the place of the old one; its name is not yet.
pub(super) fn replace(
    path: &Path,
    durability: Durability,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let path = behind_link(path)?;
    create_parent(&path)?;
    // One name a file: what a killed process left is written over by the next.
    let new = beside(&path);
    let fill = || {
        let file = File::options().write(true).create(true).truncate(true).open(&new)?;
        match fs::metadata(&path) {
            Ok(metadata) => file.set_permissions(metadata.permissions())?,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut out = BufWriter::with_capacity(64 * 1024, &file);
        write(&mut out)?;
        out.flush()?;
        drop(out);
        if durability == Durability::Sync {
            file.sync_all()?;
        }
        fs::rename(&new, &path)
    };
    fill().inspect_err(|_| {
        // Should this fail too, the next replacement writes over it.
        let _ = fs::remove_file(&new);
    })
}

/// Where a state file is a symbolic link, the file behind it is replaced, not the link.
fn behind_link(path: &Path) -> io::Result<PathBuf> {
    if path.is_symlink() { fs::canonicalize(path) } else { Ok(path.to_owned()) }
}

/// `.NAME.pgs-new` in the same folder.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".pgs-new");
    path.with_file_name(name)
}
