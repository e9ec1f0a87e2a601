//! A declared field and what arrived in it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value};

use crate::{View, Violation};

/// One declared field of a contract or a transform.
///
/// The protocol declares a type, but a binding may reach into an object or a state file, where nothing is declared. The
/// reference interpreter carries whatever it finds. So does this type, without losing what is known: a value of the
/// declared type is a `T`, anything else stays a JSON value that can be stored and traced but never passed for a `T`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// No binding names this field: its key appears neither in the trace nor in the surface.
    #[default]
    Unset,
    /// A binding found nothing, or null.
    Null,
    /// A value of the declared type.
    Is(T),
    /// A value of another type, as it came.
    Other(Value),
}

/// A Rust type that stands for a type of the protocol (`1-snapshot-format.md`, "Schemas").
pub trait Typed: Clone + Serialize + Sized {
    /// The protocol's name of the type.
    const NAME: &'static str;

    /// This value as a `Self`, or the value back. Null is not asked.
    fn from_value(value: Value) -> Result<Self, Value>;

    /// This value as JSON.
    fn into_value(self) -> Value;

    /// This value as JSON, where it stands.
    fn view(&self) -> View<'_>;
}

impl Typed for String {
    const NAME: &'static str = "string";

    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    fn into_value(self) -> Value {
        Value::String(self)
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

/// An integer that fits 64 bits; a larger one stays [`Field::Other`], exact.
impl Typed for i64 {
    const NAME: &'static str = "integer";

    fn from_value(value: Value) -> Result<Self, Value> {
        value.as_i64().ok_or(value)
    }

    fn into_value(self) -> Value {
        Value::from(self)
    }

    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }
}

impl Typed for bool {
    const NAME: &'static str = "boolean";

    fn from_value(value: Value) -> Result<Self, Value> {
        value.as_bool().ok_or(value)
    }

    fn into_value(self) -> Value {
        Value::Bool(self)
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

impl Typed for Number {
    const NAME: &'static str = "number";

    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Number(number) => Ok(number),
            other => Err(other),
        }
    }

    fn into_value(self) -> Value {
        Value::Number(self)
    }

    fn view(&self) -> View<'_> {
        View::Number(self)
    }
}

impl Typed for Map<String, Value> {
    const NAME: &'static str = "object";

    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(object) => Ok(object),
            other => Err(other),
        }
    }

    fn into_value(self) -> Value {
        Value::Object(self)
    }

    fn view(&self) -> View<'_> {
        View::Object(self)
    }
}

impl Typed for Vec<Value> {
    const NAME: &'static str = "array";

    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Array(items) => Ok(items),
            other => Err(other),
        }
    }

    fn into_value(self) -> Value {
        Value::Array(self)
    }

    fn view(&self) -> View<'_> {
        View::Array(self)
    }
}

impl Typed for Value {
    const NAME: &'static str = "any";

    fn from_value(value: Value) -> Result<Self, Value> {
        Ok(value)
    }

    fn into_value(self) -> Value {
        self
    }

    fn view(&self) -> View<'_> {
        self.into()
    }
}

impl<T: Typed> Field<T> {
    /// This JSON value in a field declared as `T`.
    pub fn json(value: Value) -> Self {
        if value.is_null() {
            return Self::Null;
        }
        match T::from_value(value) {
            Ok(typed) => Self::Is(typed),
            Err(other) => Self::Other(other),
        }
    }

    /// What a path found, or null.
    pub fn found(value: Option<&Value>) -> Self {
        value.map_or(Self::Null, |value| Self::json(value.clone()))
    }

    /// Whether no binding names this field.
    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    /// This field as the source of a binding: what was never set reads as null.
    pub fn bound(&self) -> Self {
        match self {
            Self::Unset => Self::Null,
            set => set.clone(),
        }
    }

