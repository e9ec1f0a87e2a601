//! Equality and order of values as Python has them.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::FromPrimitive as _;

use crate::map::Map;
use crate::number::Parts;
use crate::value::Value;

/// Python's `==`: `1` equals `1.0`, and `true` equals `1`.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => equal_objects(left, right),
        (Value::Null, Value::Null) => true,
        _ => compare(left, right) == Some(Ordering::Equal),
    }
}

fn equal_objects(left: &Map<String, Value>, right: &Map<String, Value>) -> bool {
    left.len() == right.len() && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| equal(value, other)))
}

/// The order of two values that have one: two numbers (booleans count as 0 and 1) or two texts.
pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    if let (Value::String(left), Value::String(right)) = (left, right) {
        return Some(left.cmp(right));
    }
    // Most numbers are small; a big integer costs more to read than to compare.
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return Some(left.cmp(&right));
    }
    match (Numeric::of(left)?, Numeric::of(right)?) {
        (Numeric::Integer(left), Numeric::Integer(right)) => Some(left.cmp(&right)),
        (Numeric::Float(left), Numeric::Float(right)) => left.partial_cmp(&right),
        (Numeric::Integer(left), Numeric::Float(right)) => compare_mixed(&left, right),
        (Numeric::Float(left), Numeric::Integer(right)) => compare_mixed(&right, left).map(Ordering::reverse),
    }
}

enum Numeric {
    Integer(BigInt),
    Float(f64),
}

impl Numeric {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(truth) => Some(Self::Integer(BigInt::from(u8::from(*truth)))),
            Value::Number(number) => Some(match number.parts() {
                Parts::Small(integer) => Self::Integer(BigInt::from(integer)),
                Parts::Big(integer) => Self::Integer(integer.clone()),
                Parts::Float(float) => Self::Float(float),
            }),
            _ => None,
        }
    }
}

/// Exact, as in Python: the integer is not rounded to a double.
fn compare_mixed(integer: &BigInt, float: f64) -> Option<Ordering> {
    let floor = BigInt::from_f64(float.floor())?;
    Some(match integer.cmp(&floor) {
        Ordering::Equal if float.fract() != 0.0 => Ordering::Less,
        order => order,
    })
}

/// How deep lists and objects are nested in a value: 0 for a scalar.
pub fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(object) => 1 + object.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
