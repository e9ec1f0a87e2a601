//! The domain `blockchain`.

pub mod bindings;
pub mod contracts;
pub mod intents;
pub mod workflows;
