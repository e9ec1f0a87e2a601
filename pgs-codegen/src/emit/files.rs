//! What is generated, before it is written.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The generated files: path below the output folder, and content.
pub type Files = BTreeMap<PathBuf, Content>;

/// What is in a generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// A picture.
    Bytes(Vec<u8>),
}

impl Content {
    /// What is in a file with these bytes.
    pub fn of(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes).map_or_else(|error| Self::Bytes(error.into_bytes()), Self::Text)
    }

    /// The text; none of a picture.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }

    /// What is written.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}
