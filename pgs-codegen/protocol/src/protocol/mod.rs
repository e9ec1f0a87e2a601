//! Second stage: raw artifacts become the protocol, with every reference resolved.
//!
//! Here a workflow knows its contracts, a contract its transforms and side effects, a runtime binding its stores.
//! Types, outcome sets and the shape of the generated code are the business of the compiler.

mod binding;
mod condition;
mod contract;
mod entity;
mod intent;
mod leave_out;
mod molecule;
mod parts;
mod place;
mod purity;
mod read;
mod runtime_binding;
mod scenario;
mod schema;
mod schema_words;
mod schemas;
mod sealed;
mod semantics;
mod side_effect;
mod stores;
mod transform;
mod waived;
pub mod words;
mod workflow;

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

pub use binding::{Binding, NO_ANSWER, Path, Root, is_key, looks_bound};
#[doc(hidden)]
pub use binding::{BindingError, Level, parse as parse_binding};
pub use binding::{fold_list, fold_object};
pub use condition::{Condition, Operand, Operator};
#[doc(hidden)]
pub use condition::{ConditionError, parse as parse_condition};
pub use contract::{Call, Contract, Evaluation, Route, Step};
pub use entity::Entity;
pub use intent::{Admission, FieldRule, Ingress, Intent, WaivedRule};
pub use leave_out::leave_out;
pub use molecule::{Molecule, MoleculeLoop, MoleculeRoot, MoleculeRun, MoleculeStep, MoleculeValue};
pub use parts::Part;
pub use place::{Place, say};
pub use purity::Purity;
pub use read::read;
pub use runtime_binding::{Placing, Policy, RuntimeBinding, StorePath, Structure};
pub use scenario::{Scenario, ScenarioRun};
pub use schema::{Format, Schema, Type, type_of};
pub use sealed::{Classification, LeftOut, Sealed};
pub use semantics::{Absent, Generation, Molecules, Results, Semantics, Unlisted, Unrouted};
pub use side_effect::{DeclaredOperation, Effect, SideEffect};
pub use stores::{PlacedStore, Reach};
pub use transform::{Body, Transform};
pub use workflow::{Action, Node, Workflow};

pub use crate::snapshot::{PgsVersion, Settings, Waiver};

/// Everything that a snapshot declares, resolved.
#[derive(Clone, Debug, Default)]
pub struct Protocol {
    /// Workflows by FQDN.
    pub workflows: BTreeMap<String, Workflow>,
    /// The workflows that others have taken the place of, by FQDN: they are not in force.
    pub superseded: BTreeMap<String, Workflow>,
    /// Intents by FQDN.
    pub intents: BTreeMap<String, Intent>,
    /// The ways in that ingress intents declare.
    pub ingress: Vec<Ingress>,
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
    /// What its declarations mean.
    pub semantics: Semantics,
    /// What a sealed snapshot has besides; none of one that is not sealed.
    pub sealed: Option<Sealed>,
    /// The workflows that the settings leave out, by FQDN.
    pub left_out: Vec<LeftOut>,
    /// The contracts that these alone run, by FQDN.
    pub contracts_left_out: BTreeMap<String, Contract>,
    /// Integer addresses: FQDN to address per domain.
    pub addresses: BTreeMap<String, BTreeMap<String, i64>>,
    /// The hash of every artifact, by FQDN.
    pub hashes: BTreeMap<String, String>,
    /// The scenarios that test workflows, by the name of their file.
    pub scenarios: Vec<Scenario>,
    /// The settings of the snapshots, merged.
    pub settings: Settings,
    /// The levels of diagnostics that the settings set.
    pub waivers: Vec<Waiver>,
}

impl Protocol {
    /// The digest that traces carry: SHA-256 over a line `<FQDN> <content_hash>` for each artifact, by FQDN, and a line
    /// `<FQDN> waives <rule> <field>` for each rule that the settings waive: what is admitted then is another protocol's.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for (fqdn, hash) in &self.hashes {
            digest.update(format!("{fqdn} {hash}\n"));
        }
        for intent in self.intents.values() {
            for WaivedRule { rule, field, .. } in &intent.waived {
                digest.update(format!("{} waives {rule} {field}\n", intent.fqdn));
            }
        }
        format!("sha256:{}", hex::encode(digest.finalize()))
    }

    /// The integer address of an artifact in a domain. Where the index has no addresses under the domain's name, those
    /// of `platform` stand (`snapshots/README.md`).
    pub fn address(&self, domain: &str, fqdn: &str) -> Option<i64> {
        let of_artifact = self.addresses.get(fqdn)?;
        let known = self.addresses.values().any(|domains| domains.contains_key(domain));
        of_artifact.get(if known { domain } else { "platform" }).copied()
    }
}
