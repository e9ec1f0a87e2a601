//! State as the reference interpreter's files: either system continues on the other's data.
//!
//! ```text
//! session      the operations of a workflow
//! run_locks    the locks of runs: what makes their effects those of one moment
//! open_lock    who works on the files
//! open_stores  the stores that this process has open, and what of them is not on disk yet
//! store_file   the file of one store, with its index
//! line_file    registries and logs: one JSON object a line
//! registry     which line of a key counts
//! object       objects by key: small files are replaced
//! large_object, large_change
//!              large ones are added to in place
//! lines, members, object_text
//!              how these are read
//! index        what finds an entry without reading the file
//! hash_index, block, table, builder, header
//!              a hash table that does, and how it is written
//! line_index, claim, pending
//!              the index of lines, and who may let it wait
//! sidecar      the lock of another system beside a file
//! own_writes, confirmed, torn
//!              what an own write can have left at the end of a file
//! kept         what does not count any more, and is kept beside
//! redo, change changes in the middle of a file
//! syncing      what of a file is on disk
//! replace      files that are replaced
//! moving, new_folder
//!              files as the source and target of state that moves
//! file         stamps, folders, bytes
//! ```
//!
//! What is not the reference's lies under `.pgs` in the data root. `docs/storage.md` says what is promised, and why it
//! holds.

mod block;
mod builder;
mod change;
mod claim;
mod confirmed;
mod file;
mod hash_index;
mod header;
mod index;
mod kept;
mod large_change;
mod large_object;
mod line_file;
mod line_index;
mod lines;
mod members;
pub(super) mod moving;
mod new_folder;
mod object;
mod object_text;
mod open_lock;
mod open_stores;
mod own_writes;
mod pending;
mod redo;
mod registry;
mod replace;
mod run_locks;
mod session;
mod sidecar;
mod store_file;
mod syncing;
mod table;
mod torn;

use std::sync::Arc;

use self::open_stores::OpenStores;
use self::session::FilesSession;
use super::backend::{Backend, Session};
use super::data_root::DataRoot;
use super::error::StoreResult;
use super::isolation::Scope;
use super::options::StoreOptions;

/// State on files.
pub(super) struct Files(Arc<OpenStores>);

impl Files {
    /// The state below a data root.
    pub fn new(root: &DataRoot, options: StoreOptions) -> Self {
        Self(Arc::new(OpenStores::new(root, options)))
    }
}

impl Backend for Files {
    fn session(&self, scope: Scope) -> Box<dyn Session> {
        Box::new(FilesSession::new(Arc::clone(&self.0), scope))
    }

    fn sync(&self) -> StoreResult<()> {
        self.0.sync()
    }

    fn hold(&self, name: &str, subject: &str) -> StoreResult<Box<dyn Send>> {
        self.0.hold(name, subject)
    }
}
