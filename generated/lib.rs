// Generated from the protocol snapshot. Change the protocol, not this file.

//! Every workflow of the protocol snapshots, one module per domain.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
pub mod depots;
pub mod library;
pub mod parcels;
pub mod stores;
pub mod transforms;
pub mod workflows;

/// The digest of the protocol: every trace names it. It changes with any artifact.
pub const PROTOCOL: &str = "sha256:6dbfa91bc8d195565b288ea9eae9a5b04c258e8aaf1b75db671df5cefeba2aeb";
