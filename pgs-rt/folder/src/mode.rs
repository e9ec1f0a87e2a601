//! Who may read and write what is new. The umask takes from that what it takes from any new file.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt as _;

/// Files: the owner and the group, and nobody else.
pub const NEW_FILE: u32 = 0o660;

/// Folders: the same.
pub const NEW_FOLDER: u32 = 0o770;

/// Files that are locked. Whoever can open a file can lock it, also one who may only read it: so the group may write
/// these or nothing, and a umask that takes away writing leaves nothing.
pub const LOCK: u32 = 0o620;

/// Takes reading a file that is locked from everybody who may not write it, where it is one of an earlier version. Where it
/// is another user's, that user's processes do it.
pub fn close_to_readers(lock: &File) {
    let Ok(metadata) = lock.metadata() else { return };
    let mode = metadata.permissions().mode() & 0o7777;
    let readers = mode & 0o044 & !((mode & 0o022) << 1);
    if readers != 0 {
        let _ = lock.set_permissions(Permissions::from_mode(mode & !readers));
    }
}
