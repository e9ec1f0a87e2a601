//! Transforms: `capability_transforms/`, `CT_`.

use std::collections::BTreeSet;

use super::{Place, Schema};
use crate::snapshot::Generation;

/// A transform: `capability_transforms/`, `CT_`.
#[derive(Clone, Debug)]
pub struct Transform {
    /// The FQDN.
    pub fqdn: String,
    /// Declared inputs.
    pub inputs: Vec<(String, Schema)>,
    /// Declared outputs.
    pub outputs: Vec<(String, Schema)>,
    /// The generations of the snapshots that declare it: what it does may differ.
    pub generations: BTreeSet<Generation>,
    /// The summary.
    pub summary: String,
    /// Where it is declared.
    pub place: Place,
}
