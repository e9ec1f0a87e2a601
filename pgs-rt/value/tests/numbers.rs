//! Numbers: integers of any size, doubles, and their borders.

mod support;

use num_bigint::BigInt;
use pgs_value::{MAX_INTEGER_DIGITS, Number, TooManyDigits, Value, json};
use proptest::prelude::*;
use support::json as read;

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

#[test]
fn integers_are_exact_at_every_border() {
    let borders = [0_u32, 7, 8, 31, 32, 52, 53, 62, 63, 64, 65, 127, 128, 129, 1000];
    for power in borders.map(|bits| BigInt::from(1) << bits) {
        for integer in [&power - 1, power.clone(), &power + 1, -&power - 1, -&power, 1 - &power] {
            let text = integer.to_string();
            let parsed = number(&text);
            assert_eq!(parsed.to_string(), text);
            assert_eq!(parsed, Number::try_from(integer.clone()).unwrap(), "{text}");
            assert_eq!(parsed.to_bigint(), Some(integer), "{text}");
            assert_eq!(parsed.as_i64(), text.parse().ok(), "{text}");
            assert_eq!(parsed.as_u64(), text.parse().ok(), "{text}");
            assert_eq!(parsed.as_f64(), text.parse().ok(), "{text}");
            assert!(parsed.is_integer() && !parsed.is_f64());
            assert_eq!((parsed.is_i64(), parsed.is_u64()), (parsed.as_i64().is_some(), parsed.as_u64().is_some()));
        }
    }
}

#[test]
fn rust_integers_are_the_numbers_of_their_digits() {
    assert_eq!(Number::from(u64::MAX), number("18446744073709551615"));
    assert_eq!(Number::from(i128::MIN), number("-170141183460469231731687303715884105728"));
    assert_eq!(Number::from(u128::MAX), number("340282366920938463463374607431768211455"));
    // However it came, a small integer is the same.
    assert_eq!(Number::from(-5_i128), Number::from(-5_i8));
    assert_eq!(Number::try_from(BigInt::from(9)), Ok(Number::from(9)));
}

#[test]
fn minus_zero_is_an_integer_and_minus_zero_point_zero_is_not() {
    assert_eq!(number("-0"), Number::from(0));
    assert_eq!(number("-0.0").to_string(), "-0.0");
    assert_eq!(number("-0.0").as_f64().map(f64::is_sign_negative), Some(true));
    for float in ["1.0", "1e3", "1E3", "1e-1", "0e0", "1.5E+2"] {
        assert!(number(float).is_f64(), "{float}");
        assert_eq!((number(float).as_i64(), number(float).to_bigint()), (None, None), "{float}");
    }
}

#[test]
fn an_integer_has_so_many_digits_and_no_more() {
    let ten_to_the_limit = BigInt::from(10).pow(u32::try_from(MAX_INTEGER_DIGITS).unwrap());
    for sign in [1, -1] {
        let longest = Number::try_from((&ten_to_the_limit - 1) * sign).unwrap();
        let text = longest.to_string();
        assert_eq!(number(&text), longest);
        assert_eq!(text.trim_start_matches('-').len(), MAX_INTEGER_DIGITS);
        assert_eq!(Number::try_from(&ten_to_the_limit * sign), Err(TooManyDigits));
        assert_eq!(Number::try_from(&ten_to_the_limit * sign * 10), Err(TooManyDigits));
    }
    for digits in [MAX_INTEGER_DIGITS + 1, 100_000] {
        for text in ["9".repeat(digits), format!("-1{}", "0".repeat(digits - 1)), format!("{}.5", "9".repeat(digits))] {
            let error = json::parse(&format!("[{text}]")).unwrap_err();
            assert!(matches!(error, json::ParseError::TooManyDigits { .. }), "{error}");
            assert_eq!(error.position().line, 1);
        }
    }
    // The digits of a fraction are no integer's.
    assert_eq!(read(&format!("0.{}", "3".repeat(100_000))), 1.0 / 3.0);
}

#[test]
fn doubles_are_finite() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(Number::from_f64(float), None);
    }
    for text in ["", "1 2", "a", "01", "1.", "\"1\"", "true", "+1", "1e400"] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
    let beyond = number(&format!("1{}", "0".repeat(400)));
    assert_eq!(beyond.as_f64(), None);
}

#[test]
fn equality_and_hash_agree() {
    use std::hash::{BuildHasher as _, RandomState};
    let hasher = RandomState::new();
    let numbers = ["0", "0.0", "-0.0", "1", "1.0", "18446744073709551616", "18446744073709551616.0"].map(number);
    for (n, one) in numbers.iter().enumerate() {
        for (m, other) in numbers.iter().enumerate() {
            assert_eq!(one == other, n == m, "{one} and {other}");
            assert!(one != other || hasher.hash_one(one) == hasher.hash_one(other));
        }
    }
}

proptest! {
    #[test]
    fn every_integer_reads_back(sign in any::<bool>(), digits in "[1-9][0-9]{0,120}") {
        let text = format!("{}{digits}", if sign { "-" } else { "" });
        let parsed = number(&text);
        prop_assert_eq!(parsed.to_string(), text.as_str());
        prop_assert_eq!(parsed.as_f64(), text.parse().ok());
        prop_assert_eq!(json::compact(&Value::Number(parsed)), text);
    }

    #[test]
    fn every_double_reads_back(bits in any::<u64>()) {
        let float = f64::from_bits(bits);
        if let Some(parsed) = Number::from_f64(float) {
            prop_assert_eq!(number(&parsed.to_string()), parsed.clone());
            prop_assert_eq!(parsed.as_f64(), Some(float));
            prop_assert_eq!(json::float_text(float), parsed.to_string());
        }
    }
}
