//! What a case asserts of an output whose value it can't know, such as random bytes.

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
pub(super) enum Property {
    /// `hex_string`: hex digits of whole bytes, `0x` before them or not; so many bytes, if `byte_length` is given.
    HexString(Option<u64>),
    /// `byte_length_range`: such a text of `min` to `max` bytes.
    ByteLengthRange(u64, u64),
    /// `non_zero`: neither null, nor empty, nor zero as a number or in hex digits.
    NonZero,
}

impl Assertion {
    /// Reads one assertion; an unknown mode or type is refused, so that no case passes by being misread.
    pub fn read(spec: &Value) -> Result<Self, String> {
        let Value::Object(spec) = spec else { return Err("is not an object with mode and type".into()) };
        match spec.get("mode").and_then(Value::as_str) {
            Some("exact") => Ok(Self::Exact),
            Some("property") => Property::read(spec).map(Self::Property),
            Some("schema") => Err("has mode schema, which can't be checked; use exact or property".into()),
            Some(mode) => Err(format!("has the unknown mode {mode:?}; use exact or property")),
            None => Err("has no mode; use exact or property".into()),
        }
    }
}

impl Property {
    fn read(spec: &Map<String, Value>) -> Result<Self, String> {
        match spec.get("type").and_then(Value::as_str) {
            Some("hex_string") => Ok(Self::HexString(length(spec, "byte_length")?)),
            Some("byte_length_range") => {
                let bound =
                    |name| length(spec, name)?.ok_or_else(|| format!("of type byte_length_range has no {name}"));
                Ok(Self::ByteLengthRange(bound("min")?, bound("max")?))
            }
            Some("non_zero") => Ok(Self::NonZero),
            Some(other) => {
                Err(format!("has the unknown type {other:?}; use hex_string, byte_length_range or non_zero"))
            }
            None => Err("has no type; use hex_string, byte_length_range or non_zero".into()),
        }
    }

    /// Whether the output has the property; if not, what was wanted.
    pub fn check(self, got: &Value) -> Result<(), String> {
        let (holds, want) = match self {
            Self::HexString(None) => (bytes(got).is_some(), "bytes in hex".to_owned()),
            Self::HexString(Some(length)) => (bytes(got) == Some(length), format!("{length} bytes in hex")),
            Self::ByteLengthRange(min, max) => {
                (bytes(got).is_some_and(|length| (min..=max).contains(&length)), format!("{min} to {max} bytes in hex"))
            }
            Self::NonZero => (!is_zero(got), "something other than zero".to_owned()),
        };
        if holds { Ok(()) } else { Err(want) }
    }
}

/// A number of bytes in a spec; `null` counts as absent.
fn length(spec: &Map<String, Value>, name: &str) -> Result<Option<u64>, String> {
    match spec.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| format!("has a {name} that is no number of bytes: {}", json::compact(value))),
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
            Assertion::Property(property) => property.check(&got).is_ok(),
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
            let message = Assertion::read(&spec).unwrap_err();
            assert!(message.contains(reason), "{spec}: {message}");
        }
        assert_eq!(Assertion::read(&json!({ "mode": "exact" })), Ok(Assertion::Exact));
    }
}
