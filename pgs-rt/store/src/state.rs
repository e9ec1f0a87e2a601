//! The state that a run works on: where it lies, in which backend, and what is waited for.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backend::{Answer, Backend, Session};
use super::files::Files;
use super::sqlite::Sqlite;

/// The database of [`Backing::Sqlite`], below the data root.
pub(super) const DATABASE: &str = "pgs.db";

/// In what form state lies below the data root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backing {
    /// The reference interpreter's files: either system continues on the other's data.
    #[default]
    Files,
    /// One database, `pgs.db`.
    Sqlite,
}

impl Backing {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Sqlite => "sqlite",
        }
    }
}

/// What has happened to state when a run says how it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// It is on disk: neither a kill nor a power loss can take it.
    #[default]
    Sync,
    /// The operating system has it: a kill can't take it, a power loss can.
    Os,
}

impl Durability {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Os => "os",
        }
    }
}

/// Opened state. Runs share it; a clone is the same state.
#[derive(Clone)]
pub struct State {
    root: PathBuf,
    durability: Durability,
    backend: Arc<dyn Backend>,
}

impl State {
    /// Opens the state below a data root. Nothing is written before an operation writes, so the folder need not exist.
    ///
    /// An error says why the data root can't be used.
    pub fn open(data_root: &Path, backing: Backing, durability: Durability) -> Result<Self, String> {
        check_data_root(data_root)?;
        let backend: Arc<dyn Backend> = match backing {
            Backing::Files => {
                check_no_database(data_root)?;
                Arc::new(Files::new(data_root, durability))
            }
            Backing::Sqlite => Arc::new(Sqlite::new(data_root)),
        };
        Ok(Self { root: data_root.to_owned(), durability, backend })
    }

    /// The folder below which all state lies.
    pub fn data_root(&self) -> &Path {
        &self.root
    }

    /// Waits until everything that runs have done is on disk; with [`Durability::Os`] it waits for nothing.
    ///
    /// After an error it is not known what is on disk: nothing since the last call may be reported as done.
    pub fn sync(&self) -> Answer<()> {
        match self.durability {
            Durability::Sync => self.backend.sync(),
            Durability::Os => Ok(()),
        }
    }

    /// Begins the session of a workflow.
    pub fn session(&self) -> Box<dyn Session> {
        self.backend.session()
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("root", &self.root).field("durability", &self.durability).finish_non_exhaustive()
    }
}

/// A data root is a folder that can be listed, or does not exist yet.
fn check_data_root(path: &Path) -> Answer<()> {
    match std::fs::read_dir(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("the data root {} can't be read: {error}", path.display())),
    }
}

/// Where a database lies it holds the state, also where files of an earlier time are left.
fn check_no_database(data_root: &Path) -> Answer<()> {
    let database = data_root.join(DATABASE);
    match database.try_exists() {
        Ok(true) => Err(format!(
            "{} holds the state: use --store sqlite, or bring it into files with `pgs state export`",
            database.display()
        )),
        // What can't be looked at is found by whoever opens it.
        _ => Ok(()),
    }
}
