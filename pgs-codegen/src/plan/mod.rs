//! The protocol and its analysis become the shape of the generated code.
//!
//! Everything is decided here: which modules and fields exist, how they are called in Rust, where each value comes from,
//! what is called. The emitter holds no decision, the plan no token. What is wrong with a protocol was said before.

mod calls;
mod contract;
mod domain;
mod expression;
mod features;
mod graph;
mod imports;
mod join;
mod module;
mod molecule;
mod node;
mod pipeline;
mod shape;
mod supplied;
mod surface;
mod unenforced;
mod value;
mod waivers;
mod workflow;

pub use crate::analysis::bound::Bound;
pub use crate::analysis::feature_use::Features;
pub use crate::analysis::statuses::CapabilityStatus;
pub use domain::plan;
pub use features::{PASSED_ON, always_on, features_of, passed_on};
pub use graph::{End, Entry, EntryNode, Exit, Next, Node, Tested, Workflow};
pub use imports::{PGC_SIDE_EFFECTS, SIDE_EFFECTS};
pub use join::join;
pub use module::{Folder, Imports, Module};
pub use molecule::{Molecule, MoleculeAtom};
pub use pipeline::{
    AnswerUse, Arm, Call, Contract, Dispatch, Evaluation, Goto, Items, Mapping, Order, Step, Supplied, WorkflowRef,
};
pub use surface::SurfaceField;
pub use unenforced::Unenforced;
pub use value::{Expr, RawShape, ReadPlace};

use std::collections::BTreeSet;

use pgs_description::{StoreKind, Transform};
use pgs_protocol::protocol::{Generation, Schema, Sealed, Semantics, Settings, Type, WaivedRule, Waiver};

use crate::names::camel;
use pgs_value::Value;

/// Everything that is generated.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The domains, by name.
    pub domains: Vec<Domain>,
    /// Every store that a runtime binding places, once, for `pgs state`.
    pub stores: Vec<StorePlace>,
    /// The declared transforms, by FQDN, for `pgs conformance`.
    pub transforms: Vec<(String, Transform)>,
    /// The workflows that settings leave out, by name.
    pub left_out: Vec<LeftOut>,
    /// The digest of the protocol.
    pub digest: String,
    /// The names of fields, in the order of their bytes; none where nothing is suppressed.
    pub names: Vec<String>,
    /// The features of the crates that implement what is called.
    pub features: Features,
    /// Crates of the user's.
    pub settings: Settings,
}

impl Plan {
    /// Whether there are workflows of PGC.
    pub fn has_pgc(&self) -> bool {
        self.domains.iter().any(|it| it.semantics.generation == Generation::Pgc) || !self.left_out.is_empty()
    }
}

/// Features of the generated package: those without which something is not compiled.
pub type FeatureNames = BTreeSet<String>;

/// The workflows of one namespace and what they share.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The namespace.
    pub name: String,
    /// What its declarations mean.
    pub semantics: Semantics,
    /// The sealed snapshot that it is of, if it is of one.
    pub sealed: Option<Sealed>,
    /// The Rust module.
    pub module: String,
    /// Intents that admit payloads.
    pub intents: Vec<Intent>,
    /// Contracts that workflows of this domain run, by FQDN.
    pub contracts: Vec<Contract>,
    /// Transforms that are made of others, which contracts of this domain call.
    pub molecules: Vec<Molecule>,
    /// The workflows that are not in force.
    pub superseded: Vec<Superseded>,
    /// Runtime bindings that name their stores.
    pub bindings: Vec<RuntimeBinding>,
    /// The workflows.
    pub workflows: Vec<Workflow>,
    /// The levels of diagnostics that are set for its snapshot.
    pub waivers: Vec<Waiver>,
}

impl Domain {
    /// The contract of this FQDN.
    pub fn contract(&self, fqdn: &str) -> Option<&Contract> {
        let found = self.contracts.binary_search_by(|contract| contract.fqdn.as_str().cmp(fqdn)).ok()?;
        self.contracts.get(found)
    }

    /// The runtime binding that supplies a node.
    pub fn binding(&self, node: &Node) -> Option<&RuntimeBinding> {
        self.bindings.iter().find(|binding| Some(&binding.module) == node.binding.as_ref())
    }

