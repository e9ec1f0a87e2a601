//! The state that a run works on: where it lies, in which backend, and what is waited for.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::backend::{Backend, Session};
use crate::backends::{BACKENDS, BackendEntry};
use crate::data_root::DataRoot;
use crate::durability::Durability;
use crate::error::{StoreError, StoreResult};
use crate::form::check_no_marker;
use crate::isolation::Scope;
use crate::options::StoreOptions;

/// Opened state. Runs share it; a clone is the same state.
#[derive(Clone)]
pub struct State {
    root: DataRoot,
    durability: Durability,
    backend: Arc<dyn Backend>,
}

impl State {
    /// Opens the state at an address: the word for a backend of the table, a colon, and the data root as an absolute path,
    /// such as `files:/srv/pgs/data`.
    pub fn open(address: &str, table: &[BackendEntry], options: impl Into<StoreOptions>) -> StoreResult<Self> {
        let wrong = |reason: String| StoreError::Unaddressed { address: address.to_owned(), reason };
        let known = || table.iter().map(|entry| format!("{}:/…", entry.scheme)).collect::<Vec<_>>().join(" or ");
        let (scheme, path) = address.split_once(':').ok_or_else(|| wrong(format!("write {}", known())))?;
        let entry = BackendEntry::find(table, scheme)
            .ok_or_else(|| wrong(format!("there is no store `{scheme}`; write {}", known())))?;
        if Path::new(path).is_relative() {
            return Err(wrong(format!("the data root is no absolute path; write {scheme}:/…")));
        }
        Self::at(path, entry, options)
    }

    /// Opens the state below a data root. Nothing is written before an operation writes, so the folder need not exist.
    ///
    /// An error says why the data root can't be used, or which feature brings the backend.
    pub fn at(
        data_root: impl Into<DataRoot>,
        backend: &BackendEntry,
        options: impl Into<StoreOptions>,
    ) -> StoreResult<Self> {
        let (root, options, constructors) = (data_root.into(), options.into(), backend.constructors()?);
        check_data_root(root.path())?;
        check_form(root.path(), backend)?;
        let backend = (constructors.open)(&root, options)?;
        Ok(Self { root, durability: options.durability, backend })
    }

    /// The state that a backend of one's own holds. A run waits for [`Backend::sync`]; there is no data root.
    pub fn on(backend: Arc<dyn Backend>) -> Self {
        Self { root: DataRoot::new(""), durability: Durability::Sync, backend }
    }

    /// The folder below which all state lies; empty for a backend of one's own.
    pub fn data_root(&self) -> &Path {
        self.root.path()
    }

    /// Waits until everything that runs have done is on disk; with [`Durability::Os`] it waits for nothing.
    ///
    /// After an error it is not known what is on disk: nothing since the last call may be reported as done.
    pub fn sync(&self) -> StoreResult<()> {
        match self.durability {
            Durability::Sync => self.backend.sync(),
            Durability::Os => Ok(()),
        }
    }

    /// Makes sure that what was done before is on disk no later than what follows; with [`Durability::Os`] nothing is to
    /// be done.
    pub fn barrier(&self) -> StoreResult<()> {
        match self.durability {
            Durability::Sync => self.backend.barrier(),
            Durability::Os => Ok(()),
        }
    }

    /// Waits until nobody else who uses the state holds what this name stands for. It is held until what this gives is
    /// dropped. `subject` is the same for people.
    pub fn hold(&self, name: &str, subject: &str) -> StoreResult<Box<dyn Send>> {
        self.backend.hold(name, subject)
    }

    /// Begins a session.
    pub fn session(&self, scope: Scope) -> Box<dyn Session> {
        self.backend.session(scope)
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("root", &self.root.path())
            .field("durability", &self.durability)
            .finish_non_exhaustive()
    }
}

/// A data root is a folder that can be listed, or does not exist yet.
fn check_data_root(path: &Path) -> StoreResult<()> {
    match std::fs::read_dir(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => {
            let reason = format!("the data root {} can't be read: {error}", path.display());
            Err(StoreError::of_kind(error.kind(), path, reason))
        }
    }
}

/// Where state lies in another form, that one holds it, also where files of an earlier time are left.
fn check_form(data_root: &Path, backend: &BackendEntry) -> StoreResult<()> {
    for other in BACKENDS.iter().filter(|other| *other != backend) {
        if let Some(marker) = other.marker {
            check_no_marker(data_root, marker, other.scheme)?;
        }
    }
    Ok(())
}
