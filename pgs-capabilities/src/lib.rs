//! Transforms and side effects that are not storage, called directly by generated code.

pub mod side_effects;
pub mod transforms;
