//! Schemas as data, and the one check of a value against them (`docs/reference/schemas.md`).
//!
//! Generated code has them as constants; the compiler makes them of what a protocol declares. Both check values with them,
//! so they never differ about one.
//!
//! ```
//! use pgs_value::json;
//! use pgs_value::schema::{Check, Kind, Literal, Schema};
//!
//! const AGE: Schema = Schema { kinds: &[Kind::Integer], minimum: Some(Literal::Integer(18)), ..Schema::ANY };
//!
//! let check = Check { is_suppressed: |_| false };
//! assert!(check.value(&json!(18), &AGE, &"$.payload.age").violations.is_empty());
//! let checked = check.value(&json!(17), &AGE, &"$.payload.age");
//! assert_eq!(checked.violations[0].path, "$.payload.age");
//! assert_eq!(checked.violations[0].message, "must be at least 18");
//! ```

mod check;
mod date_time;
mod format;
mod mailbox;

use std::fmt;

use crate::{Number, Value, json};

pub use check::{Check, Checked, Given, SchemaViolation, missing};

/// What is declared of one value.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a> {
    /// The types that it may have; empty: any.
    pub kinds: &'a [Kind],
    /// Whether null is a value of its own; elsewhere null counts as absent.
    pub nullable: bool,
    /// Whether it must be there; asked of the fields of an object.
    pub required: bool,
    /// `enum`, `allowed_values`; empty: any.
    pub one_of: &'a [Literal<'a>],
    /// `minimum`
    pub minimum: Option<Literal<'a>>,
    /// `minItems`
    pub min_items: Option<usize>,
    /// `items`
    pub items: Option<&'a Schema<'a>>,
    /// `fields`, `properties`
    pub fields: &'a [(&'a str, Schema<'a>)],
    /// `format`
    pub format: Option<Format<'a>>,
}

impl Schema<'_> {
    /// Nothing is declared.
    pub const ANY: Self = Self {
        kinds: &[],
        nullable: false,
        required: false,
        one_of: &[],
        minimum: None,
        min_items: None,
        items: None,
        fields: &[],
        format: None,
    };
}

/// A declared type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `string`
    Text,
    /// `integer`, of any size.
    Integer,
    /// `integer`, where it must fit 64 bits: in a field with a Rust type of its own.
    Integer64,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `object`
    Object,
    /// `array`
    Array,
}

impl Kind {
    /// The word of the protocol.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer | Self::Integer64 => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
        }
    }

    /// Whether the value is of this type.
    pub fn holds(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Integer => value.as_number().is_some_and(Number::is_integer),
            Self::Integer64 => value.is_i64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Object => value.is_object(),
            Self::Array => value.is_array(),
        }
    }
}

/// A literal of the protocol.
#[derive(Clone, Copy, Debug)]
pub enum Literal<'a> {
    /// A text.
    Text(&'a str),
    /// An integer of 64 bits.
    Integer(i64),
    /// Any other number, by its digits.
    Number(&'a str),
    /// A boolean.
    Boolean(bool),
    /// Null, an array or an object, as JSON.
    Json(&'a str),
}

impl Literal<'_> {
    /// The literal as JSON.
    pub fn to_value(self) -> Value {
        match self {
            Self::Text(text) => Value::from(text),
            Self::Integer(integer) => Value::from(integer),
            Self::Number(digits) | Self::Json(digits) => json::parse(digits).unwrap_or_default(),
            Self::Boolean(truth) => Value::Bool(truth),
        }
    }
}

/// A text as its words, all else as JSON.
impl fmt::Display for Literal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(_) | Self::Number(_) | Self::Boolean(_) | Self::Json(_) => {
                f.write_str(&json::compact(&self.to_value()))
            }
        }
    }
}

/// A declared format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format<'a> {
    /// A mail address.
    Email,
    /// RFC 3339.
    DateTime,
    /// Hex digits behind a prefix.
    Hex {
        /// What the text must start with.
        prefix: &'a str,
        /// Whether it may also start without.
        optional: bool,
    },
}
