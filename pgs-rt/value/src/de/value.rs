//! A value as typed data.

use serde::de::value::{MapAccessDeserializer, SeqDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::key::Key;
use super::{DeserializeError, number};
use crate::map;
use crate::value::Value;

impl IntoDeserializer<'_, DeserializeError> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Integers for who asks for one, whatever its size.
macro_rules! integers {
    ($($method:ident),+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
            match self {
                Self::Number(number) => number::integer(&number, visitor),
                other => other.deserialize_any(visitor),
            }
        })+
    };
}

impl<'de> Deserializer<'de> for Value {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(truth) => visitor.visit_bool(truth),
            Self::Number(number) => number::any(&number, visitor),
            Self::String(text) => visitor.visit_string(text),
            Self::Array(items) => {
                let mut items = SeqDeserializer::new(items.into_iter());
                let data = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(data)
            }
            Self::Object(object) => {
                let mut fields = Fields { rest: object.into_iter(), value: None };
                let data = visitor.visit_map(&mut fields)?;
                fields.end()?;
                Ok(data)
            }
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
        deserialize_u128
    );

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self {
            Self::Number(number) => number::float(&number, visitor),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_newtype_struct(self)
    }

    /// A variant is a text, or an object of one field, which it names.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        match self {
            Self::String(variant) => visitor.visit_enum(variant.into_deserializer()),
            Self::Object(object) if object.len() == 1 => {
                let fields = Fields { rest: object.into_iter(), value: None };
                MapAccessDeserializer::new(fields).deserialize_enum(name, variants, visitor)
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Array(_) | Self::Object(_) => {
                Err(Error::invalid_type(Unexpected::Other("neither a text nor an object of one field"), &visitor))
            }
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// The fields of an object, and the value whose key was read last.
struct Fields {
    rest: map::IntoIter<Value>,
    value: Option<Value>,
}

impl Fields {
    /// Who read the fields must have read all.
    fn end(self) -> Result<(), DeserializeError> {
        if self.rest.len() > 0 { Err(Error::custom("an object has more fields than expected")) } else { Ok(()) }
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = DeserializeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DeserializeError> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Key::Owned(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DeserializeError> {
        let value = self.value.take().ok_or_else(|| DeserializeError::custom("a value is asked for before its key"))?;
        seed.deserialize(value)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}
