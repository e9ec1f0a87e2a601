// Generated from the protocol snapshot. Change the protocol, not this file.

//! Every workflow of the protocol snapshots, one module per domain.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
pub mod depots;
pub mod library;
pub mod parcels;
pub mod transforms;
pub mod workflows;

/// The digest of the protocol: every trace names it. It changes with any artifact.
pub const PROTOCOL: &str = "sha256:6f5e2e2067c96d2f20b5faa4426602827c8c21fe4c585f2982713a10d68d6879";
