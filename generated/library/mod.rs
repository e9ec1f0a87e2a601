// Generated from the protocol snapshot. Change the protocol, not this file.

//! The domain `library`.

pub mod bindings;
pub mod contracts;
pub mod intents;
pub mod workflows;
pub use workflows::*;
