//! The keys of an object as typed data.
//!
//! A key is a text. Where an integer or a truth value is asked for, it is read from the text, as it was written to it.

use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{DeserializeError, number};
use crate::json::text::Text;
use crate::number::Number;

/// A key.
pub enum Key<'r, 't> {
    /// It was read of a document.
    Read(Text<'r, 't>),
    /// It was a value's.
    Owned(String),
}

impl Key<'_, '_> {
    fn text(&self) -> &str {
        match self {
            Self::Read(text) => text.as_str(),
            Self::Owned(text) => text,
        }
    }
}

/// Integers for who asks for one, whatever its size.
macro_rules! integers {
    ($($method:ident),+ $(,)?) => {
        $(fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
            match self.text().parse::<Number>() {
                Ok(integer) => number::integer(&integer, visitor),
                Err(_) => self.deserialize_any(visitor),
            }
        })+
    };
}

impl<'t> Deserializer<'t> for Key<'_, 't> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self {
            Self::Read(Text::Plain(text)) => visitor.visit_borrowed_str(text),
            Self::Read(Text::Decoded(text)) => visitor.visit_str(text),
            Self::Owned(text) => visitor.visit_string(text),
        }
    }

    integers!(
        deserialize_i8,
        deserialize_i16,
        deserialize_i32,
        deserialize_i64,
        deserialize_i128,
        deserialize_u8,
        deserialize_u16,
        deserialize_u32,
        deserialize_u64,
        deserialize_u128,
    );

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.text().parse() {
            Ok(truth) => visitor.visit_bool(truth),
            Err(_) => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_enum(self.text().into_deserializer())
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
