//! What a case asserts of an output whose value it can't know, such as random bytes.

use std::fmt;

use pgs_rt::{Map, Value, json};

/// One assertion of a case: `{mode, type, …}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assertion {
    /// Mode `exact`: the output is there; its value is compared with `expected`.
    Exact,
    /// Mode `property`: the output has this property; its value is not compared.
    Property(Property),
}

/// A property of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Property {
    /// `hex_string`: hex digits of whole bytes, `0x` before them or not; so many bytes, if `byte_length` is given.
    HexString(Option<u64>),
    /// `byte_length_range`: such a text of `min` to `max` bytes.
    ByteLengthRange(u64, u64),
    /// `non_zero`: neither null, nor empty, nor zero as a number or in hex digits.
    NonZero,
}

/// Why an assertion can't be checked. The sentence goes on after the name of its output.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AssertionError {
    /// It is no object.
    #[error("is not an object with mode and type")]
    NotAnObject,
    /// It has no mode.
    #[error("has no mode; use exact or property")]
    NoMode,
    /// Its mode is `schema`.
    #[error("has mode schema, which can't be checked; use exact or property")]
    SchemaMode,
    /// Its mode is unknown.
    #[error("has the unknown mode {mode:?}; use exact or property")]
    UnknownMode {
        /// The mode.
        mode: String,
    },
    /// A property has no type.
    #[error("has no type; use hex_string, byte_length_range or non_zero")]
    NoType,
    /// The type of a property is unknown.
    #[error("has the unknown type {name:?}; use hex_string, byte_length_range or non_zero")]
    UnknownType {
        /// The type.
        name: String,
    },
    /// A range lacks one of its ends.
    #[error("of type byte_length_range has no {key}")]
    NoBound {
        /// `min` or `max`.
        key: &'static str,
    },
    /// A number of bytes is none.
    #[error("has a {key} that is no number of bytes: {}", json::compact(value))]
    NotALength {
        /// Its key.
        key: &'static str,
        /// What stands there.
        value: Value,
    },
}

impl Assertion {
    /// Reads one assertion; an unknown mode or type is refused, so that no case passes by being misread.
    pub fn read(spec: &Value) -> Result<Self, AssertionError> {
        let Value::Object(spec) = spec else { return Err(AssertionError::NotAnObject) };
        match spec.get("mode").and_then(Value::as_str) {
            Some("exact") => Ok(Self::Exact),
            Some("property") => Property::read(spec).map(Self::Property),
            Some("schema") => Err(AssertionError::SchemaMode),
            Some(mode) => Err(AssertionError::UnknownMode { mode: mode.to_owned() }),
            None => Err(AssertionError::NoMode),
        }
    }
}

impl Property {
    fn read(spec: &Map<String, Value>) -> Result<Self, AssertionError> {
        match spec.get("type").and_then(Value::as_str) {
            Some("hex_string") => Ok(Self::HexString(length(spec, "byte_length")?)),
            Some("byte_length_range") => {
                let bound = |key| length(spec, key)?.ok_or(AssertionError::NoBound { key });
                Ok(Self::ByteLengthRange(bound("min")?, bound("max")?))
            }
            Some("non_zero") => Ok(Self::NonZero),
            Some(name) => Err(AssertionError::UnknownType { name: name.to_owned() }),
            None => Err(AssertionError::NoType),
        }
    }

    /// Whether the output has the property.
    pub(super) fn holds(self, got: &Value) -> bool {
        match self {
            Self::HexString(None) => bytes(got).is_some(),
            Self::HexString(Some(length)) => bytes(got) == Some(length),
            Self::ByteLengthRange(min, max) => bytes(got).is_some_and(|length| (min..=max).contains(&length)),
            Self::NonZero => !is_zero(got),
        }
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HexString(None) => f.write_str("bytes in hex"),
            Self::HexString(Some(length)) => write!(f, "{length} bytes in hex"),
            Self::ByteLengthRange(min, max) => write!(f, "{min} to {max} bytes in hex"),
            Self::NonZero => f.write_str("something other than zero"),
        }
    }
}

