// Generated from the protocol snapshot. Change the protocol, not this file.

//! Every workflow of the protocol snapshots, one module per domain.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
pub mod crate_files;
pub mod transforms;
pub mod workflows;
