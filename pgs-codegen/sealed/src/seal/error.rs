//! Why something can't be sealed.

use std::path::PathBuf;

use pgs_protocol::snapshot::machine::NoBlock;
use thiserror::Error;

/// Why an artifact can't be sealed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct SealError {
    /// The file of the source.
    pub file: PathBuf,
    /// A JSON pointer into the machine block.
    pub pointer: String,
    /// What is wrong.
    pub problem: SealProblem,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealProblem {
    /// There is no machine block.
    #[error(transparent)]
    NoBlock(#[from] NoBlock),
    /// The machine block is not read.
    #[error("the machine block can't be read: {0}")]
    Yaml(String),
    /// A key stands twice in one mapping.
    #[error("`{0}` stands twice in one mapping")]
    KeyTwice(String),
    /// The machine block is a text, a list or a number.
    #[error("the machine block is no mapping")]
    NoMapping,
    /// A text is missing that every artifact has.
    #[error("the artifact has no text `{0}`")]
    NoText(&'static str),
    /// The name has another form.
    #[error("`{0}` is not of the form `namespace::CODE_Vn`")]
    Name(String),
    /// The file is called otherwise than the artifact.
    #[error("the file of `{fqdn}` is to be called `{file}`")]
    FileName {
        /// The artifact.
        fqdn: String,
        /// The name of its file.
        file: String,
    },
    /// A kind that is not known.
    #[error("`{0}` is no kind of artifact")]
    Kind(String),
    /// A name that two artifacts have.
    #[error("`{fqdn}` is also the name of {}", other.display())]
    NameTwice {
        /// The name.
        fqdn: String,
        /// The file of the other one.
        other: PathBuf,
    },
    /// A transform of a molecule that is none of the domain, and none that it can carry.
    #[error("`{0}` is no transform of the domain, nor of `platform`")]
    UnknownTransform(String),
    /// A loop that repeats an atom, or a step `molecule` that runs one.
    #[error("`{0}` is an atom, and only a molecule stands here")]
    NoMolecule(String),
    /// A step `atom` that runs a molecule.
    #[error("`{0}` is a molecule, and only an atom stands here")]
    NoAtom(String),
    /// Molecules that stand within each other without end.
    #[error("molecules stand more than {0} deep within each other")]
    Depth(usize),
    /// A part of the machine block that has another form.
    #[error("`{key}` is no {wanted}")]
    Form {
        /// The key.
        key: &'static str,
        /// What it has to be.
        wanted: &'static str,
    },
}

impl SealProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoBlock(problem) => problem.remedy(),
            Self::Yaml(_) => "correct the YAML",
            Self::KeyTwice(_) => "remove one of the two, or rename it",
            Self::NoMapping => "write `key: value` lines in the machine block",
            Self::NoText(_) => "add it",
            Self::Name(_) => "write the namespace, `::`, and a code that ends with its version: `town::WF_SELL_V0`",
            Self::FileName { .. } => "rename the file, or correct `fqdn`",
            Self::Kind(_) => "write one of those that docs/sealed.md lists",
            Self::NameTwice { .. } => "remove one of the two files, or give one of them another code",
            Self::UnknownTransform(_) => "correct the name, or write the transform",
            Self::NoMolecule(_) => "name a molecule, or write a step of the kind `atom`",
            Self::NoAtom(_) => "name an atom, or write a step of the kind `molecule`",
            Self::Depth(_) => "take out the molecule that runs itself",
            Self::Form { .. } => "correct it",
        }
    }
}
