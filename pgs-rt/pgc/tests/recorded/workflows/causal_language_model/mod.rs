//! The domain `causal_language_model`.

pub mod bindings;
pub mod contracts;
pub mod intents;
pub mod molecules;
pub mod workflows;
