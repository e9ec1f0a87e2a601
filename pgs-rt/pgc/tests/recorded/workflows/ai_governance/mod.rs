//! The domain `ai_governance`.

pub mod bindings;
pub mod contracts;
pub mod intents;
pub mod workflows;
