//! Values where they stand: what a trace is written from, without a copy.

use std::fmt;

use crate::map::Map;
use crate::number::Number;
use crate::value::Value;

/// A JSON value that something else owns.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Null, or nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer of 64 bits.
    Integer(i64),
    /// A number as it was written.
    Number(&'a Number),
    /// A text.
    Text(&'a str),
    /// A list.
    Array(&'a [Value]),
    /// An object.
    Object(&'a Map<String, Value>),
    /// An object of fields.
    Fields(FieldList<'a>),
}

impl<'a> From<&'a Value> for View<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::Array(items),
            Value::Object(object) => Self::Object(object),
        }
    }
}

impl<'a> From<&'a Map<String, Value>> for View<'a> {
    fn from(object: &'a Map<String, Value>) -> Self {
        Self::Object(object)
    }
}

impl<'a, const N: usize> From<&'a Fields<'_, N>> for View<'a> {
    fn from(fields: &'a Fields<'_, N>) -> Self {
        Self::Fields(fields.list())
    }
}

impl<'a> View<'a> {
    /// An object of these fields, as far as they are set.
    pub fn fields(declared: &'a [(&'a str, &'a dyn AnyField)]) -> Self {
        Self::Fields(FieldList { declared, undeclared: None })
    }

    /// The value as one of its own.
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Bool(truth),
            Self::Integer(integer) => Value::from(integer),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::from(text),
            Self::Array(items) => Value::Array(items.to_vec()),
            Self::Object(object) => Value::Object(object.clone()),
            Self::Fields(fields) => Value::Object(fields.to_map()),
        }
    }

    /// The keys of an object.
    pub fn keys(self) -> impl Iterator<Item = &'a str> {
        let (object, fields) = match self {
            Self::Object(object) => (Some(object), None),
            Self::Fields(fields) => (None, Some(fields)),
            _ => (None, None),
        };
        let keys = object.into_iter().flat_map(Map::keys).map(String::as_str);
        keys.chain(fields.into_iter().flat_map(FieldList::entries).map(|(key, _)| key))
    }

    /// Whether this text stands anywhere in it as a value.
    pub fn holds(self, text: &str) -> bool {
        match self {
            Self::Text(own) => own == text,
            Self::Array(items) => items.iter().any(|item| View::from(item).holds(text)),
            Self::Object(object) => object.values().any(|value| View::from(value).holds(text)),
            Self::Fields(fields) => fields.entries().any(|(_, value)| value.holds(text)),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) => false,
        }
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_value().fmt(f)
    }
}

/// Any field, whatever its type: what a list of fields is made of.
pub trait AnyField {
    /// The value where it stands; none if the field is unset.
    fn view(&self) -> Option<View<'_>>;
}

/// A word of the protocol.
impl AnyField for &str {
    fn view(&self) -> Option<View<'_>> {
        Some(View::Text(self))
    }
}

/// A word of the protocol, or null.
impl AnyField for Option<&str> {
    fn view(&self) -> Option<View<'_>> {
        Some(self.map_or(View::Null, View::Text))
    }
}

/// The fields of a contract, of which `N` are declared, as one JSON object: those that are set, then the undeclared ones.
pub struct Fields<'a, const N: usize> {
    declared: [(&'a str, &'a dyn AnyField); N],
    undeclared: Option<&'a Map<String, Value>>,
}

/// These fields as one JSON object.
pub fn fields<'a, const N: usize>(declared: [(&'a str, &'a dyn AnyField); N]) -> Fields<'a, N> {
    Fields { declared, undeclared: None }
}

/// These fields, and others that are not declared, as one JSON object.
pub fn fields_with<'a, const N: usize>(
    undeclared: &'a Map<String, Value>,
    declared: [(&'a str, &'a dyn AnyField); N],
) -> Fields<'a, N> {
    Fields { declared, undeclared: Some(undeclared) }
}

/// The first of two fields of one name, unless it is not set: what a step maps goes before the input of its name.
pub fn mapped_or<'a>(mapped: &'a dyn AnyField, input: &'a dyn AnyField) -> &'a dyn AnyField {
    if mapped.view().is_some() { mapped } else { input }
}

impl<const N: usize> Fields<'_, N> {
    /// The object as a value of its own.
    pub fn to_map(&self) -> Map<String, Value> {
        self.list().to_map()
    }

    fn list(&self) -> FieldList<'_> {
        FieldList { declared: &self.declared, undeclared: self.undeclared }
    }
}

/// Any number of fields as one JSON object.
#[derive(Clone, Copy)]
pub struct FieldList<'a> {
    declared: &'a [(&'a str, &'a dyn AnyField)],
    undeclared: Option<&'a Map<String, Value>>,
}

impl<'a> FieldList<'a> {
    /// Each key with its value. An undeclared value stands in place of a declared one of its name.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, View<'a>)> + Clone {
        let Self { declared, undeclared } = self;
        let undeclared = undeclared.filter(|undeclared| !undeclared.is_empty());
        let set = declared.iter().filter_map(|(key, field)| Some((*key, field.view()?)));
        let first = set.clone().map(move |(key, value)| {
            (key, undeclared.and_then(|undeclared| undeclared.get(key)).map_or(value, View::from))
        });
        let rest = undeclared.into_iter().flatten().map(|(key, value)| (key.as_str(), View::from(value)));
        first.chain(rest.filter(move |(key, _)| !set.clone().any(|(declared, _)| declared == *key)))
    }

    fn to_map(self) -> Map<String, Value> {
        self.entries().map(|(key, value)| (key.to_owned(), value.to_value())).collect()
    }
}
