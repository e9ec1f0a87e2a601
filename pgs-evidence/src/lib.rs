//! Traces as evidence: found, verified, examined, rendered and run again. `pgs-trace` reads them.
//!
//! Everything here answers with values: a report, a comparison, a text, or an error that says in which file and line.
//! Nothing prints, and nothing knows a command line.
//!
//! ```text
//! files     which trace files are meant by paths
//! filter    which runs are asked about
//! trace_id  the form of a trace id, and what it says
//! wording   what the sentences of older traces say
//! workflows  the workflows that a build holds
//! pgc       which traces are those of PGC, and their lines
//! runs      what happened: the workflows of a trace with their contracts and steps
//! graph     a workflow's nodes and edges
//! decide    on what it decides, and the statuses that it ends with
//! path      the path of a run through the graph
//! mark      what of a graph a run touched, and the colours for it
//! text      values of a trace as texts that can be shown
//! escape    the same in Markdown
//!
//! verify    whether a trace is whole and unchanged
//! examine   how a run ended, and what is at fault
//! coverage  what runs have taken of their workflows
//! render    a trace for a person: Markdown, and the workflow's picture with the path in colour
//! replay    a workflow run again on what was recorded
//! ```
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! for file in pgs_evidence::find(&["/srv/pgs/traces".into()])? {
//!     for trace in pgs_evidence::read(&file)? {
//!         let verified = pgs_evidence::verify::verify(&trace)?;
//!         assert!(verified.events > 0);
//!     }
//! }
//! # Ok(())
//! # }
//! ```

pub mod coverage;
mod decide;
pub mod escape;
pub mod examine;

mod files;
pub mod filter;
mod graph;
mod mark;
mod path;
mod pgc;
pub mod render;
pub mod replay;
mod runs;
pub mod text;
mod trace_id;
pub mod verify;
mod wording;
mod workflows;

pub use decide::{conditions, statuses};
pub use files::{FindError, count, each as traces, find, find_id};
pub use graph::GraphError;
pub use pgs_trace::{Line, LineError, ReadError, RecordedEvent, Trace, UnreadableLine, read};
pub use trace_id::is_trace_id;
pub use workflows::Workflows;
