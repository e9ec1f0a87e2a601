//! Second stage: raw artifacts become the protocol, with every reference resolved.
//!
//! Here a workflow knows its contracts, a contract its transforms and side effects, a runtime binding its stores.
//! Types, outcome sets and the shape of the generated code are the business of the plan.

mod binding;
mod condition;
mod parts;
mod read;
mod schema;
pub mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use pgs_value::{Map, Value};
use sha2::{Digest as _, Sha256};

pub use binding::{Binding, Path, Root};
pub use condition::{Condition, Operand, Operator};
pub use parts::say;
pub use read::read;
pub use schema::{Format, Schema, Type, type_of};

pub use crate::snapshot::Settings;

/// Everything that a snapshot declares, resolved.
#[derive(Clone, Debug, Default)]
pub struct Protocol {
    /// Workflows by FQDN.
    pub workflows: BTreeMap<String, Workflow>,
    /// Intents by FQDN.
    pub intents: BTreeMap<String, Intent>,
    /// Contracts by FQDN.
    pub contracts: BTreeMap<String, Contract>,
    /// Transforms by FQDN.
    pub transforms: BTreeMap<String, Transform>,
    /// Side effects by FQDN.
    pub side_effects: BTreeMap<String, SideEffect>,
    /// Runtime bindings by FQDN.
    pub bindings: BTreeMap<String, RuntimeBinding>,
    /// Entities by FQDN.
    pub entities: BTreeMap<String, Entity>,
    /// Integer addresses: FQDN to address per domain.
    pub addresses: BTreeMap<String, BTreeMap<String, i64>>,
    /// The hash of every artifact, by FQDN.
    pub hashes: BTreeMap<String, String>,
    /// The settings of the snapshots, merged.
    pub settings: Settings,
}

impl Protocol {
    /// The digest that traces carry: SHA-256 over a line `<FQDN> <content_hash>` for each artifact, by FQDN.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for (fqdn, hash) in &self.hashes {
            digest.update(format!("{fqdn} {hash}\n"));
        }
        format!("sha256:{}", hex::encode(digest.finalize()))
    }
}

/// Where something is declared: what diagnostics point to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The artifact's FQDN.
    pub artifact: String,
    /// The artifact's file.
    pub file: PathBuf,
    /// JSON pointer within the file.
    pub pointer: String,
}

impl Place {
    /// The place below this one at these keys.
    pub fn at<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        let pointer = format!("{}{}", self.pointer, crate::diagnostic::pointer(keys));
        Self { pointer, ..self.clone() }
    }
}

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
        /// The declared event.
        emit: Option<String>,
    },
}

/// An intent: `intents/`, `IN_`.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The FQDN.
    pub fqdn: String,
    /// The summary.
    pub summary: String,
    /// The payload schema, by field.
    pub inputs: Vec<(String, Schema)>,
    /// The workflow that it starts, as written.
    pub workflow: Option<String>,
    /// The events that its admission names, which nobody enforces.
    pub admission: Admission,
    /// Where it is declared.
    pub place: Place,
}

/// Events that must or must not have happened before a run (`admission`), as written.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    /// `requires`
    pub requires: Vec<String>,
    /// `forbids`
    pub forbids: Vec<String>,
}

/// A contract: `capability_contracts/`, `CC_`.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The FQDN.
    pub fqdn: String,
    /// The summary.
    pub summary: String,
    /// Declared inputs.
    pub inputs: Vec<(String, Schema)>,
    /// Declared outputs.
    pub outputs: Vec<(String, Schema)>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The statuses that it declares (`result_status_contract.allowed`); empty: none are listed.
    pub allowed: Vec<String>,
    /// Evaluations by name.
    pub evaluations: BTreeMap<String, Evaluation>,
    /// Keys whose values reach no output.
    pub suppressed: Vec<String>,
    /// `error_codes`: a name for a status, which nothing shows.
    pub error_codes: Vec<(String, String)>,
    /// Where it is declared.
    pub place: Place,
}

