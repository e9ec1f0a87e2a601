//! Values as the data of any format that serde knows.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::number;
use crate::map::Map;
use crate::number::Number;
use crate::value::Value;

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Value, E> {
        NumberVisitor.visit_i64(integer).map(Value::Number)
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Value, E> {
        NumberVisitor.visit_u64(integer).map(Value::Number)
    }

    fn visit_i128<E: Error>(self, integer: i128) -> Result<Value, E> {
        NumberVisitor.visit_i128(integer).map(Value::Number)
    }

    fn visit_u128<E: Error>(self, integer: u128) -> Result<Value, E> {
        NumberVisitor.visit_u128(integer).map(Value::Number)
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Value, E> {
        NumberVisitor.visit_f64(float).map(Value::Number)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        NumberVisitor.visit_newtype_struct(deserializer).map(Value::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Value, A::Error> {
        MapVisitor.visit_map(fields).map(Value::Object)
    }
}

impl<'de> Deserialize<'de> for Map<String, Value> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor)
    }
}

struct MapVisitor;

impl<'de> Visitor<'de> for MapVisitor {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Map<String, Value>, A::Error> {
        let mut object = Map::new();
        while let Some((key, value)) = fields.next_entry()? {
            object.insert(key, value);
        }
        Ok(object)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON number")
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Number, E> {
        Ok(Number::from(integer))
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Number, E> {
        Ok(Number::from(integer))
    }

    fn visit_i128<E>(self, integer: i128) -> Result<Number, E> {
        Ok(Number::from(integer))
    }

    fn visit_u128<E>(self, integer: u128) -> Result<Number, E> {
        Ok(Number::from(integer))
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Number, E> {
        Number::from_f64(float).ok_or_else(|| E::custom("a double that is not finite is no JSON"))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Number, D::Error> {
        number::of_newtype(deserializer)
    }
}
