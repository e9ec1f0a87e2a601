//! Transport: how a compiled workflow is started and answered on the command line.
//!
//! Generated binaries are one line each: they hand their tables ([`Workflow`], [`Transform`]) to [`workflow_main`] or
//! [`pgs_main`]. Both do the same in three steps: take what the process was given ([`Process`]), decide
//! ([`workflow`], [`pgs`]), and print the [`Answer`]. Only the first and the last step touch the process; a batch prints
//! its results as they come.
//!
//! ```text
//! backends     what can hold state in this build
//! cli          the arguments, and what --help says
//! settings     data root, workspace and admission mode, from options or environment
//! payload      the payload, from a file or standard input
//! run          one run, from options to answer
//! batch        many runs, one payload a line
//! summary      what a run prints
//! list         what `pgs list` prints
//! evidence     what `pgs verify`, `pgs examine`, `pgs replay` and `pgs render` print
//! state        what `pgs state` moves and prints
//! conformance  what `pgs conformance` prints
//! text         texts as lines and columns
//! ```

mod backends;
mod batch;
mod cli;
mod conformance;
mod evidence;
mod fields;
mod list;
mod near;
mod payload;
mod process;
mod run;
mod settings;
mod state;
mod summary;
mod text;

use std::process::ExitCode;

pub use cli::{pgs, workflow};
pub use process::{Answer, Process};
// Where generated text takes them from.
pub use pgs_capabilities::conformance::Transform;
pub use pgs_rt::{Graph, PayloadField, Workflow, admission};

/// The `main` of a workflow's own binary: it takes the run options directly.
///
/// Exits 0 for SUCCESS and ALREADY_EXISTS, 1 for every other status and for errors, 2 for wrong usage.
pub fn workflow_main(table: &'static Workflow) -> ExitCode {
    process::live(|process| workflow(process, table))
}

/// The `main` of `pgs`: it runs and lists workflows, reads traces, checks transforms and moves state.
///
/// Exits as [`workflow_main`] does; `pgs conformance` exits 1 if a case failed.
pub fn pgs_main(
    workflows: &'static [Workflow],
    transforms: &'static [Transform],
    stores: &'static [pgs_rt::store::DeclaredStore],
) -> ExitCode {
    process::live(|process| pgs(process, workflows, transforms, stores))
}
