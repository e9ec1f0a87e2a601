//! The build-time compiler: a protocol snapshot becomes Rust state machines.
//!
//! `pgs-protocol` reads and resolves the snapshot. What follows are stages, each a module that knows only those before it:
//!
//! ```text
//! analysis   what follows from the protocol: statuses, types, what runs do, what references find
//! lint       what is wrong or suspicious, one rule a file
//! plan       what is generated: modules, fields, calls, routes, with their Rust names
//! emit       Rust text by quote and prettyplease, all other text by tera
//! ```
//!
//! [`diff`] compares two protocols, [`author`] is what authors begin with, [`seal`] makes
//! snapshots of what they write, `sealed` proves those that another tool has sealed, [`reference`] is what they can write, [`output`] writes what changed.

pub mod analysis;
pub mod author;
pub mod build;
mod capabilities;
#[cfg(feature = "command")]
pub mod command;
pub mod diff;
pub mod emit;
pub mod lint;
pub mod names;
pub mod output;
mod page;
pub mod plan;
mod protocols;
pub mod reference;
pub mod seal;
mod sealed;

use std::path::PathBuf;

use analysis::Analysis;
#[cfg(feature = "pictures")]
use build::BuildError;
use emit::{Files, Layout};
use pgs_description::Transform;
use pgs_picture::Drawing;
use pgs_protocol::diagnostic::Diagnostics;
use protocols::Protocols;

/// What became of some snapshots.
#[derive(Debug)]
pub struct Compiled {
    /// The generated files but for the pictures; none if there are errors.
    pub files: Option<Files>,
    /// The graphs of workflows, whose pictures belong to the generated files.
    pub drawings: Vec<Drawing>,
    /// The names of the binaries.
    pub binaries: Vec<String>,
    /// How the declared transforms are called, by FQDN.
    pub transforms: Vec<(String, Transform)>,
    /// Everything that was found.
    pub diagnostics: Diagnostics,
}

impl Compiled {
    /// The same with the pictures among its files, all of them drawn by this process.
    #[cfg(feature = "pictures")]
    pub fn drawn(mut self) -> Result<Self, BuildError> {
        if let Some(files) = &mut self.files {
            build::pictures::draw_all(files, &self.drawings)?;
        }
        Ok(self)
    }
}

/// Everything that there is to say about these snapshots, folders that are ones. Nothing is generated.
pub fn check(snapshots: &[PathBuf]) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let protocols = Protocols::read(snapshots, &mut diagnostics);
    judged(&protocols, &mut diagnostics);
    diagnostics
}

/// What follows from each protocol, judged by every rule that holds for it.
fn judged<'p>(protocols: &'p Protocols, diagnostics: &mut Diagnostics) -> Vec<Analysis<'p>> {
    let analyses: Vec<Analysis<'_>> = protocols.all().map(Analysis::of).collect();
    for analysis in &analyses {
        lint::lint(analysis, diagnostics);
    }
    diagnostics.without_consequences();
    analyses
}

/// Compiles these snapshots, folders that are ones, to text that stands where the layout says.
pub fn compile(snapshots: &[PathBuf], layout: &Layout) -> Compiled {
    let mut diagnostics = Diagnostics::default();
    let protocols = Protocols::read(snapshots, &mut diagnostics);
    let analyses = judged(&protocols, &mut diagnostics);
    let plan = plan::join(analyses.iter().map(plan::plan));
    let workflows = plan.domains.iter().flat_map(|domain| &domain.workflows);
    let binaries = workflows.map(|workflow| workflow.binary.clone()).chain(["pgs".to_owned()]).collect();
    let drawings = emit::drawings(&plan, layout);
    let files = (!diagnostics.has_errors()).then(|| emit::emit(&plan, layout));
    Compiled { files, drawings, binaries, transforms: plan.transforms, diagnostics }
}
