//! Runtime bindings: `runtime_bindings/`, `RB_`.

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::{Map, Value};

use super::Place;

/// A runtime binding with its storage STRUCTURE: `runtime_bindings/`, `RB_`.
#[derive(Clone, Debug)]
pub struct RuntimeBinding {
    /// The FQDN.
    pub fqdn: String,
    /// The summary.
    pub summary: String,
    /// The side effects that it binds: FQDNs, and as they are written those that are not there.
    pub bound: BTreeSet<String>,
    /// The policy of each side effect that it binds, by FQDN.
    pub policies: BTreeMap<String, Policy>,
    /// The storage STRUCTURE.
    pub structure: Structure,
    /// What places a registry or a log that both the policy and the STRUCTURE could.
    pub placing: Placing,
    /// Store paths below the data root, by store name.
    pub stores: BTreeMap<String, StorePath>,
    /// Where it is declared.
    pub place: Place,
}

/// The storage STRUCTURE of a runtime binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Structure {
    /// It names none.
    None,
    /// It names one that is not there, which is an error of its own.
    Unknown,
    /// The one of this FQDN.
    Known(String),
}

/// What says where registries and logs lie. Mutable objects lie where the STRUCTURE says in every generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// The policy of the side effect, whatever store a step names: compilers before 0.5.
    ByPolicy,
    /// The store that the step names, in the STRUCTURE. A step that names none is placed by the policy, and so is a registry
    /// whose store the STRUCTURE does not have.
    ByStructure,
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
