//! Traces as evidence: found, read, checked, shown and run again.
//!
//! ```text
//! files     which trace files are meant by arguments
//! read      a file as traces and events, also where it is damaged
//! runs      what happened: the workflows of a trace with their contracts and steps
//! graph     a workflow's nodes and edges
//! path      the way that a run took through the graph
//! mark      what of a graph a run touched, and the colours for it
//! verify    `pgs verify`: whether a trace is whole and unchanged
//! examine   `pgs examine`: how a run ended, and what is at fault
//! text      values of a trace as texts that can be shown
//! markdown  a trace for a person
//! picture   the workflow's picture with the way in colour
//! render    `pgs render`: both beside the trace
//! replay    `pgs replay`: the workflow run again on what was recorded
//! ```

pub(crate) mod examine;
pub(crate) mod files;
mod graph;
mod mark;
mod markdown;
mod path;
mod picture;
mod read;
pub(crate) mod render;
pub(crate) mod replay;
mod runs;
pub(crate) mod text;
pub(crate) mod verify;
