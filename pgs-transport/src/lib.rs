//! Transport: how a compiled workflow is started and answered on the command line.
//!
//! Generated binaries are one line each: they hand their tables ([`Workflow`], [`Transform`]) to [`workflow_main`] or
//! [`pgs_main`]. Both do the same in three steps: take what the process was given ([`Process`]), do what it asks for
//! ([`workflow`], [`pgs`]), and print the [`Output`]. Only the first and the last step touch the process; a batch prints
//! its results as they come.
//!
//! ```text
//! cli          the command line: arguments, and what --help says
//!
//! run          what `pgs run` does and prints
//! batch        many runs, one payload a line
//! skeleton     a payload to fill in
//! admit        which payloads a run would refuse
//! list, state, conformance, evidence, scenario
//!              what the other commands do and print
//!
//! execute      one run, from its payload to how it ended
//! summary      what is printed of it
//! reason       why it did not succeed
//! success      which statuses are success, and exit statuses
//! payload      the payload, from a file or standard input
//! size         how many bytes a payload may have
//! resolve      options together with the environment
//! options      what a run is asked for
//! pgc          workflows of PGC: run and listed
//! words        options that are one of a few words
//! backends     what can hold state in this build
//! named        the workflow that a name means
//! near, fields names that may have been meant; payload fields as a table
//! text         texts as lines and columns
//! style        colours
//! process      what a process is given
//! outside      what comes to it while it runs
//! output       what it gives back
//! ```

mod admit;
mod backends;
mod batch;
mod cli;
mod conformance;
mod evidence;
mod execute;
mod fields;
mod list;
mod named;
mod near;
mod options;
mod output;
mod outside;
mod payload;
#[cfg(feature = "pgc")]
pub mod pgc;
mod process;
mod reason;
mod resolve;
mod run;
mod scenario;
mod size;
mod skeleton;
mod state;
mod style;
mod success;
mod summary;
mod text;
mod waivers;
mod words;

use std::process::ExitCode;

pub use cli::{pgs, workflow};
pub use output::Output;
pub use outside::{EndSignal, Outside, Tell};
pub use process::Process;
// Where generated text takes them from.
pub use pgs_capabilities::conformance::Transform;
pub use pgs_rt::{Graph, PayloadField, Workflow, admission};

/// The `main` of a workflow's own binary: it takes the run options directly.
///
/// Exits 0 for SUCCESS and ALREADY_EXISTS (or what `--success` names), 1 for every other status, 2 for wrong usage, 3 where it
/// could not be done. A batch that a signal
/// ended exits with 128 and the signal's number.
pub fn workflow_main(table: &'static Workflow) -> ExitCode {
    process::live(|process| workflow(process, table))
}

/// The `main` of `pgs`: it runs and lists workflows, reads traces, checks transforms and moves state.
///
/// Where its file has the name of a workflow's binary, as a link to it may, it is that: it does what [`workflow_main`] does.
///
/// Exits as [`workflow_main`] does; `pgs conformance` exits 1 if a case failed.
pub fn pgs_main(
    workflows: &'static [Workflow],
    transforms: &'static [Transform],
    stores: &'static [pgs_rt::store::DeclaredStore],
) -> ExitCode {
    match process::called().find_map(|name| workflows.iter().find(|workflow| name == workflow.binary)) {
        Some(table) => workflow_main(table),
        None => process::live(|process| pgs(process, workflows, transforms, stores)),
    }
}
