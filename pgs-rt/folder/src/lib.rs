//! Files below a folder that others may write to: found by a handle to the folder, and never through a symbolic link
//! that lies below it.
//!
//! ```text
//! folder     a folder, and the handle to it
//! file_path  the path of a file below it: opened, created, renamed, removed
//! found      what stands there
//! tree       folders below it: listed, emptied
//! named      a file that a user names
//! beneath    how the system is asked
//! kind       what can stand at a path
//! waiting    a lock of a file, waited for no longer than somebody wants to
//! holder     who holds it
//! record_lock  the lock that other systems hold on a file
//! holes      zeros that lie on no disk
//! refused    what is not opened, and why
//! mode       who may read and write what is new
//! rights     the same of files that all need who work on a folder
//! ```
//!
//! The folder itself may be reached through links: whoever names it means what they lead to. Below it a link is an error
//! that names it, in any part of a path. So is whatever is no file: a pipe, a device, a socket. Nothing waits for one, and
//! nothing is written to one.

mod beneath;
mod file_path;
mod folder;
mod found;
mod holder;
mod holes;
mod kind;
mod mode;
mod named;
mod record_lock;
mod refused;
mod rights;
mod tree;
mod waiting;

pub use file_path::{Access, FilePath};
pub use folder::Folder;
pub use found::Found;
pub use holder::{Holder, sign};
pub use holes::end_on_disk;
pub use kind::Kind;
pub use mode::{LOCK, NEW_FILE, NEW_FOLDER, close_to_readers};
pub use named::open_named;
pub use record_lock::lock_process;
pub use refused::{Links, Refused};
pub use rights::Rights;
pub use waiting::{LockMode, lock_within};