impl Contract {
    /// The step with this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }
}

/// A step of a pipeline.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What it calls.
    pub call: Call,
    /// The store, if it names one.
    pub store: Option<String>,
    /// Arguments by name.
    pub inputs: Vec<(String, Binding)>,
    /// What it adds to the surface, by key.
    pub outputs: Vec<(String, Binding)>,
    /// What follows each status.
    pub routes: Vec<(String, Route)>,
    /// Where it is declared.
    pub place: Place,
}

/// What a step calls.
#[derive(Clone, Debug)]
pub enum Call {
    /// A transform.
    Transform {
        /// The transform's FQDN.
        fqdn: String,
        /// The step's status when the transform succeeds (`on_ct_result`).
        on_success: String,
        /// The step's status when the transform fails (`on_ct_result`).
        on_failure: String,
    },
    /// An operation of a side effect.
    SideEffect {
        /// The side effect's FQDN.
        fqdn: String,
        /// The operation.
        op: String,
    },
}

/// What follows a step's status (`on_result`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The next step; after the last, the contract ends with the status.
    Continue,
    /// The contract ends with the status.
    Exit,
    /// The step with this name.
    Step(String),
    /// The evaluation with this name decides how the contract ends.
    Evaluation(String),
}

/// An `evaluation`: a condition and the two statuses with which the contract may end.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The condition.
    pub condition: Condition,
    /// The status if it holds.
    pub on_true: String,
    /// The status if it does not.
    pub on_false: String,
    /// Where it is declared.
    pub place: Place,
}

/// A transform: `capability_transforms/`, `CT_`.
#[derive(Clone, Debug)]
pub struct Transform {
    /// The FQDN.
    pub fqdn: String,
    /// Declared inputs.
    pub inputs: Vec<(String, Schema)>,
    /// Declared outputs.
    pub outputs: Vec<(String, Schema)>,
    /// The summary.
    pub summary: String,
    /// Where it is declared.
    pub place: Place,
}

/// A side effect: `capability_side_effects/`, `CS_`.
#[derive(Clone, Debug)]
pub struct SideEffect {
    /// The FQDN.
    pub fqdn: String,
    /// The declared operations.
    pub operations: Vec<String>,
    /// Where it is declared.
    pub place: Place,
}

/// An entity: `entities/`, `ENTITY_`. It has no behaviour of its own; what it says is compared with what others say.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The FQDN.
    pub fqdn: String,
    /// The values that an attribute may have, by attribute, where the entity lists them.
    pub enums: BTreeMap<String, Vec<Value>>,
    /// Where it is declared.
    pub place: Place,
}

/// A runtime binding with its storage STRUCTURE: `runtime_bindings/`, `RB_`.
#[derive(Clone, Debug)]
pub struct RuntimeBinding {
    /// The FQDN.
    pub fqdn: String,
    /// The summary.
    pub summary: String,
    /// The policy of each side effect that it binds, by FQDN.
    pub policies: BTreeMap<String, Policy>,
    /// Store paths below the data root, by store name.
    pub stores: BTreeMap<String, StorePath>,
    /// Where it is declared.
    pub place: Place,
}

/// What a runtime binding says about one side effect.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The fields.
    pub fields: Map<String, Value>,
    /// Where it is declared.
    pub place: Place,
}

/// The path of a store.
#[derive(Clone, Debug)]
pub struct StorePath {
    /// The path below the data root, as written.
    pub path: String,
    /// Where it is written: in a STRUCTURE.
    pub place: Place,
}

impl Protocol {
    /// The integer address of an artifact in a domain. Where the index has no addresses under the domain's name, those
    /// of `platform` stand (`1-snapshot-format.md`, "Addresses").
    pub fn address(&self, domain: &str, fqdn: &str) -> Option<i64> {
        let of_artifact = self.addresses.get(fqdn)?;
        let known = self.addresses.values().any(|domains| domains.contains_key(domain));
        of_artifact.get(if known { domain } else { "platform" }).copied()
    }
}