/// A number of bytes in a spec; `null` counts as absent.
fn length(spec: &Map<String, Value>, key: &'static str) -> Result<Option<u64>, AssertionError> {
    match spec.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or_else(|| AssertionError::NotALength { key, value: value.clone() }),
    }
}

/// The number of bytes that a text in hex stands for.
fn bytes(value: &Value) -> Option<u64> {
    let digits = digits(value.as_str()?);
    let whole = digits.len().is_multiple_of(2) && digits.chars().all(|c| c.is_ascii_hexdigit());
    whole.then(|| u64::try_from(digits.len() / 2).ok()).flatten()
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => digits(text).chars().all(|c| c == '0'),
        // Python's 0 == False: a boolean is zero if it is false.
        other => json::equal(other, &Value::from(0)),
    }
}

fn digits(text: &str) -> &str {
    text.strip_prefix("0x").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn holds(spec: Value, got: Value) -> bool {
        match Assertion::read(&spec).unwrap() {
            Assertion::Property(property) => property.holds(&got),
            Assertion::Exact => panic!("not a property"),
        }
    }

    #[test]
    fn hex_strings() {
        let any = json!({ "mode": "property", "type": "hex_string" });
        assert!(holds(any.clone(), json!("0xAb01")));
        assert!(holds(any.clone(), json!("ab01")));
        for no in [json!("0xabc"), json!("0xgg"), json!("é"), json!(16), json!(null)] {
            assert!(!holds(any.clone(), no.clone()), "{no}");
        }
        let two = json!({ "mode": "property", "type": "hex_string", "byte_length": 2 });
        assert!(holds(two.clone(), json!("0xab01")));
        assert!(!holds(two, json!("0xab0102")));
    }

    #[test]
    fn byte_length_ranges() {
        let range = json!({ "mode": "property", "type": "byte_length_range", "min": 1, "max": 2 });
        assert!(holds(range.clone(), json!("0x01")));
        assert!(holds(range.clone(), json!("0102")));
        for no in [json!("0x"), json!("010203"), json!("zz"), json!([1])] {
            assert!(!holds(range.clone(), no.clone()), "{no}");
        }
    }

    #[test]
    fn zeros() {
        let spec = json!({ "mode": "property", "type": "non_zero" });
        for zero in [json!(0), json!(0.0), json!(false), json!(null), json!(""), json!("0x0"), json!("0x0000")] {
            assert!(!holds(spec.clone(), zero.clone()), "{zero}");
        }
        for more in [json!(1), json!(-0.5), json!("0x01"), json!("a"), json!([]), json!({ "a": 0 })] {
            assert!(holds(spec.clone(), more.clone()), "{more}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_refused() {
        let refused = [
            (json!("exact"), "not an object"),
            (json!({}), "no mode"),
            (json!({ "mode": "fuzzy" }), "unknown mode \"fuzzy\""),
            (json!({ "mode": "schema", "type": "json_schema" }), "mode schema"),
            (json!({ "mode": "property" }), "no type"),
            (json!({ "mode": "property", "type": "json_schema" }), "unknown type \"json_schema\""),
            (json!({ "mode": "property", "type": "hex_string", "byte_length": "16" }), "byte_length"),
            (json!({ "mode": "property", "type": "byte_length_range", "min": 1 }), "no max"),
            (json!({ "mode": "property", "type": "byte_length_range", "min": -1, "max": 2 }), "min"),
        ];
        for (spec, reason) in refused {
            let message = Assertion::read(&spec).unwrap_err().to_string();
            assert!(message.contains(reason), "{spec}: {message}");
        }
        assert_eq!(Assertion::read(&json!({ "mode": "exact" })), Ok(Assertion::Exact));
    }
}
