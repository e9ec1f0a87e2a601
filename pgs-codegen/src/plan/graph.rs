//! A planned workflow: how it starts, its nodes, and where every outcome leads.

use std::collections::BTreeMap;

use pgs_protocol::protocol::{Ingress, Semantics, Waiver};

use super::FeatureNames;
use super::{Bound, Expr, Field, Imports, Intent, Status, Unenforced};

/// A workflow.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// The FQDN.
    pub fqdn: String,
    /// The integer address.
    pub address: i64,
    /// The namespace.
    pub domain: String,
    /// What its declarations mean.
    pub semantics: Semantics,
    /// The FQDN of the actor in whose name it runs, if one is named.
    pub actor: Option<String>,
    /// The Rust module of the domain.
    pub domain_module: String,
    /// The Rust module.
    pub module: String,
    /// The features that it needs, with all that it starts.
    pub features: FeatureNames,
    /// The modules that it imports.
    pub imports: Imports,
    /// The binary's name.
    pub binary: String,
    /// The summary.
    pub summary: String,
    /// How the payload is admitted.
    pub entry: Entry,
    /// The nodes that run contracts.
    pub nodes: Vec<Node>,
    /// The EXIT nodes that can be reached.
    pub exits: Vec<Exit>,
    /// Whether a node reads the payload.
    pub reads_payload: bool,
    /// The statuses with which it can end.
    pub statuses: Vec<Status>,
    /// The paths of the stores that it may use, with all that it starts, and whether it may write them.
    pub stores: BTreeMap<String, bool>,
    /// Keys whose values reach no output of it.
    pub suppressed: Vec<String>,
    /// The ways in that ingress intents declare.
    pub ingress: Vec<Ingress>,
    /// The levels of diagnostics that are set for what it consists of.
    pub waivers: Vec<Waiver>,
    /// The scenarios that test it.
    pub scenarios: Vec<Tested>,
    /// What is declared of it, without effect.
    pub unenforced: Vec<Unenforced>,
}

/// A scenario that tests a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// What it is called.
    pub name: String,
    /// With which statuses, and at which EXIT nodes, its runs of the workflow end: each once, in order.
    pub ends: Vec<(Option<String>, Option<String>)>,
}

/// Where a run begins.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The IN node, if the workflow starts at one.
    pub node: Option<EntryNode>,
    /// The module of the intent, if one is known.
    pub intent: Option<Intent>,
    /// Where the run begins if there is no IN node.
    pub first: Option<Next>,
}

/// The IN node of a workflow.
#[derive(Clone, Debug)]
pub struct EntryNode {
    /// The key.
    pub key: String,
    /// What follows ACK.
    pub ack: Next,
    /// What follows NACK; in PGS never a contract: a rejected payload has no side effect.
    pub nack: Next,
    /// The address of the intent.
    pub address: i64,
}

/// A node that runs a contract.
#[derive(Clone, Debug)]
pub struct Node {
    /// The key.
    pub key: String,
    /// The function's identifier.
    pub ident: String,
    /// The enum variant.
    pub variant: String,
    /// The contract's module.
    pub contract: String,
    /// The contract's FQDN.
    pub contract_fqdn: String,
    /// Which values it binds, where secrets are followed.
    pub bound: Vec<Bound>,
    /// Inputs that the contract has a field for.
    pub inputs: Vec<(Field, Expr)>,
    /// Inputs that it has none for.
    pub undeclared: Vec<(String, Expr)>,
    /// Whether they are all that the contract has fields for.
    pub complete: bool,
    /// All inputs by name, as authors write them, those of the fields of objects one by one.
    pub written: Vec<(String, String)>,
    /// What the binding supplies: field, and constant of the binding's module.
    pub supplied: Vec<(String, String)>,
    /// The module of the runtime binding, if something is supplied.
    pub binding: Option<String>,
    /// The field of the machine that holds its surface. Nodes whose results overwrite each other have one.
    pub state: String,
    /// Whether a later node reads its surface.
    pub kept: bool,
    /// What follows each outcome.
    pub arms: Vec<(Status, Next)>,
}

/// What follows an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The node with this variant.
    Node(String),
    /// The run ends.
    End(End),
}

/// The end of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The status.
    pub status: Status,
    /// The constant of the EXIT node; none where the outcome has no edge.
    pub exit: Option<String>,
    /// The address of the outcome as a condition of edges; -1 where none is known.
    pub condition: i64,
}

/// An EXIT node.
#[derive(Clone, Debug)]
pub struct Exit {
    /// The key.
    pub key: String,
    /// The constant's identifier.
    pub ident: String,
    /// The reason.
    pub reason: Option<String>,
    /// The events, in the order in which they are announced.
    pub emit: Vec<String>,
}
