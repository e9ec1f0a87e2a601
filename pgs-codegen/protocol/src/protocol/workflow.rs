//! Workflows: `workflows/`, `WF_`.

use super::{Admission, Binding, Place};

/// A workflow: `workflows/`, `WF_`.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// The FQDN.
    pub fqdn: String,
    /// The namespace.
    pub domain: String,
    /// The summary, one line or more.
    pub summary: String,
    /// The key of the node where runs start.
    pub start: String,
    /// Nodes by key, in the artifact's order.
    pub nodes: Vec<Node>,
    /// The FQDN of the runtime binding, if one is named.
    pub binding: Option<String>,
    /// The events that its admission names, which nobody enforces.
    pub admission: Admission,
    /// The FQDN of the actor in whose name it runs (`core.actor_context` of PGC): traces tell it, nothing is authorized by it.
    pub actor: Option<String>,
    /// The FQDNs of the runtime bindings whose stores it may read besides its own (`consults` of PGC).
    pub consults: Vec<String>,
    /// The FQDN of the artifact that has taken its place (`supersedes` of PGC): it is not in force.
    pub superseded_by: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

impl Workflow {
    /// The node with this key.
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.key == key)
    }
}

/// A node of a workflow.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its key.
    pub key: String,
    /// What it does.
    pub action: Action,
    /// Edges: outcome to node key; `default` stands for every outcome without an edge of its own.
    pub next: Vec<(String, String)>,
    /// Where it is declared.
    pub place: Place,
}

/// What a node does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Admits the payload by an intent, if one is known.
    Admit {
        /// The intent's FQDN.
        intent: Option<String>,
        /// Whether the node declares a `payload_schema` of its own, which nothing reads.
        has_schema: bool,
    },
    /// Runs a contract.
    Run {
        /// The contract's FQDN.
        contract: String,
        /// Inputs by name.
        inputs: Vec<(String, Binding)>,
    },
    /// Ends the run.
    Exit {
        /// The declared reason.
        reason: Option<String>,
        /// The declared events, in the order in which they are announced. PGS has one at most.
        emit: Vec<String>,
    },
}
