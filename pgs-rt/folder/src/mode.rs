//! Who may read and write what is new. The umask takes from that what it takes from any new file.

/// Files: the owner and the group, and nobody else.
pub const NEW_FILE: u32 = 0o660;

/// Folders: the same.
pub const NEW_FOLDER: u32 = 0o770;

/// Files that are locked. Whoever can open a file can lock it, also one who may only read it: so the group may write
/// these or nothing, and a umask that takes away writing leaves nothing.
pub const LOCK: u32 = 0o620;