    /// This field, or the other one where this one is unset.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self.is_unset() { other } else { self }
    }

    /// The same value in a field of another declared type.
    pub fn cast<U: Typed>(&self) -> Field<U> {
        match self {
            Self::Unset => Field::Unset,
            set => Field::json(set.to_value()),
        }
    }

    /// The value as JSON; null where there is none.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Unset | Self::Null => Value::Null,
            Self::Is(typed) => typed.clone().into_value(),
            Self::Other(value) => value.clone(),
        }
    }

    /// The value, which must be there and of the declared type. `name` is the field's name, for the trace.
    pub fn required(self, name: &str) -> Result<T, Violation> {
        self.optional(name)?.ok_or_else(|| Violation::new(format!("`{name}` is missing or null")))
    }

    /// The value, if there is one; it must be of the declared type. `name` is the field's name, for the trace.
    pub fn optional(self, name: &str) -> Result<Option<T>, Violation> {
        match self {
            Self::Unset | Self::Null => Ok(None),
            Self::Is(typed) => Ok(Some(typed)),
            Self::Other(_) => Err(Violation::new(format!("`{name}` is not of type {}", T::NAME))),
        }
    }
}

impl<T: Typed> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::json(value.into_value())
    }
}

impl<T: Typed> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

impl From<&str> for Field<String> {
    fn from(value: &str) -> Self {
        Self::Is(value.to_owned())
    }
}

impl From<i64> for Field<Number> {
    fn from(value: i64) -> Self {
        Self::Is(Number::from(value))
    }
}

impl<T: Typed> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unset | Self::Null => serializer.serialize_unit(),
            Self::Is(typed) => typed.serialize(serializer),
            Self::Other(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Typed> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::json)
    }
}

/// Something that a binding path can go into.
///
/// A path through something that is not an object, or to a missing key, finds nothing; arrays are not indexed
/// (`2-execution.md`, "Bindings").
pub trait Dig {
    /// The value at these keys.
    fn find(&self, keys: &[&str]) -> Option<Value>;

    /// The value at these keys; null if there is none.
    fn value_at(&self, keys: &[&str]) -> Value {
        self.find(keys).unwrap_or_default()
    }

    /// The value at these keys, in a field declared as `T`.
    fn dig<T: Typed>(&self, keys: &[&str]) -> Field<T> {
        self.find(keys).map_or(Field::Null, Field::json)
    }
}

fn find<'a>(object: &'a Map<String, Value>, keys: &[&str]) -> Option<&'a Value> {
    let (first, rest) = keys.split_first()?;
    rest.iter().try_fold(object.get(*first)?, |value, key| value.as_object()?.get(*key))
}

impl Dig for Map<String, Value> {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        find(self, keys).cloned()
    }
}

impl Dig for Value {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        find(self.as_object()?, keys).cloned()
    }
}

/// A scalar or a list holds nothing that a path could find.
macro_rules! leaf {
    ($($leaf:ty),+) => {
        $(impl Dig for $leaf {
            fn find(&self, _keys: &[&str]) -> Option<Value> {
                None
            }
        })+
    };
}

leaf!(String, i64, bool, Number, Vec<Value>);

impl<D: Dig> Dig for Option<D> {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        self.as_ref()?.find(keys)
    }
}

impl<D: Dig> Dig for &D {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        (*self).find(keys)
    }
}

impl<T: Dig> Dig for Field<T> {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        match self {
            Self::Is(typed) => typed.find(keys),
            Self::Other(value) => value.find(keys),
            Self::Unset | Self::Null => None,
        }
    }
}

/// Any field, whatever its type: what a list of fields is made of.
pub trait AnyField {
    /// The value where it stands; none if the field is unset.
    fn view(&self) -> Option<View<'_>>;
}

impl<T: Typed> AnyField for Field<T> {
    fn view(&self) -> Option<View<'_>> {
        match self {
            Self::Unset => None,
            Self::Null => Some(View::Null),
            Self::Is(typed) => Some(typed.view()),
            Self::Other(value) => Some(value.into()),
        }
    }
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

/// A JSON object of these entries.
pub fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(map(entries))
}

/// The fields of a JSON object of these entries.
pub fn map<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A JSON list of these items.
pub fn list<const N: usize>(items: [Value; N]) -> Value {
    Value::Array(items.into())
}

/// A JSON number of these digits: an integer beyond 64 bits, or a fraction, exactly as the protocol writes it.
pub fn number(digits: &str) -> Value {
    serde_json::from_str::<Number>(digits).map_or(Value::Null, Value::Number)
}
