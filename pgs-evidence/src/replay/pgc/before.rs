//! The state from before a run, and the copies of it that repetitions work on. It is not changed itself.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use pgs_folder::{Access, FilePath};
use pgs_rt::store::{BackendEntry, DataRoot, Durability, FILES, State, StoreOptions, StoreUse, Wait};
use tempfile::TempDir;

use crate::replay::ReplayError;

/// The state from before a run.
#[derive(Clone, Debug)]
pub struct StateBefore {
    /// The folder below which it lies.
    pub root: DataRoot,
    /// In what form.
    pub backend: BackendEntry,
}

/// A copy that lives as long as this.
pub(super) struct Copy {
    pub state: State,
    _folder: TempDir,
}

/// What a database keeps beside its file.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// Copies these stores.
pub(super) fn copy(before: Option<&StateBefore>, stores: &[StoreUse]) -> Result<Copy, ReplayError> {
    let folder = tempfile::Builder::new().prefix("pgs-replay-").tempdir();
    let folder = folder.map_err(|source| unusable(std::env::temp_dir(), source))?;
    let backend = before.map_or(FILES, |before| before.backend);
    if let Some(StateBefore { root, backend }) = before {
        match backend.marker {
            Some(database) => {
                for name in BESIDE.map(|end| format!("{database}{end}")) {
                    copy_file(&root.file(&name), &folder.path().join(name))?;
                }
            }
            None => {
                for store in stores {
                    copy_file(&root.state_file(store.path), &folder.path().join(store.path))?;
                }
            }
        }
    }
    let options = StoreOptions { durability: Durability::Os, wait: Wait::NONE };
    let state = State::at(folder.path(), &backend, options).map_err(|error| ReplayError::State(error.to_string()))?;
    Ok(Copy { state, _folder: folder })
}

/// Copies a file, if it is there. A folder in its place is one in the copy, too.
fn copy_file(from: &FilePath, to: &Path) -> Result<(), ReplayError> {
    let mut source = match from.open(Access::Read) {
        Ok(source) => source,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::IsADirectory => {
            return fs::create_dir_all(to).map_err(|source| unusable(to.to_owned(), source));
        }
        Err(error) => return Err(unusable(from.to_path_buf(), error)),
    };
    let parent = to.parent().map_or(Ok(()), fs::create_dir_all);
    let copied = parent.and_then(|()| File::create_new(to)).and_then(|mut to| io::copy(&mut source, &mut to));
    copied.map(drop).map_err(|source| unusable(to.to_owned(), source))
}

fn unusable(path: PathBuf, source: io::Error) -> ReplayError {
    ReplayError::State(format!("{}: {source}", path.display()))
}
