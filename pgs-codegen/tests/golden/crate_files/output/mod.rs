// Generated from the protocol snapshot. Change the protocol, not this file.

//! The domain `crate_files`.

pub mod contracts;
pub mod intents;
pub mod workflows;
pub use workflows::*;
