//! How the reference interpreter's language reads a value: its truth, its numerals, its type names.

use std::cmp::Ordering;

use num_bigint::BigInt;
use pgs_rt::{Number, Value, json};

/// Python refuses to read longer integers from text (`sys.int_info.default_max_str_digits`).
const MAX_DIGITS: usize = 4300;

/// Python's `bool(value)`: null, false, zero and whatever is empty are false.
pub fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(_) => !json::equal(value, &Value::from(0)),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(object) => !object.is_empty(),
    }
}

/// Python's `type(value).__name__`.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_integer() => "int",
        Value::Number(_) => "float",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

/// Python's `int(text)`, for ASCII digits: blanks around, one sign, single underscores between digits.
pub fn int(text: &str) -> Option<BigInt> {
    let digits = without_underscores(text.trim())?;
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(&digits);
    if unsigned.len() > MAX_DIGITS || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Python's `float(text)`, which also reads `inf`, `infinity` and `nan`.
pub fn float(text: &str) -> Option<f64> {
    without_underscores(text.trim())?.parse().ok()
}

/// The text without the underscores that Python allows: single ones, between two digits.
fn without_underscores(text: &str) -> Option<String> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut parts = text.split('_').peekable();
    let mut joined = String::with_capacity(text.len());
    while let Some(part) = parts.next() {
        if !joined.is_empty() && !is_digit(part.chars().next()) {
            return None;
        }
        if parts.peek().is_some() && !is_digit(part.chars().next_back()) {
            return None;
        }
        joined.push_str(part);
    }
    Some(joined)
}

/// A number as a rule compares it.
#[derive(Clone, Debug)]
pub enum Numeral {
    /// A JSON number, exact.
    Finite(Value),
    /// What `float(text)` makes of `inf` and `nan`.
    NotFinite(f64),
}

impl Numeral {
    /// The number that `float(text)` gives.
    pub fn from_float_text(text: &str) -> Option<Self> {
        float(text).map(|float| if float.is_finite() { Self::Finite(float.into()) } else { Self::NotFinite(float) })
    }

    /// The number that `int(text)` gives, or else `float(text)`.
    pub fn from_text(text: &str) -> Option<Self> {
        int(text)
            .and_then(|integer| Number::try_from(integer).ok())
            .map(|integer| Self::Finite(Value::Number(integer)))
            .or_else(|| Self::from_float_text(text))
    }

    /// The order of two numbers; none beside `nan`.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Finite(left), Self::Finite(right)) => json::compare(left, right),
            (left, right) => left.beside_infinity().partial_cmp(&right.beside_infinity()),
        }
    }

    /// Beside an infinity, every finite number is as good as zero.
    fn beside_infinity(&self) -> f64 {
        match self {
            Self::Finite(_) => 0.0,
            Self::NotFinite(float) => *float,
        }
    }

    /// `str(number)`.
    pub fn text(&self) -> String {
        match self {
            Self::Finite(Value::Bool(true)) => "True".to_owned(),
            Self::Finite(Value::Bool(false)) => "False".to_owned(),
            Self::Finite(Value::Number(number)) => json::number_text(number),
            Self::Finite(other) => json::compact(other),
            Self::NotFinite(float) if float.is_nan() => "nan".to_owned(),
            Self::NotFinite(float) => float.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    #[test]
    fn truth_is_pythons() {
        for value in [json!(null), json!(false), json!(0), json!(0.0), json!(-0.0), json!(""), json!([]), json!({})] {
            assert!(!truthy(&value), "{value}");
        }
        for value in [json!(true), json!(0.1), json!(-1), json!(" "), json!([0]), json!({"a": null})] {
            assert!(truthy(&value), "{value}");
        }
    }

    #[test]
    fn integers_are_read_as_python_reads_them() {
        for (text, expected) in [("7", 7), (" +7\n", 7), ("-0", 0), ("1_000", 1000), ("007", 7)] {
            assert_eq!(int(text), Some(BigInt::from(expected)), "{text}");
        }
        for text in ["", " ", "_1", "1_", "1__0", "1.0", "0x10", "+-1", "+", "1 0", "+_1"] {
            assert_eq!(int(text), None, "{text}");
        }
        assert!(int(&"9".repeat(MAX_DIGITS)).is_some());
        assert!(int(&"9".repeat(MAX_DIGITS + 1)).is_none());
    }

    #[test]
    fn floats_are_read_as_python_reads_them() {
        for (text, expected) in
            [("1.5", 1.5), (" .5 ", 0.5), ("5.", 5.0), ("1_0e1_0", 10e10), ("-Infinity", f64::NEG_INFINITY)]
        {
            assert_eq!(float(text), Some(expected), "{text}");
        }
        for text in ["", "e5", "0x1p3", "1_.5", "1e", "infin"] {
            assert_eq!(float(text), None, "{text}");
        }
    }

    #[test]
    fn infinities_have_an_order_and_nan_has_none() {
        let numeral = |text: &str| Numeral::from_text(text).unwrap();
        assert_eq!(numeral("inf").compare(&numeral(&"9".repeat(400))), Some(Ordering::Greater));
        assert_eq!(numeral("-inf").compare(&numeral("0")), Some(Ordering::Less));
        assert_eq!(numeral("inf").compare(&numeral("inf")), Some(Ordering::Equal));
        assert_eq!(numeral("nan").compare(&numeral("0")), None);
        assert_eq!(numeral("-inf").text(), "-inf");
    }
}
