//! Transforms: `capability_transforms/`, `CT_`.

use std::collections::BTreeSet;

use super::{Molecule, Place, Purity, Schema};
use crate::snapshot::PgsVersion;

/// A transform: `capability_transforms/`, `CT_`.
#[derive(Clone, Debug)]
pub struct Transform {
    /// The FQDN.
    pub fqdn: String,
    /// Declared inputs.
    pub inputs: Vec<(String, Schema)>,
    /// Declared outputs.
    pub outputs: Vec<(String, Schema)>,
    /// What it consists of.
    pub body: Body,
    /// The versions of PGS whose snapshots declare it: what it does may differ. None in PGC.
    pub versions: BTreeSet<PgsVersion>,
    /// The summary.
    pub summary: String,
    /// Where it is declared.
    pub place: Place,
}

/// What a transform consists of.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// It is one thing, which a capability implements.
    Atom(Purity),
    /// It is made of others.
    Molecule(Molecule),
}
