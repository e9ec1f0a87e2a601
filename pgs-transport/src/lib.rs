//! Transport: how a compiled workflow is started and answered on the command line.
//!
//! Generated binaries are one line each: they hand their tables ([`Workflow`], [`Transform`]) to [`workflow_main`] or
//! [`pgs_main`]. Both do the same in three steps: take what the process was given ([`Process`]), decide
//! ([`workflow`], [`pgs`]), and print the [`Answer`]. Only the first and the last step touch the process.
//!
//! ```text
//! cli          the arguments, and what --help says
//! settings     data root, workspace and admission mode, from options or environment
//! payload      the payload, from a file or standard input
//! run          one run, from options to answer
//! summary      what a run prints
//! list         what `pgs list` prints
//! conformance  what `pgs conformance` checks and prints
//! ```

pub mod admission;
mod cli;
mod conformance;
mod fields;
mod list;
mod near;
mod payload;
mod process;
mod run;
mod settings;
mod summary;
mod tables;

use std::process::ExitCode;

pub use cli::{pgs, workflow};
pub use process::{Answer, Process};
pub use tables::{Graph, PayloadField, Transform, Workflow};

/// The `main` of a workflow's own binary: it takes the run options directly.
///
/// Exits 0 for SUCCESS and ALREADY_EXISTS, 1 for every other status and for errors, 2 for wrong usage.
pub fn workflow_main(table: &'static Workflow) -> ExitCode {
    process::live(|process| workflow(process, table))
}

/// The `main` of `pgs`: `pgs run --wf FQDN`, `pgs list` and `pgs conformance SNAPSHOT`.
///
/// Exits as [`workflow_main`] does; `pgs conformance` exits 1 if a case failed.
pub fn pgs_main(workflows: &'static [Workflow], transforms: &'static [Transform]) -> ExitCode {
    process::live(|process| pgs(process, workflows, transforms))
}
