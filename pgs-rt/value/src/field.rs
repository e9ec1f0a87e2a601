//! A declared field and what arrived in it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::number::Number;
use crate::typed::Typed;
use crate::value::Value;
use crate::view::{AnyField, View};
use crate::violation::Violation;

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
        self.optional(name)?.ok_or_else(|| Violation::Missing { field: name.to_owned() })
    }

    /// The value, if there is one; it must be of the declared type. `name` is the field's name, for the trace.
    pub fn optional(self, name: &str) -> Result<Option<T>, Violation> {
        match self {
            Self::Unset | Self::Null => Ok(None),
            Self::Is(typed) => Ok(Some(typed)),
            Self::Other(_) => Err(Violation::Mistyped { field: name.to_owned(), declared: T::NAME }),
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
