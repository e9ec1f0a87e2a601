//! The types that the protocol declares, as Rust types (`docs/reference/schemas.md`).

use serde::Serialize;

use crate::map::Map;
use crate::number::Number;
use crate::schema::Kind;
use crate::value::Value;
use crate::view::View;

/// A Rust type that stands for a type of the protocol (`docs/reference/schemas.md`).
pub trait Typed: Clone + Serialize + Sized {
    /// The declared type that it stands for; none: any.
    const KIND: Option<Kind>;
    /// The protocol's name of the type.
    const NAME: &'static str = match Self::KIND {
        Some(kind) => kind.word(),
        None => "any",
    };

    /// This value as a `Self` if it is of the declared type, or the value back. Null is not asked.
    fn from_value(value: Value) -> Result<Self, Value>;

    /// This value as JSON.
    fn into_value(self) -> Value;

    /// This value as JSON, where it stands.
    fn view(&self) -> View<'_>;
}

impl Typed for String {
    const KIND: Option<Kind> = Some(Kind::Text);

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

/// An integer that fits 64 bits; a larger one stays [`Field::Other`](crate::Field::Other), exact.
impl Typed for i64 {
    const KIND: Option<Kind> = Some(Kind::Integer64);

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
    const KIND: Option<Kind> = Some(Kind::Boolean);

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
    const KIND: Option<Kind> = Some(Kind::Number);

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
    const KIND: Option<Kind> = Some(Kind::Object);

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
    const KIND: Option<Kind> = Some(Kind::Array);

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
    const KIND: Option<Kind> = None;

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
