// Generated from the protocol snapshot. Change the protocol, not this file.

//! Every workflow of the protocol snapshots, one module per domain.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
pub mod crate_files;
pub mod stores;
pub mod transforms;
pub mod workflows;
pub use workflows::run;

/// The digest of the protocol: every trace names it. It changes with any artifact.
pub const PROTOCOL: &str = "sha256:cd7a971d365cd84f6059435af4795bd86bea7ae6f4bc08b1b64b8a2155a656ac";

/// Stops the compilation where this text and the runtime do not fit.
const _: () = pgs_rt::expects("0.1.0");
