//! Files that are replaced: a reader sees the old one or the new one, whole.

use std::ffi::OsString;
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;

use pgs_folder::{Access, FilePath, Kind, NEW_FILE, Refused};

use crate::durability::Durability;
use crate::layout::REPLACEMENT;

/// Replaces a file by what `write` writes, under the store's lock. With [`Durability::Sync`] the new file is on disk
/// before it takes the place of the old one; its name is not yet.
pub(super) fn replace(
    path: &FilePath,
    durability: Durability,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    // The file behind a link is replaced, not the link.
    let path = path.behind_links()?;
    path.create_parent()?;
    let old = old_mode(&path)?;
    // One name a file: what a killed process left is written over by the next.
    let new = beside(&path);
    let fill = || {
        let file = new.create_anew(Access::Write, old.unwrap_or(NEW_FILE))?;
        if let Some(old) = old {
            // Also what the umask has taken.
            file.set_permissions(Permissions::from_mode(old))?;
        }
        let mut out = BufWriter::with_capacity(64 * 1024, &file);
        write(&mut out)?;
        out.flush()?;
        drop(out);
        if durability == Durability::Sync {
            file.sync_all()?;
        }
        new.rename(&path)
    };
    fill().inspect_err(|_| {
        // Should this fail too, the next replacement writes over it.
        let _ = new.remove();
    })
}

/// Who may read and write the file that is to be replaced. Nothing but a file is.
fn old_mode(path: &FilePath) -> io::Result<Option<u32>> {
    let Some(found) = path.look()? else { return Ok(None) };
    match found.kind {
        Kind::File => Ok(Some(found.mode)),
        Kind::Link => Err(Refused::Link(path.to_path_buf()).into()),
        Kind::Folder | Kind::Other => Err(Refused::NoFile(path.to_path_buf()).into()),
    }
}

/// `.NAME.pgs-new` in the same folder.
fn beside(path: &FilePath) -> FilePath {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(REPLACEMENT);
    path.with_name(name)
}
