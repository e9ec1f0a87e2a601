//! Numbers on their way to typed data.
//!
//! serde has integers of 64 and of 128 bits. A larger one passes as the bytes of a newtype struct, which no JSON or TOML
//! gives by itself: so no text, key or number of a document is ever taken for one. Formats that keep a part of a document
//! for later (`flatten`, `untagged`) keep it as that too.

use std::fmt;

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::DeserializeError;
use crate::number::{Number, Parts};

/// Gives a number to who asks for anything.
pub fn any<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, DeserializeError> {
    match number.parts() {
        Parts::Small(integer) => visitor.visit_i64(integer),
        Parts::Float(float) => visitor.visit_f64(float),
        Parts::Big(integer) => match integer.to_u64() {
            Some(integer) => visitor.visit_u64(integer),
            None => visitor.visit_newtype_struct(Wide(integer)),
        },
    }
}

/// Gives a number to who asks for an integer.
pub fn integer<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, DeserializeError> {
    let Parts::Big(integer) = number.parts() else { return any(number, visitor) };
    if let Some(integer) = integer.to_u64() {
        visitor.visit_u64(integer)
    } else if let Some(integer) = integer.to_i128() {
        visitor.visit_i128(integer)
    } else if let Some(integer) = integer.to_u128() {
        visitor.visit_u128(integer)
    } else {
        Err(Error::invalid_type(Unexpected::Other("an integer beyond 128 bits"), &visitor))
    }
}

/// Gives a number to who asks for a double: an integer as the nearest one.
pub fn float<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, DeserializeError> {
    match (number.parts(), number.as_f64()) {
        (Parts::Big(_), Some(float)) => visitor.visit_f64(float),
        _ => any(number, visitor),
    }
}

/// An integer beyond 64 bits, as a newtype struct of its bytes.
struct Wide<'n>(&'n BigInt);

impl<'de> Deserializer<'de> for Wide<'_> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_byte_buf(self.0.to_signed_bytes_le())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What arrived as a newtype struct.
pub fn of_newtype<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
    deserializer.deserialize_bytes(WideVisitor)
}

struct WideVisitor;

impl Visitor<'_> for WideVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Number, E> {
        Number::try_from(BigInt::from_signed_bytes_le(bytes)).map_err(E::custom)
    }
}
