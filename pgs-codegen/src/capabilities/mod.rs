//! The names of what `pgs-rt` and `pgs-capabilities` implement: the only knowledge that the compiler has of them.
//!
//! Source of every row: `4-capabilities.md`. Generated code calls these items directly, so a row that is wrong does not
//! compile.

mod side_effects;
mod transforms;

use pgs_protocol::protocol::Type;

pub use side_effects::{Access, Behaviour, Operation, StoreKind, find as side_effect};
pub use transforms::find as transform;

/// How a transform is called.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The Rust module with `Inputs`, `Outputs` and `run`.
    pub module: String,
    /// The fields of `Inputs`.
    pub inputs: Vec<Argument>,
    /// The fields of `Outputs`.
    pub outputs: Vec<Output>,
    /// Whether `run` takes the sources of time and randomness.
    pub draws: bool,
    /// Whether `run` can fail.
    pub fallible: bool,
    /// Whether `Inputs` has `others` for arguments that the transform does not declare.
    pub others: bool,
}

/// One argument of a capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// The type of its field.
    pub ty: Type,
    /// Whether the call fails without it.
    pub required: bool,
}

/// One output of a capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether its field is an `Option`.
    pub optional: bool,
}
