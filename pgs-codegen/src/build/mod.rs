//! The compiler as a build script calls it.
//!
//! ```text
//! config     what is compiled, and where to: Config
//! script     what Cargo tells a build script; messages, what it is told
//! generate   snapshots to files; pictures, those of workflows
//! inner      cargo, called again for a generated package; progress, how far it is
//! binaries   which of them are built; link, where they are put
//! ```

mod binaries;
mod config;
mod error;
mod generate;
mod inner;
mod link;
mod messages;
pub(crate) mod pictures;
mod progress;
mod script;

pub use self::config::Config;
pub use self::error::BuildError;
