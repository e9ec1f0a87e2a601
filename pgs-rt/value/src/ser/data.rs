//! Values as the data of any format that serde knows.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::number::Wide;
use crate::map::Map;
use crate::number::{Number, Parts};
use crate::value::Value;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(truth) => serializer.serialize_bool(*truth),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => items.serialize(serializer),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Map<String, Value> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            fields.serialize_entry(key, value)?;
        }
        fields.end()
    }
}

/// As an integer of 64 or 128 bits, or a double. A larger integer is refused by every format but this crate's own values
/// and texts: it is never rounded.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.parts() {
            Parts::Small(integer) => serializer.serialize_i64(integer),
            Parts::Float(float) => serializer.serialize_f64(float),
            Parts::Big(integer) => Wide(integer).pass(serializer),
        }
    }
}
