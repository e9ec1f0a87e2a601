//! Why something did not succeed: a code for programs, a sentence for people.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares the codes, each with its word.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every code, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in traces.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

codes! {
    /// Why a step did not succeed, or a run could not go on: `reason_code` and `code` in traces (`docs/traces.md`, "Codes").
    ReasonCode {
        /// What was given breaks a rule of the transform or operation.
        Violation = "violation",
        /// An input is missing or null.
        Missing = "missing",
        /// An input is of another type than the declared one.
        Mistyped = "mistyped",

        /// The key is registered already.
        AlreadyExists = "already_exists",
        /// The store has no entry for the key.
        NoEntry = "no_entry",
        /// No record matches the filter.
        NoMatch = "no_match",

        /// Somebody else holds what is needed; later it may be free.
        Busy = "busy",
        /// State is there already, or in the form of another backend.
        Conflict = "conflict",
        /// What is there can't be understood.
        Damaged = "damaged",
        /// The system does not allow it.
        Denied = "denied",
        /// The entry that was to be added could not be made.
        Entry = "entry",
        /// There is no room.
        Full = "full",
        /// What the run had done is gone.
        Lost = "lost",
        /// The backend can't let one of several go alone.
        NoHold = "no_hold",
        /// The runtime binding gives the store no path.
        NoPath = "no_path",
        /// The build does not hold the backend.
        NotBuilt = "not_built",
        /// Something that must be there is not.
        NotFound = "not_found",
        /// The path of the store leads out of the data root.
        Outside = "outside",
        /// The system fails in another way.
        System = "system",
        /// Lists and objects are nested too deep to be read again.
        TooDeep = "too_deep",
        /// The address of state names no backend, or no place.
        Unaddressed = "unaddressed",
        /// A sync has failed.
        Unsynced = "unsynced",

        /// State can't be kept, in the words of a backend.
        Backend = "backend",
        /// A capability can't go on, in its own words.
        Capability = "capability",
        /// Workflows start each other without end.
        NestedTooDeep = "nested_too_deep",
        /// The recorded answer of a transform that can't fail has no outputs.
        NoRecordedOutputs = "no_recorded_outputs",
        /// A replay has found how it compares.
        ReplayStopped = "replay_stopped",
        /// The arithmetic of a template has no result.
        Template = "template",
        /// The steps of a contract jump back without end.
        TooManySteps = "too_many_steps",
        /// A workflow passes from node to node without end.
        TooManyTransitions = "too_many_transitions",
        /// The trace can't be kept.
        Trace = "trace",
        /// A capability was called with something that no trace can show.
        Unwritable = "unwritable",
    }
}

impl ReasonCode {
    /// The code with this word; none for one of another generation.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a step did not succeed.
///
/// The sentence goes to the trace: it names fields and rules, never values. As JSON a reason is its sentence: one that was
/// read back has no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    code: Option<ReasonCode>,
    field: Option<String>,
    sentence: String,
}

impl Reason {
    /// A reason in one's own words.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { code: None, field: None, sentence: sentence.into() }
    }

    /// A reason that programs know.
    pub fn coded(code: ReasonCode, sentence: impl Into<String>) -> Self {
        Self { code: Some(code), field: None, sentence: sentence.into() }
    }

    /// The same, at this input.
    pub fn at(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// The code, if it has one.
    pub fn code(&self) -> Option<ReasonCode> {
        self.code
    }

    /// The input that did not arrive, or not as it was declared.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The sentence.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// A reason reads as its sentence.
impl Deref for Reason {
    type Target = str;

    fn deref(&self) -> &str {
        &self.sentence
    }
}

impl From<String> for Reason {
    fn from(sentence: String) -> Self {
        Self::new(sentence)
    }
}

impl From<&str> for Reason {
    fn from(sentence: &str) -> Self {
        Self::new(sentence)
    }
}

/// Most answers have no reason: in a box it takes no room in them.
impl From<String> for Box<Reason> {
    fn from(sentence: String) -> Self {
        Self::new(sentence.into())
    }
}

/// Most answers have no reason: in a box it takes no room in them.
impl From<&str> for Box<Reason> {
    fn from(sentence: &str) -> Self {
        Self::new(sentence.into())
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.sentence)
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_word_of_its_own() {
        for code in ReasonCode::ALL {
            assert_eq!(ReasonCode::of_word(code.as_str()), Some(*code));
        }
        assert_eq!(ReasonCode::of_word("of tomorrow"), None);
    }

    #[test]
    fn a_reason_is_its_sentence() {
        let reason = Reason::coded(ReasonCode::Missing, "`key` is missing or null").at("key");
        assert_eq!(crate::to_string(&reason).unwrap(), r#""`key` is missing or null""#);
        let back: Box<Reason> = crate::from_str(r#""`key` is missing or null""#).unwrap();
        assert_eq!(*back, Reason::new("`key` is missing or null"));
    }
}
