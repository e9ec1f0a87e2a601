//! Side effects: `capability_side_effects/`, `CS_`.

use super::Place;

/// A side effect: `capability_side_effects/`, `CS_`.
#[derive(Clone, Debug)]
pub struct SideEffect {
    /// The FQDN.
    pub fqdn: String,
    /// The declared operations.
    pub operations: Vec<DeclaredOperation>,
    /// Where it is declared.
    pub place: Place,
}

impl SideEffect {
    /// The declared operation of this name.
    pub fn operation(&self, name: &str) -> Option<&DeclaredOperation> {
        self.operations.iter().find(|it| it.name == name)
    }
}

/// An operation as the artifact of a side effect declares it. PGS declares a name, and nothing more that is executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredOperation {
    /// The name.
    pub name: String,
    /// Whether it writes (`effect`).
    pub effect: Option<Effect>,
    /// The word by which the reference calls its implementation (`handler`).
    pub handler: Option<String>,
    /// The statuses that it can answer (`result_status_values`).
    pub statuses: Vec<String>,
}

/// What an operation does to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It reads.
    Read,
    /// It writes.
    Write,
}
