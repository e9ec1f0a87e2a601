//! The transforms and side effects of PGC 6, one file each (`docs/reference/pgc/README.md`).
//!
//! They share names with those of PGS and behave differently: a transform of PGC refuses or faults
//! ([`Failure`](pgs_rt::Failure)), where one of PGS only fails. Where both give the same value, PGC calls PGS.
//!
//! What the caller of a transform owes, since none of it is decided here:
//!
//! - **Every declared input is read.** An input that a contract declares and its binding leaves out is a fault before the
//!   transform is called. A transform answers for a missing input by itself only where it is called in another way: by a
//!   molecule, or by a conformance case.
//! - **Outputs are taken from the result**: [`output`]. Where a transform is described as `bare`, the result is the value of
//!   its one output, else an object of them. A result of null is a fault.
//! - **The trace**: a refusal is the outcome `VIOLATION` and leaves no event of the atom; a fault ends the run.
//! - **What is not determined by its inputs** ([`offer_next_words`](transforms::offer_next_words)) is recorded, and a replay
//!   takes what was recorded.
//!
//! Molecules (`CT_WRITE_NEXT_WORD`, `CT_WRITE_RESPONSE`) are no capabilities: generated code runs their steps.
//! `CS_SNAPSHOT_QUERY` is not here: it needs the inspector of the reference.

mod output;
pub mod side_effects;
pub mod transforms;

pub use output::output;