    /// The store that a step works on at a node.
    pub fn supplied_store(&self, node: &Node, step: &Step) -> Option<&Store> {
        let Call::Store { supplied, .. } = &step.call else { return None };
        let (_, constant) = node.supplied.iter().find(|(field, _)| field == supplied)?;
        self.binding(node)?.stores.iter().find(|store| &store.ident == constant)
    }
}

/// A field of a generated struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in JSON.
    pub key: String,
    /// The Rust identifier.
    pub ident: String,
    /// The static type.
    pub ty: Type,
    /// What the protocol says about it.
    pub doc: String,
}

/// The payload of one intent.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The FQDN.
    pub fqdn: String,
    /// The Rust module.
    pub module: String,
    /// The summary.
    pub summary: String,
    /// The fields, with what is declared of each.
    pub fields: Vec<(Field, Schema)>,
    /// The integer address in the domain.
    pub address: i64,
    /// What its declarations mean.
    pub semantics: Semantics,
    /// Whether a node reads a field that it does not declare.
    pub undeclared: bool,
    /// The fields that nodes read and that it does not declare, where each has a field of its own.
    pub besides: Vec<Field>,
    /// Rules of it that are not enforced.
    pub waived: Vec<WaivedRule>,
    /// What is declared of it, without effect.
    pub unenforced: Vec<Unenforced>,
}

/// A status with which something can end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Status {
    /// The word.
    pub word: String,
    /// The enum variant.
    pub variant: String,
}

impl Status {
    /// The status of a word.
    pub fn new(word: &str) -> Self {
        Self { word: word.to_owned(), variant: camel(word) }
    }
}

/// A runtime binding: the stores that it places.
#[derive(Clone, Debug)]
pub struct RuntimeBinding {
    /// The FQDN.
    pub fqdn: String,
    /// The workflow that these stores are for alone, since it consults those of others.
    pub consulting: Option<String>,
    /// The Rust module.
    pub module: String,
    /// The summary.
    pub summary: String,
    /// What its declarations mean.
    pub semantics: Semantics,
    /// The stores that workflows of the domain use.
    pub stores: Vec<Store>,
    /// The policies of the side effects that take one, if a workflow calls them.
    pub policies: Vec<SidePolicy>,
    /// The side effects that it may switch off, if a workflow calls them.
    pub switches: Vec<Switch>,
}

impl RuntimeBinding {
    /// Whether it supplies anything.
    pub fn supplies(&self) -> bool {
        !self.stores.is_empty() || !self.switches.is_empty() || !self.policies.is_empty()
    }
}

/// A side effect that a runtime binding may switch off.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Switch {
    /// The constant's identifier.
    pub ident: String,
    /// The side effect.
    pub side_effect: String,
    /// Whether it is switched on.
    pub is_on: bool,
}

/// The policy of a side effect that takes one.
#[derive(Clone, Debug, PartialEq)]
pub struct SidePolicy {
    /// The constant's identifier.
    pub ident: String,
    /// The Rust module of the side effect, which has a type `Policy`.
    pub module: String,
    /// The features that it needs.
    pub features: FeatureNames,
    /// The side effect.
    pub side_effect: String,
    /// What it says, by key; of a key that it does not say there is none.
    pub fields: Vec<(String, Value)>,
    /// Whether these are all that the policy has.
    pub is_whole: bool,
}

/// A workflow that is not in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Superseded {
    /// The FQDN.
    pub fqdn: String,
    /// The integer address.
    pub address: i64,
    /// The Rust module.
    pub module: String,
    /// The FQDN of the workflow that has taken its place.
    pub by: String,
}

/// A workflow that the settings leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The FQDN.
    pub fqdn: String,
    /// What it calls and nobody implements, in words; empty where it lacks nothing.
    pub lacks: String,
}

/// Where the constant of a store stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorePlace {
    /// The module of the domain.
    pub domain: String,
    /// The module of the runtime binding.
    pub binding: String,
    /// The constant.
    pub ident: String,
}

/// A store as a runtime binding places it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Store {
    /// The constant's identifier.
    pub ident: String,
    /// The kind.
    pub kind: StoreKind,
    /// The name in messages: the store's, or the side effect's code.
    pub name: String,
    /// The path below the data root.
    pub path: Option<String>,
    /// The FQDN of the runtime binding that it is consulted of; none of one that is owned.
    pub consulted: Option<String>,
}
