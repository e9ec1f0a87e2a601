//! The domain `workload`.

pub mod bindings;
pub mod contracts;
pub mod intents;
pub mod workflows;
