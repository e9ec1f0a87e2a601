//! Levels: what the settings of a snapshot make of a warning or a note.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity};

/// What becomes of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is counted and not shown.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// The words of the settings.
    pub const WORDS: [(&str, Self); 3] = [("allow", Self::Allow), ("warn", Self::Warn), ("deny", Self::Deny)];

    /// The level of a word.
    pub fn find(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, level)| *level)
    }

    /// How bad a diagnostic of this level is; none if it is not shown.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

/// The levels of one snapshot. What is set for an artifact stands before what is set for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// For all artifacts.
    pub all: BTreeMap<Code, Level>,
    /// For single artifacts, by FQDN.
    pub artifacts: BTreeMap<String, BTreeMap<Code, Level>>,
}

impl Levels {
    /// What is set for this diagnostic.
    pub fn of(&self, diagnostic: &Diagnostic) -> Option<Level> {
        let of_artifact = self.artifacts.get(&diagnostic.artifact).and_then(|levels| levels.get(&diagnostic.code));
        of_artifact.or_else(|| self.all.get(&diagnostic.code)).copied()
    }
}
