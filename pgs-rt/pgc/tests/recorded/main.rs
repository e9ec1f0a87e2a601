//! Workflows of a sealed snapshot, as the compiler is to write them, against runs that the reference recorded: each has the
//! status, the surface, the state and the trace of its recording.
//!
//! The recordings lie beside the project, at `../shared/pgc`; without them the tests say so and pass.

mod molecules;
mod replayed;
mod scenarios;
mod support;
#[allow(dead_code, reason = "a test reads less of a workflow than its users")]
#[allow(clippy::pedantic, reason = "as in all text that is generated")]
mod workflows;
