//! Declared fields, the paths into them, and the arithmetic of templates (`docs/reference/bindings.md`).

mod support;

use pgs_value::arithmetic::{Comparison, plus};
use pgs_value::{Dig as _, Field, Map, Number, Typed, Value, fields as joined, fields_with, mapped_or};
use support::{fields, json};

/// What arrives is a value of the declared type, null, or something else that is kept as it came.
fn check<T: Typed + PartialEq + std::fmt::Debug>(typed: &[&str], other: &[&str]) {
    for text in typed {
        let field = Field::<T>::json(json(text));
        assert!(matches!(field, Field::Is(_)), "{text} as {}", T::NAME);
        assert!(T::KIND.is_none_or(|kind| kind.holds(&json(text))), "{text} as {}", T::NAME);
        assert_eq!(field.to_value(), json(text));
        assert!(field.clone().required("f").is_ok());
        assert_eq!(pgs_value::to_value(&field).unwrap(), json(text));
        assert_eq!(pgs_value::from_str::<Field<T>>(text).unwrap(), field);
    }
    for text in other {
        let field = Field::<T>::json(json(text));
        assert_eq!(field, Field::Other(json(text)), "{text} as {}", T::NAME);
        assert!(T::KIND.is_some_and(|kind| !kind.holds(&json(text))), "{text} as {}", T::NAME);
        assert_eq!(field.to_value(), json(text));
        assert_eq!(pgs_value::to_value(&field).unwrap(), json(text));
        for violation in [field.clone().required("f").unwrap_err(), field.optional("f").unwrap_err()] {
            assert_eq!(violation.reason(), format!("`f` is not of type {}", T::NAME));
        }
    }
    assert_eq!(Field::<T>::json(Value::Null), Field::Null);
    for none in [Field::<T>::Null, Field::Unset] {
        assert_eq!(none.to_value(), Value::Null);
        assert_eq!(none.clone().optional("f").unwrap(), None);
        assert_eq!(none.required("f").unwrap_err().reason(), "`f` is missing or null");
    }
}

