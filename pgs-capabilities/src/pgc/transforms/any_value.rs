//! What the reference interpreter's language does with a value of any type, or why it breaks off.

use std::cmp::Ordering;
use std::fmt::Write as _;

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;
use pgs_rt::{Failure, Field, Map, Typed, Value, Violation, json};

use crate::transforms::{integer, python};

/// The value of an input of any type, null too.
pub(super) fn given<T: Typed>(name: &str, field: &Field<T>) -> Result<Value, Violation> {
    if field.is_unset() { Err(Violation::unset(name)) } else { Ok(field.to_value()) }
}

/// What a loop passes through: the items of a list, the characters of a text, the keys of an object.
pub(super) fn items(name: &str, value: &Value) -> Result<Vec<Value>, Failure> {
    match value {
        Value::Array(items) => Ok(items.clone()),
        Value::String(text) => Ok(text.chars().map(|c| Value::from(c.to_string())).collect()),
        Value::Object(object) => Ok(object.keys().map(|key| Value::from(key.as_str())).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => Err(Failure::fault(format!("`{name}` is not a list"))),
    }
}

/// The same of a value that may be missing, null or otherwise empty.
pub(super) fn items_or_none(name: &str, value: Option<&Value>) -> Result<Vec<Value>, Failure> {
    value.filter(|value| python::truthy(value)).map_or(Ok(Vec::new()), |value| items(name, value))
}

/// An object, which must be one.
pub(super) fn object<'v>(name: &str, value: &'v Value) -> Result<&'v Map<String, Value>, Failure> {
    value.as_object().ok_or_else(|| Failure::fault(format!("`{name}` is not an object")))
}

/// A field of an object, which must be there.
pub(super) fn part<'v>(object: &'v Map<String, Value>, name: &str) -> Result<&'v Value, Failure> {
    object.get(name).ok_or_else(|| Failure::fault(format!("`{name}` is missing")))
}

/// The integer that a value counts as: a truth value is 0 or 1.
pub(super) fn counted(name: &str, value: &Value) -> Result<BigInt, Failure> {
    match value {
        Value::Bool(truth) => Ok(BigInt::from(u8::from(*truth))),
        _ => integer::of(value).ok_or_else(|| Failure::fault(format!("`{name}` is not an integer"))),
    }
}

/// Python's `float(value)`. What is no number to any comparison (`nan`) is refused as well.
pub(super) fn float(name: &str, value: &Value) -> Result<f64, Failure> {
    let float = match value {
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => python::float(text),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    float.filter(|float| !float.is_nan()).ok_or_else(|| Failure::fault(format!("`{name}` is not a number")))
}

/// Python's `int(value)`: a fraction is cut off.
pub(in crate::pgc) fn truncated(name: &str, value: &Value) -> Result<BigInt, Failure> {
    let integer = match value {
        Value::Number(number) if number.is_f64() => {
            number.as_f64().and_then(|float| num_traits::FromPrimitive::from_f64(float.trunc()))
        }
        Value::String(text) => python::int(text),
        Value::Bool(_) | Value::Number(_) => return counted(name, value),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    integer.ok_or_else(|| Failure::fault(format!("`{name}` is not an integer")))
}

/// The order of two values that have one: numbers, texts, and lists of such.
pub(super) fn order(left: &Value, right: &Value) -> Result<Ordering, Failure> {
    if let (Value::Array(left), Value::Array(right)) = (left, right) {
        let differ = left.iter().zip(right).find(|(left, right)| !json::equal(left, right));
        return differ.map_or(Ok(left.len().cmp(&right.len())), |(left, right)| order(left, right));
    }
    json::compare(left, right).ok_or_else(|| Failure::fault("two values have no order"))
}

/// Whether a value can be a key: neither a list nor an object.
pub(super) fn is_hashable(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// The item at an index that counts from the beginning again where the list ends.
pub(super) fn item_around<'i, T>(items: &'i [T], index: &BigInt) -> Option<&'i T> {
    let length = BigInt::from(items.len());
    if items.is_empty() {
        return None;
    }
    let index = ((index % &length) + &length) % &length;
    items.get(index.to_usize()?)
}

/// The items before an index, which counts from the end where it is negative.
pub(super) fn items_before<'i, T>(items: &'i [T], index: &BigInt) -> &'i [T] {
    let end = if index.sign() == num_bigint::Sign::Minus { index + BigInt::from(items.len()) } else { index.clone() };
    let end = if end.sign() == num_bigint::Sign::Minus { 0 } else { end.to_usize().unwrap_or(usize::MAX) };
    items.get(..end).unwrap_or(items)
}

