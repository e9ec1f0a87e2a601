//! What the tests have in common.

mod fixed;
mod folded;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pgs_pgc::store::{Durability, FILES, State};
use pgs_pgc::{Context, Value};

pub use fixed::Fixed;
pub use folded::folded;

/// The recordings of the reference, if they are there.
pub fn recordings() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/pgc");
    if !folder.is_dir() {
        eprintln!("{} is not there: nothing is compared", folder.display());
        return None;
    }
    Some(folder)
}

/// Reads a document.
pub fn document(file: &Path) -> Value {
    pgs_value::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Runs on the state below this folder, at a time that stands still.
pub fn context(data_root: &Path) -> Context {
    let state = State::at(data_root, &FILES, Durability::Os).unwrap();
    Context { sources: Arc::new(Fixed::default()), ..Context::new(state) }
}
