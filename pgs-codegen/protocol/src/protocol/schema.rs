//! Schemas of payload fields, contract inputs and outputs (`1-snapshot-format.md`, "Schemas").

use pgs_value::Value;

/// A declared type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// `string`, and `hex_string` but for its digits
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
    /// `any`, a list of several types, or nothing
    Any,
}

impl Type {
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
        Some(match word {
            "string" | "hex_string" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "object" => Self::Object,
            "array" => Self::Array,
            "any" => Self::Any,
            _ => return None,
        })
    }

    /// The type of a literal; null has any type.
    pub fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Any,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_i64() => Self::Integer,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// Whether a value of this type may stand where `declared` is declared. Nothing is known of `any`.
    pub fn fits(self, declared: Self) -> bool {
        self == declared
            || self == Self::Any
            || declared == Self::Any
            || (self == Self::Integer && declared == Self::Number)
    }
}

/// A declared `format`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// `email`
    Email,
    /// `date-time`: RFC 3339
    DateTime,
    /// `hex` with its `prefix`; also the type `hex_string`, whose prefix `0x` is optional
    Hex {
        /// What the text must start with.
        prefix: String,
        /// Whether it may also start without.
        optional: bool,
    },
}

/// What is declared of one field.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The types that a value may have; empty: any.
    pub types: Vec<Type>,
    /// Whether null is a value of its own (`nullable`, or `null` among the types).
    pub nullable: bool,
    /// `required`
    pub required: bool,
    /// `default`
    pub default: Option<Value>,
    /// `enum` or `allowed_values`
    pub one_of: Option<Vec<Value>>,
    /// `minimum`
    pub minimum: Option<Value>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `items`
    pub items: Option<Box<Schema>>,
    /// `fields` or `properties`, by name
    pub fields: Vec<(String, Schema)>,
    /// `format`
    pub format: Option<Format>,
    /// `description`
    pub description: String,
}

impl Schema {
    /// The one static type.
    pub fn ty(&self) -> Type {
        match self.types.as_slice() {
            [one] => *one,
            _ => Type::Any,
        }
    }

    /// Whether there is a rule beyond presence and type.
    pub fn has_rules(&self) -> bool {
        self.one_of.is_some()
            || self.minimum.is_some()
            || self.min_items.is_some()
            || self.items.is_some()
            || !self.fields.is_empty()
            || self.format.is_some()
            || self.types.len() > 1
    }
}
