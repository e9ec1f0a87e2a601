//! Pages for reviewers: one a workflow, and one a domain that says who touches which store.
//!
//! ```text
//! workflow, domain   the plan as facts
//! payload, unenforced  the same, of payloads and of what has no effect
//! markdown           escaping
//! render             facts to text, by the templates beside it
//! ```
//!
//! One fact stands on one line, so that a change of one is a change of one line.

mod domain;
mod markdown;
mod payload;
mod render;
mod unenforced;
mod workflow;

use serde::Serialize;

use crate::plan::{self, Domain};

/// The page of a workflow of this domain.
pub fn workflow(workflow: &plan::Workflow, domain: &Domain) -> String {
    render::workflow(&Workflow::of(workflow, domain))
}

/// The page of a domain.
pub fn domain(domain: &Domain) -> String {
    render::domain(&Index::of(domain))
}

/// What the page of a workflow says.
#[derive(Debug, Serialize)]
struct Workflow<'a> {
    fqdn: &'a str,
    summary: &'a str,
    binary: &'a str,
    /// The name of its files, without the extension.
    file: &'a str,
    statuses: Vec<&'a str>,
    payload: Option<Payload<'a>>,
    nodes: Vec<Node<'a>>,
    exits: Vec<Exit<'a>>,
    stores: Vec<Touch<'a>>,
    scenarios: Vec<Tested<'a>>,
    unenforced: Vec<Unenforced<'a>>,
}

/// A scenario that tests a workflow.
#[derive(Debug, Serialize)]
struct Tested<'a> {
    name: &'a str,
    /// The status and the EXIT node of each of its ends.
    ends: Vec<(Option<&'a str>, Option<&'a str>)>,
}

/// The intent of a workflow.
#[derive(Debug, Serialize)]
struct Payload<'a> {
    intent: &'a str,
    summary: &'a str,
    file: &'a str,
    fields: Vec<PayloadField<'a>>,
}

/// A field of a payload, at any depth.
#[derive(Debug, Serialize)]
struct PayloadField<'a> {
    /// The keys that lead to it, joined by dots; `[]` for the items of a list.
    path: String,
    ty: String,
    required: bool,
    rules: Vec<Rule>,
    description: &'a str,
}

/// A rule of a field: its name in the protocol, and what it says.
#[derive(Debug, Serialize)]
struct Rule {
    name: &'static str,
    value: String,
}

/// A node that admits or runs a contract.
#[derive(Debug, Serialize)]
struct Node<'a> {
    key: &'a str,
    /// The contract; none of an IN node.
    contract: Option<Contract<'a>>,
    /// Inputs by name, as authors write them.
    inputs: &'a [(String, String)],
    /// Outputs by name, with their types.
    outputs: Vec<(&'a str, &'static str)>,
    stores: Vec<Touch<'a>>,
    effects: Vec<Effect<'a>>,
    routes: Vec<Route<'a>>,
}

/// The contract of a node.
#[derive(Debug, Serialize)]
struct Contract<'a> {
    fqdn: &'a str,
    summary: &'a str,
    file: &'a str,
}

/// An operation on a store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Touch<'a> {
    store: &'a str,
    kind: &'static str,
    /// The path below the data root; none if nothing places the store.
    path: Option<&'a str>,
    access: &'static str,
    operation: &'a str,
    node: &'a str,
    step: &'a str,
}

/// What a step does beside its stores.
#[derive(Debug, Serialize)]
struct Effect<'a> {
    step: &'a str,
    does: Does<'a>,
}

/// What that is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Does<'a> {
    /// It starts a workflow.
    Starts { workflow: &'a str },
    /// It calls an operation on something outside.
    Calls {
        operation: &'a str,
        side_effect: &'a str,
        /// Whether the runtime binding has it switched on.
        is_on: bool,
    },
}

/// What follows an outcome.
#[derive(Debug, Serialize)]
struct Route<'a> {
    outcome: &'a str,
    /// The key of the next node; none if the run ends for want of an edge.
    target: Option<&'a str>,
    is_exit: bool,
}

/// An EXIT node.
#[derive(Debug, Serialize)]
struct Exit<'a> {
    key: &'a str,
    reason: Option<&'a str>,
    event: Option<&'a str>,
}

/// Something that has no effect, and the artifact that declares it.
#[derive(Debug, Serialize)]
struct Unenforced<'a> {
    artifact: &'a str,
    #[serde(flatten)]
    words: unenforced::Words<'a>,
}

/// What the page of a domain says.
#[derive(Debug, Serialize)]
struct Index<'a> {
    domain: &'a str,
    workflows: Vec<IndexLine<'a>>,
    stores: Vec<IndexStore<'a>>,
    uses: Vec<Use<'a>>,
}

/// A workflow in the page of its domain.
#[derive(Debug, Serialize)]
struct IndexLine<'a> {
    fqdn: &'a str,
    file: &'a str,
    summary: &'a str,
    /// The workflows that it starts.
    starts: Vec<&'a str>,
}

/// A store in the page of a domain.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct IndexStore<'a> {
    store: &'a str,
    kind: &'static str,
    path: Option<&'a str>,
    binding: &'a str,
}

/// What one workflow does to one store: its operations.
#[derive(Debug, Serialize)]
struct Use<'a> {
    store: &'a str,
    path: Option<&'a str>,
    workflow: &'a str,
    file: &'a str,
    read: Vec<&'a str>,
    append: Vec<&'a str>,
    mutate: Vec<&'a str>,
}
