//! `value["key"]` and `value[2]`.

use std::ops;

use crate::map::Map;
use crate::value::Value;

static NULL: Value = Value::Null;

/// What stands for a place within a value: a key of an object (`&str`, `String`) or a place of a list (`usize`).
pub trait Index {
    /// What stands there.
    fn get_in<'v>(&self, value: &'v Value) -> Option<&'v Value>;

    /// What stands there.
    fn get_mut_in<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value>;

    /// What stands there, or null, which is put there.
    ///
    /// # Panics
    ///
    /// If there is no such place: a key of what is neither an object nor null, or a place behind the end of a list.
    fn get_or_insert_in<'v>(&self, value: &'v mut Value) -> &'v mut Value;
}

impl Index for usize {
    fn get_in<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        value.as_array()?.get(*self)
    }

    fn get_mut_in<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        value.as_array_mut()?.get_mut(*self)
    }

    fn get_or_insert_in<'v>(&self, value: &'v mut Value) -> &'v mut Value {
        match self.get_mut_in(value) {
            Some(found) => found,
            None => panic!("the list has no place {self}"),
        }
    }
}

impl Index for str {
    fn get_in<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        value.as_object()?.get(self)
    }

    fn get_mut_in<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        value.as_object_mut()?.get_mut(self)
    }

    fn get_or_insert_in<'v>(&self, value: &'v mut Value) -> &'v mut Value {
        if value.is_null() {
            *value = Value::Object(Map::new());
        }
        match value {
            Value::Object(object) => object.entry(self).or_insert(Value::Null),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                panic!("what has no keys was given the key {self}")
            }
        }
    }
}

/// Passes on to another place.
macro_rules! same_place {
    ($type:ty $(, $other:ident)?) => {
        impl$(<$other: Index + ?Sized>)? Index for $type {
            fn get_in<'v>(&self, value: &'v Value) -> Option<&'v Value> {
                (**self).get_in(value)
            }

            fn get_mut_in<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
                (**self).get_mut_in(value)
            }

            fn get_or_insert_in<'v>(&self, value: &'v mut Value) -> &'v mut Value {
                (**self).get_or_insert_in(value)
            }
        }
    };
}

same_place!(String);
same_place!(&I, I);

impl Value {
    /// What stands at a key of an object, or at a place of a list.
    pub fn get(&self, index: impl Index) -> Option<&Value> {
        index.get_in(self)
    }

    /// What stands at a key of an object, or at a place of a list.
    pub fn get_mut(&mut self, index: impl Index) -> Option<&mut Value> {
        index.get_mut_in(self)
    }
}

/// What stands there; null if nothing does.
impl<I: Index> ops::Index<I> for Value {
    type Output = Value;

    fn index(&self, index: I) -> &Value {
        index.get_in(self).unwrap_or(&NULL)
    }
}

/// What stands there. A key that is missing is put into an object, and null becomes an object.
///
/// # Panics
///
/// If there is no such place.
impl<I: Index> ops::IndexMut<I> for Value {
    fn index_mut(&mut self, index: I) -> &mut Value {
        index.get_or_insert_in(self)
    }
}
