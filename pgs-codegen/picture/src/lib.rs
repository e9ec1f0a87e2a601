//! Pictures of workflows: a graph of nodes, edges and outcomes, laid out and written in four formats.
//!
//! ```text
//! graph    nodes, edges, outcomes: what a caller gives
//! seal     which graph a picture shows, and whether it is as it was drawn
//! draw     what draws it: the feature `draw`, with all libraries that this takes
//! ```
//!
//! The program `pgs-picture` draws for those who are built without that feature.

#[cfg(feature = "draw")]
mod draw;
mod graph;
mod seal;

#[cfg(feature = "draw")]
pub use self::draw::{Error, Painter, Picture};
pub use self::graph::{
    Decisions, Drawing, EXTENSIONS, Edge, Evaluation, Graph, Mark, Node, NodeKind, Note, Outcome, Rule, StepStatus,
};
pub use self::seal::shows;
