//! Schemas as data, as generated code writes them down, and the one check of a value against them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::format::{self, Format};
use crate::{Map, Number, Value, json};

/// What is declared of one value (`1-snapshot-format.md`, "Schemas").
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The types that it may have; empty: any.
    pub kinds: &'static [Kind],
    /// Whether null is a value of its own; elsewhere null counts as absent.
    pub nullable: bool,
    /// Whether it must be there; asked of the fields of an object.
    pub required: bool,
    /// `enum`, `allowed_values`; empty: any.
    pub one_of: &'static [Literal],
    /// `minimum`
    pub minimum: Option<Literal>,
    /// `minItems`
    pub min_items: Option<usize>,
    /// `items`
    pub items: Option<&'static Schema>,
    /// `fields`, `properties`
    pub fields: &'static [(&'static str, Schema)],
    /// `format`
    pub format: Option<Format>,
}

/// A rule of a schema that a value does not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaViolation {
    /// Where, as a binding path: `$.payload.items[0].amount`.
    pub path: String,
    /// Which word of the schema: `required`, `type`, `enum`, `minimum`, `format`, …
    pub rule: Cow<'static, str>,
    /// One sentence. It names the rule, never the value.
    pub message: String,
}

impl SchemaViolation {
    pub(super) fn new(path: impl Display, rule: &'static str, message: String) -> Self {
        Self { path: path.to_string(), rule: rule.into(), message }
    }
}

/// Every rule of a schema that the value at `path` does not meet, in the order of the schema.
pub fn check(value: &Value, schema: &Schema, path: &dyn Display) -> Vec<SchemaViolation> {
    let mut found = Vec::new();
    schema.check(value, path, &mut found);
    found
}

/// A declared type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `string`
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
}

/// A literal of the protocol.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    /// A text.
    Text(&'static str),
    /// An integer of 64 bits.
    Integer(i64),
    /// Any other number, by its digits.
    Number(&'static str),
    /// A boolean.
    Boolean(bool),
    /// Null, an array or an object, as JSON.
    Json(&'static str),
}

impl Schema {
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

    /// Whether the value is of a declared type.
    pub(super) fn admits(&self, value: &Value) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|kind| kind.holds(value))
    }

    /// Adds what is not met. A path is written only where a rule is not met.
    fn check(&self, value: &Value, path: &dyn Display, found: &mut Vec<SchemaViolation>) {
        if value.is_null() && self.nullable {
            return;
        }
        let mut say = |rule, message| found.push(SchemaViolation::new(path, rule, message));
        if !self.admits(value) {
            let words: Vec<&str> = self.kinds.iter().map(|kind| kind.word()).collect();
            say("type", format!("must be of type {}", words.join(" or ")));
            return;
        }
        if !self.one_of.is_empty() && !self.one_of.iter().any(|literal| literal.equals(value)) {
            let words: Vec<String> = self.one_of.iter().map(|literal| json::compact(&literal.value())).collect();
            say("enum", format!("must be one of {}", words.join(", ")));
        }
        if let Some(minimum) = self.minimum
            && json::compare(value, &minimum.value()).is_some_and(Ordering::is_lt)
        {
            say("minimum", format!("must be at least {}", json::compact(&minimum.value())));
        }
        if let (Some(format), Some(text)) = (self.format, value.as_str())
            && !format::holds(format, text)
        {
            say("format", format::expectation(format));
        }
        match value {
            Value::Array(items) => self.check_items(items, path, found),
            Value::Object(object) => self.check_fields(object, path, found),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn check_items(&self, items: &[Value], path: &dyn Display, found: &mut Vec<SchemaViolation>) {
        if let Some(least) = self.min_items.filter(|least| items.len() < *least) {
            found.push(SchemaViolation::new(path, "minItems", format!("must have at least {least} items")));
        }
        if let Some(schema) = self.items {
            for (n, item) in items.iter().enumerate() {
                schema.check(item, &format_args!("{path}[{n}]"), found);
            }
        }
    }

    fn check_fields(&self, object: &Map<String, Value>, path: &dyn Display, found: &mut Vec<SchemaViolation>) {
        for (name, schema) in self.fields {
            let path = format_args!("{path}.{name}");
            match object.get(*name) {
                Some(value) if !value.is_null() => schema.check(value, &path, found),
                Some(_) if schema.nullable => {}
                _ if schema.required => {
                    found.push(SchemaViolation::new(path, "required", missing(name)));
                }
                _ => {}
            }
        }
    }
}

/// What is said of a required field that is not there.
pub(super) fn missing(name: &str) -> String {
    format!("the required field `{name}` is missing")
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
        }
    }

    fn holds(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Integer => value.as_number().is_some_and(Number::is_integer),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Object => value.is_object(),
            Self::Array => value.is_array(),
        }
    }
}

impl Literal {
    /// The literal as JSON.
    fn value(self) -> Value {
        match self {
            Self::Text(text) => Value::from(text),
            Self::Integer(integer) => Value::from(integer),
            Self::Number(digits) | Self::Json(digits) => json::parse(digits).unwrap_or_default(),
            Self::Boolean(truth) => Value::Bool(truth),
        }
    }

    fn equals(self, value: &Value) -> bool {
        json::equal(&self.value(), value)
    }
}
