//! The name of a field as typed data: a text, or what is made of one.

use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::DeserializeError;
use crate::json::reader::Text;

/// The name of a field.
pub enum Key<'r, 't> {
    /// In a document.
    Read(Text<'r, 't>),
    /// In a value.
    Owned(String),
}

impl<'t> Deserializer<'t> for Key<'_, 't> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self {
            Self::Read(Text::Plain(key)) => visitor.visit_borrowed_str(key),
            Self::Read(Text::Decoded(key)) => visitor.visit_str(key),
            Self::Owned(key) => visitor.visit_string(key),
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
        match self {
            Self::Read(Text::Plain(key)) => visitor.visit_enum(StrDeserializer::new(key)),
            Self::Read(Text::Decoded(key)) => visitor.visit_enum(StrDeserializer::new(key)),
            Self::Owned(key) => visitor.visit_enum(StringDeserializer::new(key)),
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl<'t> IntoDeserializer<'t, DeserializeError> for Key<'_, 't> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
