//! Who may use a file that all who work on a folder need.

use std::fs::{File, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};

use rustix::fs::fstat;

use crate::folder::Folder;

/// Who may use what is created.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rights {
    /// Whom the mode names, but for whom the umask leaves out.
    #[default]
    Umask,
    /// The folder's group besides, whatever the umask says, where that group may write to the folder: what one of those
    /// who share a folder creates keeps none of the others out.
    AsFolder,
}

/// What a group may do, in a mode.
const GROUP: u32 = 0o070;
const GROUP_WRITES: u32 = 0o020;

impl Rights {
    /// Gives them, of a file or folder that was just created with this mode. Where that is not allowed the umask decides.
    pub(crate) fn give(self, folder: &Folder, created: &File, mode: u32) {
        if self == Self::Umask {
            return;
        }
        let Some((group, folder_mode)) = folder.handle().ok().and_then(|handle| {
            let stat = fstat(&*handle).ok()?;
            Some((stat.st_gid, stat.st_mode))
        }) else {
            return;
        };
        let Ok(metadata) = created.metadata() else { return };
        let (now, wanted) = (metadata.permissions().mode() & 0o7777, mode & GROUP);
        if folder_mode & GROUP_WRITES == 0 || now & wanted == wanted && metadata.gid() == group {
            return;
        }
        // Rights are for the folder's group, and for no other one.
        if metadata.gid() == group || fchown(created, None, Some(group)).is_ok() {
            let _ = created.set_permissions(Permissions::from_mode(now | wanted));
        }
    }
}
