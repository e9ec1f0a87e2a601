//! What a run does with a payload that breaks a rule, as its trace says.

/// What an IN node does with a violation of a payload schema beyond presence and type (`docs/reference/intent.md`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Admission {
    /// A violation is NACK; declared defaults are filled in.
    #[default]
    Enforce,
    /// A violation is recorded and the payload passes unchanged, as in the reference interpreter.
    Observe,
}

impl Admission {
    /// The word on the command line and in traces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Observe => "observe",
        }
    }

    /// The mode of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Enforce, Self::Observe].into_iter().find(|mode| mode.as_str() == word)
    }
}