/// Python's `str(value)`.
pub(super) fn text(value: &Value) -> String {
    if let Value::String(text) = value {
        return text.clone();
    }
    let mut out = String::new();
    write_repr(&mut out, value);
    out
}

/// Python's `str(value)`, where it is neither null nor otherwise empty.
#[cfg(feature = "pgc-files")]
pub(in crate::pgc) fn truthy_text(value: &Value) -> Option<String> {
    python::truthy(value).then(|| text(value))
}

fn write_repr(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Number(number) => out.push_str(&json::number_text(number)),
        Value::String(text) => write_quoted(out, text),
        Value::Array(items) => write_between(out, ['[', ']'], items, write_repr),
        Value::Object(object) => write_between(out, ['{', '}'], object, |out, (key, value)| {
            write_quoted(out, key);
            out.push_str(": ");
            write_repr(out, value);
        }),
    }
}

fn write_between<I: IntoIterator>(out: &mut String, around: [char; 2], items: I, write: impl Fn(&mut String, I::Item)) {
    out.push(around[0]);
    for (n, item) in items.into_iter().enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        write(out, item);
    }
    out.push(around[1]);
}

fn write_quoted(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) < 0x100 => drop(write!(out, "\\x{:02x}", u32::from(c))),
            c if u32::from(c) < 0x1_0000 => drop(write!(out, "\\u{:04x}", u32::from(c))),
            c => drop(write!(out, "\\U{:08x}", u32::from(c))),
        }
    }
    out.push(quote);
}

/// Whether a text shows the character as itself. Rust decides as Python does, and shows behind another one also what combines
/// with it.
fn is_printable(c: char) -> bool {
    c != '\0' && !format!("a{c}").escape_debug().to_string().contains("\\u{")
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    #[test]
    fn texts_of_values_are_pythons() {
        let value = json!({"a'b": [null, true, 1.0, "it's", "\u{7}\u{301}\u{a0}\u{200b}", "'\""], "é": {}});
        let expected = r#"{"a'b": [None, True, 1.0, "it's", '\x07\u{301}\xa0\u200b', '\'"'], 'é': {}}"#;
        assert_eq!(text(&value), expected.replace("\\u{301}", "\u{301}"));
        assert_eq!(text(&json!("as it is")), "as it is");
    }

    #[test]
    fn lists_have_an_order_where_what_differs_has_one() {
        assert_eq!(order(&json!([1, "a"]), &json!([true, "b"])), Ok(Ordering::Less));
        assert_eq!(order(&json!([1]), &json!([1, null])), Ok(Ordering::Less));
        assert!(order(&json!([1]), &json!(["a"])).is_err());
        assert!(order(&json!({}), &json!({})).is_err());
    }

    #[test]
    fn slices_and_indices_are_pythons() {
        let items = [0, 1, 2];
        for (before, length) in [(-4, 0), (-1, 2), (0, 0), (2, 2), (9, 3)] {
            assert_eq!(items_before(&items, &BigInt::from(before)).len(), length, "{before}");
        }
        assert_eq!(item_around(&items, &BigInt::from(-1)), Some(&2));
        assert_eq!(item_around(&items, &BigInt::from(4)), Some(&1));
        assert_eq!(item_around::<u8>(&[], &BigInt::from(4)), None);
    }
}
