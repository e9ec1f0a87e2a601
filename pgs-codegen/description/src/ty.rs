//! The types of the protocol.

use serde::Deserialize;

/// A declared type (`docs/reference/schemas.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// `string`
    #[serde(rename = "string")]
    Text,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `object`
    Object,
    /// `array`
    Array,
    /// `any`
    Any,
}

impl Type {
    /// Every type.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Integer, Self::Number, Self::Boolean, Self::Object, Self::Array, Self::Any];

    /// The word of the protocol.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Any => "any",
        }
    }

    /// The type of a word; none if there is no such type.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ty| ty.word() == word)
    }

    /// Whether a value of this type may stand where `declared` is declared. Nothing is known of `any`.
    pub fn fits(self, declared: Self) -> bool {
        self == declared
            || self == Self::Any
            || declared == Self::Any
            || (self == Self::Integer && declared == Self::Number)
    }
}
