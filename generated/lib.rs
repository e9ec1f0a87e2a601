// Generated from the protocol snapshot. Change the protocol, not this file.

//! Every workflow of the protocol snapshots, one module per domain.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
pub mod allotments;
pub mod depots;
pub mod library;
pub mod parcels;
pub mod stores;
pub mod transforms;
pub mod workflows;
pub use workflows::run;

/// The digest of the protocol: every trace names it. It changes with any artifact.
pub const PROTOCOL: &str = "sha256:e7a06d4e440a5c4f966a02c4ccc0f465f03bcddf0bbf5191102f5f14f222c73d";

/// Stops the compilation where this text and the runtime do not fit.
const _: () = pgs_rt::expects("0.1.0");
