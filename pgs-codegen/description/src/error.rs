//! What can be wrong with a description.

/// Why a `capabilities.toml` can't be used. Each says the file and the line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptionError {
    /// It is not TOML, or not of the form of docs/capabilities.md.
    #[error("{file}:{line}: {message}")]
    Form {
        /// The file, as the caller names it.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the reader of TOML says.
        message: String,
    },
    /// Two entries have one name.
    #[error("{file}:{line}: `{name}` stands here twice")]
    Twice {
        /// The file, as the caller names it.
        file: String,
        /// The line of the second, from 1.
        line: usize,
        /// The FQDN, or the name of the operation, the input or the output.
        name: String,
    },
    /// A value is not what it names.
    #[error("{file}:{line}: `{value}` is no {wanted}")]
    Word {
        /// The file, as the caller names it.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The value.
        value: String,
        /// What it should be, in words.
        wanted: &'static str,
    },
    /// Two entries that exclude each other, or one that is missing.
    #[error("{file}:{line}: {rule}")]
    Rule {
        /// The file, as the caller names it.
        file: String,
        /// The line of the transform or side effect, from 1.
        line: usize,
        /// The rule, in words.
        rule: &'static str,
    },
}
