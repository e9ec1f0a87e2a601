//! A value against a schema: which of its rules are not met, and which values nobody can tell.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use super::{Format, Literal, Schema, format};
use crate::{Map, Value, json};

/// How values are checked: what is known of the texts among them.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Whether a text stands for a value that is not shown.
    pub is_suppressed: fn(&str) -> bool,
}

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The rules that are not met, in the order of the schema.
    pub violations: Vec<SchemaViolation>,
    /// The paths of values of which it is not known whether they meet their rules.
    pub unknown: Vec<String>,
}

/// A rule of a schema that a value does not meet. Two are equal that speak of the same rule at the same place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SchemaViolation {
    /// Where, as a binding path: `$.payload.items[0].amount`.
    pub path: String,
    /// Which word of the schema: `required`, `type`, `enum`, `minimum`, `format`, …
    pub rule: Cow<'static, str>,
    /// One sentence. It names the rule, never the value.
    pub message: String,
    /// What was given, for the person who gave it: no trace holds it. None where nothing was, or where it is suppressed.
    #[serde(skip)]
    pub given: Option<Given>,
}

/// A value that does not meet a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The value as JSON, cut where it is long; `a list` or `an object` for one of those.
    pub value: String,
    /// What is wrong with it: `is not one of STANDARD, STAKING`.
    pub fault: String,
}

/// How many characters of a value are shown.
const SHOWN: usize = 60;

impl Given {
    /// This value, of which this is wrong.
    pub fn new(value: &Value, fault: String) -> Self {
        let value = match value {
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
            Value::String(text) if text.chars().nth(SHOWN).is_some() => {
                let start: String = text.chars().take(SHOWN).collect();
                format!("{}…", json::compact(&start.into()))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => json::compact(value),
        };
        Self { value, fault }
    }
}

impl SchemaViolation {
    /// A rule that the value at this path does not meet.
    pub fn new(path: impl Display, rule: &'static str, message: String) -> Self {
        Self { path: path.to_string(), rule: rule.into(), message, given: None }
    }

    /// The same, with what was given and what is wrong with it.
    #[must_use]
    pub fn given(self, value: &Value, fault: String) -> Self {
        Self { given: Some(Given::new(value, fault)), ..self }
    }
}

impl PartialEq for SchemaViolation {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.rule, &self.message) == (&other.path, &other.rule, &other.message)
    }
}

impl Eq for SchemaViolation {}

/// One sentence with the path within the payload, and with what was given where that may be shown:
/// `$.wallet_type: "PRIVATE" is not one of STANDARD, STAKING`.
impl Display for SchemaViolation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.path.strip_prefix("$.payload") {
            Some(within) => write!(f, "${within}: ")?,
            None => write!(f, "{}: ", self.path)?,
        }
        match &self.given {
            Some(Given { value, fault }) => write!(f, "{value} {fault}"),
            None => f.write_str(&self.message),
        }
    }
}

/// What is said of a required field that is not there.
pub fn missing(name: &str) -> String {
    format!("the required field `{name}` is missing")
}

impl Check {
    /// Checks the value at `path`, which is not null unless null is a value of its own.
    pub fn value(&self, value: &Value, schema: &Schema<'_>, path: &dyn Display) -> Checked {
        let mut found = Checked::default();
        self.add(value, schema, path, &mut found);
        found
    }

    /// Adds what is not met. A path is written only where a rule is not met.
    fn add(self, value: &Value, schema: &Schema<'_>, path: &dyn Display, found: &mut Checked) {
        if value.is_null() && schema.nullable {
            return;
        }
        if value.as_str().is_some_and(self.is_suppressed) {
            found.unknown.push(path.to_string());
            return;
        }
        let mut say = |rule, message, fault| {
            found.violations.push(SchemaViolation::new(path, rule, message).given(value, fault));
        };
        if !schema.kinds.is_empty() && !schema.kinds.iter().any(|kind| kind.holds(value)) {
            let words: Vec<&str> = schema.kinds.iter().map(|kind| kind.word()).collect();
            let words = words.join(" or ");
            say("type", format!("must be of type {words}"), format!("is not of type {words}"));
            return;
        }
        if !schema.one_of.is_empty() && self.hides_in(value) {
            found.unknown.push(path.to_string());
        } else if !schema.one_of.is_empty() && !schema.one_of.iter().any(|literal| is_same(&literal.to_value(), value))
        {
            let words: Vec<String> = schema.one_of.iter().map(|literal| json::compact(&literal.to_value())).collect();
            let shown: Vec<String> = schema.one_of.iter().map(ToString::to_string).collect();
            say("enum", format!("must be one of {}", words.join(", ")), format!("is not one of {}", shown.join(", ")));
        }
        if let Some(minimum) = schema.minimum.map(Literal::to_value)
            && value.is_number()
            && json::compare(value, &minimum).is_some_and(Ordering::is_lt)
        {
            let minimum = json::compact(&minimum);
            say("minimum", format!("must be at least {minimum}"), format!("is less than {minimum}"));
        }
        if let (Some(format), Some(text)) = (schema.format, value.as_str())
            && !format::holds(text, format)
        {
            let form = expectation(format);
            say("format", format!("must be {form}"), format!("is not {form}"));
        }
        match value {
            Value::Array(items) => self.add_items(items, schema, path, found),
            Value::Object(object) => self.add_fields(object, schema, path, found),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Whether a value that is not shown stands anywhere in this one.
    fn hides_in(self, value: &Value) -> bool {
        match value {
            Value::String(text) => (self.is_suppressed)(text),
            Value::Array(items) => items.iter().any(|item| self.hides_in(item)),
            Value::Object(object) => {
                object.iter().any(|(key, value)| (self.is_suppressed)(key) || self.hides_in(value))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    fn add_items(self, items: &[Value], schema: &Schema<'_>, path: &dyn Display, found: &mut Checked) {
        if let Some(least) = schema.min_items.filter(|least| items.len() < *least) {
            let message = format!("must have at least {least} items");
            found.violations.push(SchemaViolation::new(path, "minItems", message));
        }
        if let Some(schema) = schema.items {
            for (n, item) in items.iter().enumerate() {
                self.add(item, schema, &format_args!("{path}[{n}]"), found);
            }
        }
    }

    fn add_fields(self, object: &Map<String, Value>, schema: &Schema<'_>, path: &dyn Display, found: &mut Checked) {
        for (name, schema) in schema.fields {
            let path = format_args!("{path}.{name}");
            match object.get(*name) {
                Some(value) if !value.is_null() => self.add(value, schema, &path, found),
                Some(_) if schema.nullable => {}
                _ if schema.required => {
                    found.violations.push(SchemaViolation::new(path, "required", missing(name)));
                }
                _ => {}
            }
        }
    }
}

/// Equality as JSON Schema has it: `1` equals `1.0`, and `true` equals `true` alone.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Bool(_), _) | (_, Value::Bool(_)) => false,
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => json::equal(left, right),
    }
}

/// What a format asks for, in words.
fn expectation(format: Format<'_>) -> String {
    match format {
        Format::Email => "a mail address".to_owned(),
        Format::DateTime => "a date and time with a zone, as in RFC 3339".to_owned(),
        Format::Hex { prefix: "", .. } => "hex digits".to_owned(),
        Format::Hex { prefix, optional: false } => format!("hex digits behind `{prefix}`"),
        Format::Hex { prefix, optional: true } => format!("hex digits, with or without `{prefix}`"),
    }
}
