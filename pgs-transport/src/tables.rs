//! What generated code says about a snapshot: its workflows and its transforms.

use pgs_rt::{Ended, Fault, Map, Run, Sources, Value, Violation, WorkflowId};

/// The fields of a payload, of inputs or of outputs.
type Object = Map<String, Value>;

/// One compiled workflow.
#[derive(Clone, Copy, Debug)]
pub struct Workflow {
    /// What traces call it.
    pub id: WorkflowId,
    /// The name of its own binary.
    pub binary: &'static str,
    /// What it is for, in a sentence or two; may be empty.
    pub summary: &'static str,
    /// The payload that its intent declares (`inputs`), in the order of declaration.
    pub payload: &'static [PayloadField],
    /// The keys whose values no trace, summary or picture may show (`suppress_trace_fields`).
    pub suppressed: &'static [&'static str],
    /// The digest of the protocol that it was built from.
    pub protocol: &'static str,
    /// Runs it with this payload.
    pub run: fn(&Run, Object) -> Result<Ended, Fault>,
    /// Its nodes and edges, and how they are drawn.
    pub graph: Graph,
}

/// A workflow's graph, in three forms that name the same nodes and edges.
#[derive(Clone, Copy, Debug)]
pub struct Graph {
    /// Nodes, edges, and the palette entries that each is drawn in, as JSON.
    pub data: &'static str,
    /// Mermaid text.
    pub mermaid: &'static str,
    /// A PNG with a palette.
    pub picture: &'static [u8],
}

/// One top-level field of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayloadField {
    /// The key.
    pub name: &'static str,
    /// The declared type, as the protocol writes it.
    pub declared_type: &'static str,
    /// Whether a payload without it is refused.
    pub required: bool,
    /// What it means; may be empty.
    pub description: &'static str,
}

/// One transform that the snapshot's conformance cases can call.
#[derive(Clone, Copy, Debug)]
pub struct Transform {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// Runs it with these inputs.
    pub run: fn(Object, &dyn Sources) -> Result<Object, Violation>,
}
