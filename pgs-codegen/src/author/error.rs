//! Why nothing is written for an author.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why nothing is written for an author.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AuthorError {
    /// A domain can't be called so.
    #[error("`{name}` can't be the name of a domain; use lower-case letters, digits and `_`, a letter first")]
    Domain {
        /// The name.
        name: String,
    },
    /// An artifact can't be called so.
    #[error("`{name}` can't be the name of an artifact; use upper-case letters, digits and `_`: {example}")]
    Name {
        /// The name.
        name: String,
        /// One that can.
        example: String,
    },
    /// No kind has this name.
    #[error("there is no kind of artifact `{word}`; {hint}")]
    Kind {
        /// The word.
        word: String,
        /// The near word, or all words.
        hint: String,
    },
    /// There is no protocol to write to.
    #[error("there is no `protocol/` to write to; say where with --in, or begin with `pgs-codegen new DOMAIN`")]
    NoHome,
    /// There are several.
    #[error("several folders hold a `protocol/`: {homes}; say which with --in")]
    Homes {
        /// Them.
        homes: String,
    },
    /// The domain is not told.
    #[error("{home} has the domains {domains}; write the name as `DOMAIN::{name}`")]
    Domains {
        /// The folder.
        home: String,
        /// The domains.
        domains: String,
        /// The name that was given.
        name: String,
    },
    /// No capability has this name.
    #[error("no capability is called `{name}`; {hint}")]
    Capability {
        /// The name.
        name: String,
        /// The near one, or where all are listed.
        hint: String,
    },
    /// A file is there already.
    #[error("{} is there already; nothing was written", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file can't be read.
    #[error("{} can't be read: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// The crate of a protocol can't be named in its settings without rewriting them.
    #[error("add `{line}` below `[capabilities]` in {}, and ask again; nothing was written", path.display())]
    Settings {
        /// `pgs.toml`.
        path: PathBuf,
        /// The line that names the crate.
        line: String,
    },
    /// A file can't be written.
    #[error("{} can't be written: {error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A template is wrong: a defect.
    #[error("a template is wrong: {0}")]
    Template(tera::Error),
}
