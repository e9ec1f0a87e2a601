//! Typed data as a value.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{SerializeError, number};
use crate::map::Map;
use crate::number::Number;
use crate::value::Value;

/// What bytes are.
#[derive(Clone, Copy)]
enum Bytes {
    /// A list of numbers.
    List,
    /// The integer that was asked for.
    Integer,
}

/// Gives data as a value.
pub struct ValueSerializer(Bytes);

impl ValueSerializer {
    pub const NEW: Self = Self(Bytes::List);
}

type ValueResult = Result<Value, SerializeError>;

/// What [`Value`] is made from as it is.
macro_rules! from {
    ($($method:ident($type:ty)),+ $(,)?) => {
        $(fn $method(self, data: $type) -> ValueResult {
            Ok(Value::from(data))
        })+
    };
}

impl Serializer for ValueSerializer {
    type Ok = Value;
    type Error = SerializeError;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Variant<Items>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Variant<Fields>;

    from!(
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
        serialize_str(&str),
    );

    fn serialize_f32(self, float: f32) -> ValueResult {
        self.serialize_f64(float.into())
    }

    fn serialize_f64(self, float: f64) -> ValueResult {
        Number::from_f64(float).map(Value::Number).ok_or(SerializeError::NotFinite)
    }

    fn serialize_char(self, character: char) -> ValueResult {
        Ok(Value::from(character.to_string()))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> ValueResult {
        match self.0 {
            Bytes::List => Ok(Value::from(bytes)),
            Bytes::Integer => number::answered(bytes).map(Value::Number),
        }
    }

    fn serialize_none(self) -> ValueResult {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, data: &T) -> ValueResult {
        data.serialize(self)
    }

    fn serialize_unit(self) -> ValueResult {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> ValueResult {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> ValueResult {
        Ok(Value::from(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, data: &T) -> ValueResult {
        if number::is_wide(name) { number::ask(data, Self(Bytes::Integer)) } else { data.serialize(self) }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        data: &T,
    ) -> ValueResult {
        data.serialize(self).map(|content| of_variant(variant, content))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items, SerializeError> {
        // A length is what data says of itself.
        Ok(Items(Vec::with_capacity(length.unwrap_or(0).min(1024))))
    }

    fn serialize_tuple(self, length: usize) -> Result<Items, SerializeError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _name: &'static str, length: usize) -> Result<Items, SerializeError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<Items>, SerializeError> {
        Ok(Variant { variant, content: self.serialize_seq(Some(length))? })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Fields, SerializeError> {
        Ok(Fields { object: Map::with_capacity(length.unwrap_or(0).min(1024)), key: None })
    }

    fn serialize_struct(self, _name: &'static str, length: usize) -> Result<Fields, SerializeError> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<Fields>, SerializeError> {
        Ok(Variant { variant, content: self.serialize_map(Some(length))? })
    }
}

fn value<T: Serialize + ?Sized>(data: &T) -> ValueResult {
    data.serialize(ValueSerializer::NEW)
}

/// A key: a text, or a truth value or an integer as its text.
fn text_of_key(key: Value) -> Result<String, SerializeError> {
    match key {
        Value::String(text) => Ok(text),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Number(number) if number.is_integer() => Ok(number.to_string()),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => Err(SerializeError::Key),
    }
}

/// A variant with data: an object of one field.
fn of_variant(variant: &str, content: Value) -> Value {
    Value::Object([(variant.to_owned(), content)].into())
}

/// The items of a list.
pub struct Items(Vec<Value>);

/// The fields of an object, and a key whose value is to come.
pub struct Fields {
    object: Map<String, Value>,
    key: Option<String>,
}

/// The data of a variant.
pub struct Variant<C> {
    variant: &'static str,
    content: C,
}

impl SerializeSeq for Items {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), SerializeError> {
        self.0.push(value(item)?);
        Ok(())
    }

    fn end(self) -> ValueResult {
        Ok(Value::Array(self.0))
    }
}

impl SerializeTuple for Items {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), SerializeError> {
        SerializeSeq::serialize_element(self, item)
    }

    fn end(self) -> ValueResult {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleStruct for Items {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), SerializeError> {
        SerializeSeq::serialize_element(self, item)
    }

    fn end(self) -> ValueResult {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleVariant for Variant<Items> {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), SerializeError> {
        SerializeSeq::serialize_element(&mut self.content, item)
    }

    fn end(self) -> ValueResult {
        SerializeSeq::end(self.content).map(|content| of_variant(self.variant, content))
    }
}

impl SerializeMap for Fields {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), SerializeError> {
        self.key = Some(text_of_key(value(key)?)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, data: &T) -> Result<(), SerializeError> {
        let key = self.key.take().ok_or(SerializeError::Key)?;
        self.object.insert(key, value(data)?);
        Ok(())
    }

    fn end(self) -> ValueResult {
        Ok(Value::Object(self.object))
    }
}

impl SerializeStruct for Fields {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, data: &T) -> Result<(), SerializeError> {
        self.object.insert(key.to_owned(), value(data)?);
        Ok(())
    }

    fn end(self) -> ValueResult {
        Ok(Value::Object(self.object))
    }
}

impl SerializeStructVariant for Variant<Fields> {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, data: &T) -> Result<(), SerializeError> {
        SerializeStruct::serialize_field(&mut self.content, key, data)
    }

    fn end(self) -> ValueResult {
        SerializeStruct::end(self.content).map(|content| of_variant(self.variant, content))
    }
}
