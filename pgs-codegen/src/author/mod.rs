//! What authors begin with: a whole domain, one artifact, the Markdown of a capability, a crate of one's own.
//!
//! ```text
//! template     the texts, as templates beside this file
//! capability   the Markdown of a capability, from its description
//! domain       a domain that can be sealed, built and run
//! artifact     one artifact of a kind, into a domain
//! project      a crate that compiles a protocol
//! rust         the Rust of a new transform or side effect
//! host         the crate around a protocol
//! file         new files, which never replace others, and what is added to some
//! home         the folder whose `protocol/` is written to
//! ```

pub mod artifact;
pub mod capability;
pub mod domain;
mod error;
mod file;
mod home;
mod host;
mod kind;
pub mod project;
pub mod rust;
mod template;

pub use error::AuthorError;
pub use file::{Change, NewFile, Written, write, write_with};
pub use home::{domain_of, home};
pub use kind::{ALL, Kind};
