//! A text as typed data, without a value in between.

use jiter::Peek;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::key::Key;
use super::{DeserializeError, number};
use crate::json::reader::Reader;
use crate::json::text::Text;

/// The value that begins next in a document.
pub struct TextDeserializer<'r, 't>(pub &'r mut Reader<'t>);

/// Numbers for who asks for one, whatever its size.
macro_rules! numbers {
    ($($method:ident as $give:path),+ $(,)?) => {
        $(fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
            let start = self.0.peek()?;
            if start.is_num() { $give(&self.0.number(start)?, visitor) } else { self.any(start, visitor) }
        })+
    };
}

impl<'t> TextDeserializer<'_, 't> {
    fn any<V: Visitor<'t>>(self, start: Peek, visitor: V) -> Result<V::Value, DeserializeError> {
        let reader = self.0;
        match start {
            Peek::Null => {
                reader.null()?;
                visitor.visit_unit()
            }
            Peek::True | Peek::False => visitor.visit_bool(reader.bool(start)?),
            Peek::String => match reader.text()? {
                Text::Plain(text) => visitor.visit_borrowed_str(text),
                Text::Decoded(text) => visitor.visit_str(text),
            },
            Peek::Array => {
                let mut items = Items { reader, state: State::Begins };
                let data = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(data)
            }
            Peek::Object => {
                let mut fields = Fields { reader, state: State::Begins };
                let data = visitor.visit_map(&mut fields)?;
                fields.end()?;
                Ok(data)
            }
            number => self::number::any(&reader.number(number)?, visitor),
        }
    }
}

impl<'t> Deserializer<'t> for TextDeserializer<'_, 't> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let start = self.0.peek()?;
        self.any(start, visitor)
    }

    numbers!(
        deserialize_i8 as number::integer,
        deserialize_i16 as number::integer,
        deserialize_i32 as number::integer,
        deserialize_i64 as number::integer,
        deserialize_i128 as number::integer,
        deserialize_u8 as number::integer,
        deserialize_u16 as number::integer,
        deserialize_u32 as number::integer,
        deserialize_u64 as number::integer,
        deserialize_u128 as number::integer,
        deserialize_f32 as number::float,
        deserialize_f64 as number::float,
    );

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        if self.0.peek()? == Peek::Null {
            self.0.null()?;
            return visitor.visit_none();
        }
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
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        self.0.value()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.0.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// How far a list or an object has been read.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Begins,
    GoesOn,
    Ended,
}

/// The items of a list.
struct Items<'r, 't> {
    reader: &'r mut Reader<'t>,
    state: State,
}

impl Items<'_, '_> {
    /// Whether there is another item.
    fn step(&mut self) -> Result<bool, DeserializeError> {
        let next = match self.state {
            State::Begins => self.reader.open_array()?,
            State::GoesOn => self.reader.next_item()?,
            State::Ended => None,
        };
        self.state = if next.is_some() { State::GoesOn } else { State::Ended };
        Ok(next.is_some())
    }

    /// Who read the items must have read all.
    fn end(mut self) -> Result<(), DeserializeError> {
        if self.step()? { Err(Error::custom("a list has more items than expected")) } else { Ok(()) }
    }
}

impl<'t> SeqAccess<'t> for Items<'_, 't> {
    type Error = DeserializeError;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, DeserializeError> {
        if !self.step()? {
            return Ok(None);
        }
        seed.deserialize(TextDeserializer(self.reader)).map(Some)
    }
}

/// The fields of an object.
struct Fields<'r, 't> {
    reader: &'r mut Reader<'t>,
    state: State,
}

impl<'t> Fields<'_, 't> {
    fn step(&mut self) -> Result<Option<Text<'_, 't>>, DeserializeError> {
        let key = match self.state {
            State::Begins => self.reader.open_object()?,
            State::GoesOn => self.reader.next_key()?,
            State::Ended => None,
        };
        self.state = if key.is_some() { State::GoesOn } else { State::Ended };
        Ok(key)
    }

    /// Who read the fields must have read all.
    fn end(mut self) -> Result<(), DeserializeError> {
        if self.step()?.is_some() { Err(Error::custom("an object has more fields than expected")) } else { Ok(()) }
    }
}

impl<'t> MapAccess<'t> for Fields<'_, 't> {
    type Error = DeserializeError;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, DeserializeError> {
        self.step()?.map(|key| seed.deserialize(Key::Read(key))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, DeserializeError> {
        seed.deserialize(TextDeserializer(self.reader))
    }
}
