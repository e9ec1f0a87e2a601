//! `capabilities.toml` of `pgs-rt`: the operations of the stores.
//!
//! A crate of its own, so that the compiler can read the description without compiling what it describes.

/// The text of `capabilities.toml`.
pub const TEXT: &str = include_str!("../capabilities.toml");

/// What messages call the file.
pub const FILE: &str = "pgs-rt/description/capabilities.toml";

/// The text of `pgc.toml`: the same for protocols of PGC.
pub const PGC_TEXT: &str = include_str!("../pgc.toml");

/// What messages call that file.
pub const PGC_FILE: &str = "pgs-rt/description/pgc.toml";
