//! Schemas of payload fields, contract inputs and outputs (`docs/reference/schemas.md`).

use pgs_value::Value;

pub use pgs_description::Type;

use super::place::Place;

/// The type of a literal; null has any type.
pub fn type_of(value: &Value) -> Type {
    match value {
        Value::Null => Type::Any,
        Value::Bool(_) => Type::Boolean,
        Value::Number(number) if number.is_i64() => Type::Integer,
        Value::Number(_) => Type::Number,
        Value::String(_) => Type::Text,
        Value::Array(_) => Type::Array,
        Value::Object(_) => Type::Object,
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
    /// Where it is declared.
    pub place: Place,
}

impl Schema {
    /// The one static type.
    pub fn ty(&self) -> Type {
        match self.types.as_slice() {
            [one] => *one,
            _ => Type::Any,
        }
    }

    /// Whether a value must be there: a default stands for a missing one.
    pub fn is_required(&self) -> bool {
        self.required && self.default.is_none()
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
