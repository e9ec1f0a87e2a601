//! What a plain scalar means: the implicit resolvers of PyYAML 6 (YAML 1.1), in its own patterns.

use std::sync::LazyLock;

use pgs_value::{Number, Value};
use regex_lite::Regex;
use thiserror::Error;

// The patterns are constants: that they compile is proved by every test that reads a number.
static FLOAT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\A(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
        r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z"
    ))
    .expect("a constant pattern")
});
static INTEGER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\A(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+",
        r"|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\z"
    ))
    .expect("a constant pattern")
});

/// Why a scalar is no JSON.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ScalarError {
    /// A float that no double holds.
    #[error("`{text}` is no number that JSON can hold")]
    Float {
        /// As it is written.
        text: String,
    },
    /// An integer that is not decimal and too large, or none after all.
    #[error("`{text}` is no integer, or one to be written in decimal")]
    Integer {
        /// As it is written.
        text: String,
    },
}

/// The value of a plain scalar. `yes`, `no`, `on` and `off` are booleans, `0x1F`, `0b1`, `017`, `1_000` and `1:30` are
/// integers, `1.5` is a float while `1e3` and `0o17` are text, and a date is the text that it was written as: so
/// does the reference write it, but for a time behind it.
///
/// Fails on a number that JSON can't hold.
pub fn resolve(text: &str) -> Result<Value, ScalarError> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Ok(Value::Bool(true)),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => return Ok(Value::Bool(false)),
        _ => {}
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.')) {
        return Ok(Value::from(text));
    }
    if FLOAT.is_match(text) {
        return float(text).ok_or_else(|| ScalarError::Float { text: text.to_owned() });
    }
    if INTEGER.is_match(text) {
        return integer(text).ok_or_else(|| ScalarError::Integer { text: text.to_owned() });
    }
    Ok(Value::from(text))
}

/// What `!!float` makes of a text; none where it is no number.
pub fn tagged_float(text: &str) -> Option<Value> {
    let clean = text.replace('_', "").to_lowercase();
    let is_number = clean.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
    is_number.then(|| float(&clean)).flatten()
}

fn float(text: &str) -> Option<Value> {
    let clean = text.replace('_', "");
    let (negative, digits) = sign(&clean);
    let magnitude = digits.split(':').try_fold(0.0, |sum, part| Some(sum * 60.0 + part.parse::<f64>().ok()?))?;
    Number::from_f64(if negative { -magnitude } else { magnitude }).map(Value::Number)
}

fn integer(text: &str) -> Option<Value> {
    let clean = text.replace('_', "");
    let (negative, digits) = sign(&clean);
    let magnitude = if let Some(binary) = digits.strip_prefix("0b") {
        u128::from_str_radix(binary, 2).ok()?.to_string()
    } else if let Some(hex) = digits.strip_prefix("0x") {
        u128::from_str_radix(hex, 16).ok()?.to_string()
    } else if digits.contains(':') {
        sexagesimal(digits)?.to_string()
    } else if digits.len() > 1 && digits.starts_with('0') {
        u128::from_str_radix(digits, 8).ok()?.to_string()
    } else {
        digits.to_owned()
    };
    let signed = if negative && magnitude != "0" { format!("-{magnitude}") } else { magnitude };
    pgs_value::from_str::<Number>(&signed).ok().map(Value::Number)
}

fn sexagesimal(digits: &str) -> Option<u128> {
    digits.split(':').try_fold(0_u128, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}
