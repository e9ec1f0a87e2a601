//! The compiler as a build script calls it.
//!
//! ```text
//! config     what is compiled, and where to: Config
//! script     what Cargo tells a build script; workspace, what it tells when it is asked; messages, what it is told
//! generate   snapshots to files; pictures, those of workflows; watch, what calls for doing so again
//! inner      the build of a generated package; cargo, which it calls; progress, how far that is
//! rustc      what does not compile there; misfit, which artifact that is
//! binaries   which of them are built; link, where they are put
//! ```

mod binaries;
mod cargo;
mod config;
mod error;
mod generate;
mod inner;
mod link;
mod messages;
mod misfit;
mod package;
pub(crate) mod pictures;
mod progress;
mod rustc;
mod script;
mod watch;
mod workspace;

pub use self::config::Config;
pub use self::error::BuildError;
pub use self::misfit::Misfit;
pub(crate) use self::progress::output_columns;
pub use self::script::is_running;
