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
use pgs_protocol::protocol::Protocol;
use pgs_protocol::snapshot;

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

/// Reads these snapshots into one protocol, without the sealed ones: they are proved. Those that are what was sealed are
/// named besides.
fn read(snapshots: &[PathBuf], diagnostics: &mut Diagnostics) -> (Protocol, Vec<PathBuf>) {
    let (mut sealed, others): (Vec<PathBuf>, Vec<PathBuf>) =
        snapshots.iter().cloned().partition(|it| snapshot::is_sealed(it));
    sealed.retain(|root| sealed::check(root, diagnostics));
    (pgs_protocol::read(&others, diagnostics), sealed)
}

/// Everything that there is to say about these snapshots, `protocol_snapshot` folders. Nothing is generated.
pub fn check(snapshots: &[PathBuf]) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let (protocol, _) = read(snapshots, &mut diagnostics);
    lint::lint(&Analysis::of(&protocol), &mut diagnostics);
    diagnostics.without_consequences();
    diagnostics
}

/// Compiles these snapshots, `protocol_snapshot` folders, to text that stands where the layout says.
pub fn compile(snapshots: &[PathBuf], layout: &Layout) -> Compiled {
    let mut diagnostics = Diagnostics::default();
    let (protocol, sealed) = read(snapshots, &mut diagnostics);
    for root in &sealed {
        diagnostics.push(snapshot::not_built(root));
    }
    let analysis = Analysis::of(&protocol);
    lint::lint(&analysis, &mut diagnostics);
    diagnostics.without_consequences();
    let plan = plan::plan(&analysis);
    let workflows = plan.domains.iter().flat_map(|domain| &domain.workflows);
    let binaries = workflows.map(|workflow| workflow.binary.clone()).chain(["pgs".to_owned()]).collect();
    let drawings = emit::drawings(&plan, layout);
    let files = (!diagnostics.has_errors()).then(|| emit::emit(&plan, layout));
    Compiled { files, drawings, binaries, transforms: plan.transforms, diagnostics }
}
