//! Pages for reviewers: one a workflow, and one a domain that says who touches which store.
//!
//! ```text
//! workflow, domain   the plan as facts
//! payload, step, touch, unenforced  the same, of payloads, steps, stores and what has no effect
//! order              in which order nodes stand
//! facts              what nodes do, to be compared
//! markdown           escaping
//! render             facts to text, by the templates beside it
//! ```
//!
//! One fact stands on one line, so that a change of one is a change of one line.

mod domain;
mod facts;
mod left_out;
mod markdown;
mod order;
mod payload;
mod render;
mod step;
mod touch;
mod unenforced;
mod workflow;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plan::{self, Domain};
use pgs_protocol::protocol::Waiver;

/// The page of a workflow of this domain.
pub fn workflow(workflow: &plan::Workflow, domain: &Domain) -> String {
    render::workflow(&Workflow::of(workflow, domain))
}

/// What the nodes of a workflow are and do, by key, without where they lead: equal texts mean equal behaviour.
pub fn facts<'a>(workflow: &'a plan::Workflow, domain: &'a Domain) -> BTreeMap<&'a str, String> {
    facts::facts(workflow, domain)
}

/// The page of a domain.
pub fn domain(domain: &Domain) -> String {
    render::domain(&Index::of(domain))
}

/// The page of the workflows that the settings leave out.
pub fn left_out(plan: &plan::Plan) -> String {
    left_out::left_out(plan)
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
    /// The ways in that ingress intents declare.
    ingress: Vec<Ingress<'a>>,
    /// Keys whose values reach no output.
    suppressed: &'a [String],
    payload: Option<Payload<'a>>,
    nodes: Vec<Node<'a>>,
    exits: Vec<Exit<'a>>,
    stores: Vec<Touch<'a>>,
    scenarios: Vec<Tested<'a>>,
    unenforced: Vec<Unenforced<'a>>,
    waivers: Vec<Waived<'a>>,
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
    routes: Vec<Route<'a>>,
}

/// The contract of a node.
#[derive(Debug, Serialize)]
struct Contract<'a> {
    fqdn: &'a str,
    summary: &'a str,
    file: &'a str,
    /// The node above at which its steps stand; none: they stand here.
    told: Option<&'a str>,
    steps: Vec<Step<'a>>,
    /// Keys that it keeps back.
    suppressed: &'a [String],
}

/// A step of a contract.
#[derive(Debug, Serialize)]
struct Step<'a> {
    name: &'a str,
    does: Does<'a>,
    /// Inputs by name, as authors write them.
    inputs: &'a [(String, String)],
    outputs: Vec<Gives<'a>>,
    /// The statuses that end the contract as they are.
    ends: Vec<&'a str>,
    follows: Vec<Follows<'a>>,
}

/// An output of a step.
#[derive(Debug, Serialize)]
struct Gives<'a> {
    key: &'a str,
    ty: &'static str,
    from: &'a str,
}

/// What follows a status of a step.
#[derive(Debug, Serialize)]
struct Follows<'a> {
    /// None: whatever its status is.
    status: Option<&'a str>,
    step: Option<&'a str>,
    end: Option<&'a str>,
    decision: Option<Decision<'a>>,
}

/// An evaluation.
#[derive(Debug, Serialize)]
struct Decision<'a> {
    condition: &'a str,
    on_true: &'a str,
    on_false: &'a str,
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

/// What a step does.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Does<'a> {
    /// It works something out.
    Computes { transform: &'a str, code: &'a str },
    /// It works on a store.
    Touches { verb: &'static str, store: &'a str, operation: &'a str },
    /// It starts workflows.
    Starts { workflows: Vec<&'a str>, side_effect: &'a str },
    /// It calls an operation on something outside.
    Calls {
        operation: &'a str,
        side_effect: &'a str,
        code: &'a str,
        /// Whether the runtime binding has it switched on.
        is_on: bool,
    },
}

/// What follows outcomes.
#[derive(Debug, PartialEq, Serialize)]
struct Route<'a> {
    /// One, or failures that end at one exit.
    outcomes: Vec<&'a str>,
    /// The key of the next node; none if the run ends for want of an edge.
    target: Option<&'a str>,
    is_exit: bool,
}

/// An EXIT node.
#[derive(Debug, Serialize)]
struct Exit<'a> {
    key: &'a str,
    reason: Option<&'a str>,
    events: &'a [String],
}

/// Something that has no effect, and the artifact that declares it.
#[derive(Debug, Serialize)]
struct Unenforced<'a> {
    artifact: &'a str,
    #[serde(flatten)]
    words: unenforced::Words<'a>,
}

/// A way in that an ingress intent declares.
#[derive(Debug, Serialize)]
struct Ingress<'a> {
    fqdn: &'a str,
    /// Method and path.
    route: String,
    content_type: Option<&'a str>,
}

/// A level that is set for a diagnostic.
#[derive(Debug, Serialize)]
struct Waived<'a> {
    code: &'a str,
    artifact: Option<&'a str>,
    level: &'a str,
    reason: &'a str,
}

impl<'a> Waived<'a> {
    fn of(waiver: &'a Waiver) -> Self {
        let Waiver { artifact, code, level, reason, .. } = waiver;
        Self { code, artifact: artifact.as_deref(), level, reason }
    }
}

/// What the page of a domain says.
#[derive(Debug, Serialize)]
struct Index<'a> {
    domain: &'a str,
    workflows: Vec<IndexLine<'a>>,
    stores: Vec<IndexStore<'a>>,
    uses: Vec<Use<'a>>,
    waivers: Vec<Waived<'a>>,
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
