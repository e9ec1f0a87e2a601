//! Whether traces are whole and unchanged (`docs/traces.md`, "Verifying").
//!
//! ```text
//! chain   every line as it was written, in its place, up to the seal
//! ids     what all events of a trace have in common
//! spans   which event may follow which
//! codes   which code a step may end with
//! defect  everything that can be wrong
//! pgc     the same of a trace of PGC, which has no hashes
//! pgc_defect  everything that can be wrong with one
//! whole   all of that, of one trace
//! verified  the answer
//!
//! together  all files, on all processors
//! parts     where a file can be divided
//! part      the runs of such a part, line by line
//! run       a run while its lines pass
//! ```
//!
//! Most lines are as they were written. They are looked at where they stand, and only where something is unclear all lines of
//! the trace are read, to say what is wrong.

mod chain;
mod codes;
mod defect;
mod ids;
mod part;
mod parts;
mod pgc;
mod pgc_defect;
mod run;
mod spans;
mod together;
mod verified;
mod whole;

pub use defect::Defect;
pub(crate) use ids::is_marked_anew;
pub use pgc_defect::{Contradiction, PgcDefect};
pub use together::{verify_file, verify_files};
pub use verified::{Verified, VerifyError};
pub use whole::verify;
