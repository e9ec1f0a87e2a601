//! The table of backends: what can hold state, by the word for it.

use std::sync::Arc;

use crate::backend::Backend;
use crate::data_root::DataRoot;
use crate::error::{StoreError, StoreResult};
use crate::files::{Files, moving as files};
use crate::layout::DATABASE;
use crate::moving::{Source, Target};
use crate::options::StoreOptions;

/// A kind of backend.
#[derive(Clone, Copy, Debug)]
pub struct BackendEntry {
    /// The word for it: on the command line, and before the colon of an address.
    pub scheme: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// The file below a data root that is there where state lies in this form, if one file tells.
    pub marker: Option<&'static str>,
    /// Whether this build holds it.
    pub driver: Driver,
}

/// What makes a backend, or what brings it into a build.
#[derive(Clone, Copy, Debug)]
pub enum Driver {
    /// The build holds it.
    Built(Constructors),
    /// A build with this cargo feature would.
    Feature(&'static str),
}

/// What makes a backend. Each is given the data root.
#[derive(Clone, Copy, Debug)]
pub struct Constructors {
    /// Opens the state there. Nothing is written before an operation writes, so the folder need not exist.
    pub open: fn(&DataRoot, StoreOptions) -> StoreResult<Arc<dyn Backend>>,
    /// Opens the state there, to move it elsewhere.
    pub source: fn(&DataRoot) -> StoreResult<Box<dyn Source>>,
    /// A place there for state that is moved to it. An error says that state is there already.
    pub target: fn(&DataRoot) -> StoreResult<Box<dyn Target>>,
}

/// The reference interpreter's files.
pub const FILES: BackendEntry = BackendEntry {
    scheme: "files",
    about: "The files of the reference interpreter",
    marker: None,
    driver: Driver::Built(Constructors {
        open: |root, options| Ok(Arc::new(Files::new(root, options))),
        source: |root| Ok(Box::new(files::FilesSource::open(root)?)),
        target: |root| Ok(Box::new(files::FilesTarget::open(root)?)),
    }),
};

/// One SQLite database, in a build that does not hold it: `pgs-store-sqlite` has the entry of one that does.
pub const WITHOUT_SQLITE: BackendEntry = BackendEntry {
    scheme: "sqlite",
    about: "One database, pgs.db",
    marker: Some(DATABASE),
    driver: Driver::Feature("sqlite"),
};

/// The backends that this crate knows.
pub const BACKENDS: &[BackendEntry] = &[FILES, WITHOUT_SQLITE];

impl BackendEntry {
    /// What makes the backend; an error names the feature that brings it.
    pub fn constructors(&self) -> StoreResult<Constructors> {
        match self.driver {
            Driver::Built(constructors) => Ok(constructors),
            Driver::Feature(feature) => Err(StoreError::NotBuilt { scheme: self.scheme, feature }),
        }
    }

    /// The entry of this word in a table.
    pub fn find<'t>(table: &'t [Self], scheme: &str) -> Option<&'t Self> {
        table.iter().find(|entry| entry.scheme == scheme)
    }
}

/// One word means one backend.
impl PartialEq for BackendEntry {
    fn eq(&self, other: &Self) -> bool {
        self.scheme == other.scheme
    }
}

impl Eq for BackendEntry {}
