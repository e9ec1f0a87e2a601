//! Side effects: `capability_side_effects/`, `CS_`.

use super::Place;

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
