//! The build-time compiler: a protocol snapshot becomes Rust state machines.
//!
//! Four stages, each a module that knows only the one before it:
//!
//! ```text
//! snapshot   files to raw artifacts, verified against their own hashes
//! protocol   all references, addresses, schemas and stores resolved
//! plan       per workflow: node graph, static types, outcome sets, where every value comes from
//! emit       Rust text by quote and prettyplease, all other text by tera
//! ```
//!
//! [`diff`] compares two protocols. Every stage adds to one list of [`diagnostic`]s, which [`report`] shows; [`output`] writes what changed.

pub mod binaries;
mod capabilities;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod output;
mod page;
mod parallel;
mod picture;
pub mod plan;
pub mod protocol;
pub mod report;
pub mod seal;
pub mod snapshot;

use std::path::PathBuf;

use diagnostic::{Code, Diagnostic, Diagnostics};
use emit::{Files, Manifest};
use protocol::Protocol;

/// What became of some snapshots.
#[derive(Debug)]
pub struct Compiled {
    /// The generated files; none if there are errors.
    pub files: Option<Files>,
    /// The names of the binaries.
    pub binaries: Vec<String>,
    /// Everything that was found.
    pub diagnostics: Diagnostics,
}

/// Compiles these snapshots: `protocol_snapshot` folders.
pub fn compile(snapshots: &[PathBuf], manifest: &Manifest) -> Compiled {
    let mut diagnostics = Diagnostics::default();
    let protocol = read(snapshots, &mut diagnostics);
    let plan = plan::plan(&protocol, &mut diagnostics);
    diagnostics.without_consequences();
    let workflows = plan.domains.iter().flat_map(|domain| &domain.workflows);
    let binaries = workflows.map(|workflow| workflow.binary.clone()).chain(["pgs".to_owned()]).collect();
    let files = if diagnostics.has_errors() { None } else { emitted(&plan, manifest, &mut diagnostics) };
    Compiled { files, binaries, diagnostics }
}

/// Reads these snapshots into one protocol.
pub fn read(snapshots: &[PathBuf], diagnostics: &mut Diagnostics) -> Protocol {
    let mut protocol = Protocol::default();
    for dir in snapshots {
        if let Some(snapshot) = snapshot::read(dir, diagnostics) {
            protocol::read(&snapshot, &mut protocol, diagnostics);
        }
    }
    protocol
}

fn emitted(plan: &plan::Plan, manifest: &Manifest, diagnostics: &mut Diagnostics) -> Option<Files> {
    match emit::emit(plan, manifest) {
        Ok(files) => Some(files),
        Err(message) => {
            diagnostics.push(Diagnostic {
                code: Code::NotEmitted,
                artifact: "the compiler".into(),
                file: PathBuf::new(),
                pointer: String::new(),
                message,
                remedy: "this is a defect of the compiler: report it with the snapshot".into(),
            });
            None
        }
    }
}
