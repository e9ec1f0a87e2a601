//! A trace for a person: Markdown, and the picture of its workflow with the path in colour (`docs/traces.md`,
//! "Rendering").
//!
//! ```text
//! context   what is rendered
//! error     why it can't be
//! markdown  a trace as Markdown
//! picture   the workflow's picture, its palette rewritten
//! write     both as files beside the trace
//! ```

mod context;
mod error;
mod markdown;
mod picture;
mod write;

use pgs_rt::Workflow;
use pgs_trace::Trace;

use context::Context;
pub use error::RenderError;
pub(crate) use markdown::mermaid_block;
pub(crate) use picture::coloured;
pub use write::{Files, Written, write_beside, write_trace};

/// The Markdown of a trace: outcome, path, side effects, timings and, where its workflow is one of these, the graph.
pub fn markdown(trace: &Trace, workflows: &[Workflow]) -> Result<String, RenderError> {
    Ok(markdown::markdown(&Context::of(trace, workflows.into())?))
}

/// The picture of a trace's workflow with the path in colour, as a PNG; none where the workflow is none of these.
pub fn picture(trace: &Trace, workflows: &[Workflow]) -> Result<Option<Vec<u8>>, RenderError> {
    picture::picture(&Context::of(trace, workflows.into())?)
}
