//! The build-time compiler: a protocol snapshot becomes Rust state machines.

pub mod diagnostic;
pub mod report;
pub mod seal;
pub mod snapshot;
