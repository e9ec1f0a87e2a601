//! Transforms: `capability_transforms/`, `CT_`.

use super::{Place, Schema};

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