#[test]
fn values_of_each_type() {
    check::<String>(&[r#""""#, r#""é""#], &["1", "true", "[]", "{}"]);
    check::<bool>(&["true", "false"], &["0", "1", r#""true""#]);
    check::<Number>(&["1", "-0.0", "1e300", "123456789012345678901234567890"], &[r#""1""#, "true"]);
    check::<Map<String, Value>>(&["{}", r#"{"b": 1, "a": null}"#], &["[]", r#""{}""#]);
    check::<Vec<Value>>(&["[]", "[null]"], &["{}", r#""[]""#]);
    check::<Value>(&["1", "{}", "[]", "false", r#""""#], &[]);
}

#[test]
fn integers_are_those_of_64_bits() {
    check::<i64>(
        &["0", "-1", "9223372036854775807", "-9223372036854775808"],
        &[
            "9223372036854775808",
            "-9223372036854775809",
            "123456789012345678901234567890",
            "1.0",
            "1e3",
            "true",
            r#""1""#,
        ],
    );
    assert_eq!(Field::<i64>::json(json("-0")), Field::Is(0));
}

#[test]
fn only_an_unset_field_gives_way() {
    let is = Field::Is(1_i64);
    assert_eq!(Field::Unset.or(is.clone()), is);
    assert_eq!(Field::Null.or(is.clone()), Field::Null);
    assert_eq!(Field::<i64>::Unset.bound(), Field::Null);
    assert_eq!(is.bound(), is);
    assert_eq!(Field::<i64>::default(), Field::Unset);
}

#[test]
fn a_field_of_another_type_holds_the_same_value() {
    let number = Field::Is(7_i64);
    assert_eq!(number.cast::<Number>(), Field::Is(Number::from(7)));
    assert_eq!(number.cast::<String>(), Field::Other(Value::from(7)));
    assert_eq!(number.cast::<String>().cast::<i64>(), number);
    assert_eq!(Field::<i64>::Null.cast::<String>(), Field::Null);
    assert_eq!(Field::<i64>::Unset.cast::<String>(), Field::Unset);
}

#[test]
fn rust_values_become_fields() {
    assert_eq!(Field::<String>::from("a"), Field::Is("a".to_owned()));
    assert_eq!(Field::<i64>::from(None), Field::Null);
    assert_eq!(Field::from(Some(true)), Field::Is(true));
    // A null in a field of any type is null, not a value.
    assert_eq!(Field::from(Value::Null), Field::Null);
    assert_eq!(Field::<Value>::found(None), Field::Null);
    assert_eq!(Field::<i64>::found(Some(&json("1.5"))), Field::Other(json("1.5")));
}

#[test]
fn fields_that_are_set_form_an_object() {
    let (set, null, unset) = (Field::Is(1_i64), Field::<bool>::Null, Field::<String>::Unset);
    let json = |undeclared| {
        let object = fields_with(&fields(undeclared), [("z", &set), ("n", &null), ("u", &unset)]).to_map();
        pgs_value::json::compact(&Value::Object(object))
    };
    assert_eq!(json(r#"{"b": 2, "a": 3}"#), r#"{"z":1,"n":null,"b":2,"a":3}"#);
    assert_eq!(json(r#"{"n": 2, "u": 3}"#), r#"{"z":1,"n":2,"u":3}"#);
    let object = joined([("a", mapped_or(&unset, &set)), ("b", mapped_or(&null, &set))]).to_map();
    assert_eq!(pgs_value::json::compact(&Value::Object(object)), r#"{"a":1,"b":null}"#);
}

#[test]
fn a_path_goes_into_objects_only() {
    let object = fields(r#"{"a": {"b": {"c": 1}, "l": [{"c": 2}], "t": "x", "n": null}, "": {"": 3}}"#);
    let cases = [
        (vec!["a", "b", "c"], Some("1")),
        (vec!["a", "b"], Some(r#"{"c": 1}"#)),
        (vec!["a", "n"], Some("null")),
        (vec!["", ""], Some("3")),
        (vec!["a", "l", "0"], None),
        (vec!["a", "l", "c"], None),
        (vec!["a", "t", "x"], None),
        (vec!["a", "n", "x"], None),
        (vec!["a", "b", "c", "d"], None),
        (vec!["b"], None),
        (vec![], None),
    ];
    for (keys, expected) in cases {
        assert_eq!(object.find(&keys), expected.map(json), "{keys:?}");
        assert_eq!(Value::Object(object.clone()).find(&keys), expected.map(json), "{keys:?}");
        assert_eq!(Field::Is(object.clone()).value_at(&keys), expected.map_or(Value::Null, json), "{keys:?}");
    }
    assert_eq!(object.dig::<i64>(&["a", "b", "c"]), Field::Is(1));
    assert_eq!(object.dig::<String>(&["a", "b", "c"]), Field::Other(Value::from(1)));
    assert_eq!(object.dig::<String>(&["a", "n"]), Field::Null);
    assert_eq!(object.dig::<String>(&["x", "y"]), Field::Null);
    // What is not of the declared type can still be an object.
    assert_eq!(Field::<String>::json(json(r#"{"k": 1}"#)).dig::<i64>(&["k"]), Field::Is(1));
    assert_eq!(Field::Is("text".to_owned()).value_at(&["k"]), Value::Null);
    assert_eq!(None::<Map<String, Value>>.value_at(&["k"]), Value::Null);
}

#[test]
fn templates_add_integers_of_64_bits() {
    assert_eq!(plus(&json("41"), 1, "t"), Ok(42));
    assert_eq!(plus(&json("-0"), -1, "t"), Ok(-1));
    assert_eq!(plus(&json("9223372036854775806"), 1, "t"), Ok(i64::MAX));
    assert_eq!(plus(&json("-9223372036854775807"), -1, "t"), Ok(i64::MIN));
    for (found, n) in [(i64::MAX, 1), (i64::MIN, -1), (-2, i64::MIN)] {
        let fault = plus(&Value::from(found), n, "{{$.payload.n + 1}}").unwrap_err().to_string();
        assert!(fault.contains("{{$.payload.n + 1}}") && fault.contains("64 bits"), "{fault}");
    }
    for found in ["null", "1.0", "1e2", r#""1""#, "true", "[1]", "{}", "9223372036854775808"] {
        let fault = plus(&json(found), 1, "{{$.payload.n + 1}}").unwrap_err().to_string();
        assert!(fault.contains("no 64-bit integer"), "{found}: {fault}");
    }
}

#[test]
fn evaluations_compare_as_python_does() {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let all = [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual];
    let cases: [(&str, &str, &[Comparison]); 14] = [
        ("1", "1.0", &[Equal, LessOrEqual, GreaterOrEqual]),
        ("true", "1", &[Equal, LessOrEqual, GreaterOrEqual]),
        ("false", "0.5", &[NotEqual, Less, LessOrEqual]),
        ("9007199254740993", "9007199254740992.0", &[NotEqual, Greater, GreaterOrEqual]),
        ("123456789012345678901234567890", "1e30", &[NotEqual, Less, LessOrEqual]),
        ("-0.0", "0", &[Equal, LessOrEqual, GreaterOrEqual]),
        (r#""a""#, r#""B""#, &[NotEqual, Greater, GreaterOrEqual]),
        (r#""\uffff""#, r#""\ud800\udc00""#, &[NotEqual, Less, LessOrEqual]),
        // Values that have no order stand in none.
        ("1", r#""1""#, &[NotEqual]),
        ("null", "0", &[NotEqual]),
        ("null", "null", &[Equal]),
        ("[1, 2]", "[1.0, 2]", &[Equal]),
        (r#"{"a": 1, "b": 2}"#, r#"{"b": 2, "a": true}"#, &[Equal]),
        ("[]", "{}", &[NotEqual]),
    ];
    for (left, right, expected) in cases {
        let held: Vec<_> = all.into_iter().filter(|c| c.holds(&json(left), &json(right))).collect();
        assert_eq!(held, expected, "{left} and {right}");
    }
}
