//! The paths of bindings (`docs/reference/bindings.md`).

use crate::field::Field;
use crate::hidden::hidden;
use crate::map::Map;
use crate::number::Number;
use crate::typed::Typed;
use crate::value::Value;

/// Something that a binding path can go into.
///
/// A path through something that is not an object, or to a missing key, finds nothing; arrays are not indexed
/// (`docs/reference/bindings.md`). Of what stands within a value that nobody knows nobody knows anything either.
pub trait Dig {
    /// The value at these keys.
    fn find(&self, keys: &[&str]) -> Option<Value>;

    /// The value at these keys; null if there is none.
    fn value_at(&self, keys: &[&str]) -> Value {
        self.find(keys).unwrap_or_default()
    }

    /// The value at these keys, in a field declared as `T`.
    fn dig<T: Typed>(&self, keys: &[&str]) -> Field<T> {
        self.find(keys).map_or(Field::Null, Field::json)
    }
}

fn find<'a>(object: &'a Map<String, Value>, keys: &[&str]) -> Option<&'a Value> {
    let (first, rest) = keys.split_first()?;
    let within = |value: &'a Value, key: &&str| match value {
        Value::Object(object) => object.get(*key),
        Value::String(text) => (text == hidden()).then_some(value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    };
    rest.iter().try_fold(object.get(*first)?, within)
}

impl Dig for Map<String, Value> {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        find(self, keys).cloned()
    }
}

impl Dig for Value {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        match self {
            Self::Object(object) => object.find(keys),
            Self::String(text) => text.find(keys),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Array(_) => None,
        }
    }
}

impl Dig for String {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        (!keys.is_empty() && self == hidden()).then(|| Value::from(hidden()))
    }
}

/// Another scalar or a list holds nothing that a path could find.
macro_rules! leaf {
    ($($leaf:ty),+) => {
        $(impl Dig for $leaf {
            fn find(&self, _keys: &[&str]) -> Option<Value> {
                None
            }
        })+
    };
}

leaf!(i64, bool, Number, Vec<Value>);

impl<D: Dig> Dig for Option<D> {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        self.as_ref()?.find(keys)
    }
}

impl<D: Dig> Dig for &D {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        (*self).find(keys)
    }
}

impl<T: Dig> Dig for Field<T> {
    fn find(&self, keys: &[&str]) -> Option<Value> {
        match self {
            Self::Is(typed) => typed.find(keys),
            Self::Other(value) => value.find(keys),
            Self::Unset | Self::Null => None,
        }
    }
}
