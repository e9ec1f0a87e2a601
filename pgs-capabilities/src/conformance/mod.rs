//! Transforms against the conformance cases of a snapshot, which are the authority on them
//! (`docs/reference/README.md`).
//!
//! ```text
//! snapshot   where the cases of a snapshot lie
//! call       inputs and outputs as JSON
//! case       one case: what it says
//! assertion  what a case asserts of an output whose value it can't know
//! failure    the answer of a transform against its case
//! equality   when an output is the expected one
//! pgc        the cases of PGC, which tell a refusal from a fault
//! ```

mod assertion;
mod call;
mod case;
mod equality;
mod failure;
#[cfg(feature = "pgc")]
pub mod pgc;
mod snapshot;

use std::path::Path;

use pgs_rt::{Map, Sources, SystemSources, Value, Violation};

pub use assertion::{AssertionError, Property};
pub use call::{read, write};
pub use case::CaseError;
pub use failure::{Difference, Expected, Failure};
pub use snapshot::{SnapshotError, case_files};

use case::Case;

/// The fields of inputs or of outputs.
type Fields = Map<String, Value>;

/// One transform that the snapshot's conformance cases can call.
#[derive(Clone, Copy, Debug)]
pub struct Transform {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// Runs it with these inputs. Gives its outputs.
    pub run: fn(Fields, &dyn Sources) -> Result<Fields, Violation>,
}

/// What became of one case.
#[derive(Debug)]
pub struct CaseResult {
    /// The case's name, which names its transform; the path of its file if that can't be read.
    pub name: String,
    /// Why it fails, if it does.
    pub result: Result<(), Failure>,
}

/// Runs the transform of the case in this file, and compares its answer with the one that the case wants.
pub fn check(file: &Path, transforms: &[Transform]) -> CaseResult {
    let case = match Case::read(file) {
        Ok(case) => case,
        Err(error) => return CaseResult { name: file.display().to_string(), result: Err(error.into()) },
    };
    let result = match transforms.iter().find(|transform| transform.fqdn == case.transform) {
        Some(transform) => failure::compare(&case, (transform.run)(case.inputs.clone(), &SystemSources)),
        None => Err(Failure::UnknownTransform { fqdn: case.transform }),
    };
    CaseResult { name: case.name, result }
}
