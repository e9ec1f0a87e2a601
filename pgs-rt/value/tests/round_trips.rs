//! What is written is read back: every value, through every form of text and of data.

use pgs_value::{Map, Number, Value, from_str, from_value, json, to_string, to_string_pretty, to_value};
use proptest::prelude::*;

fn numbers() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<i128>().prop_map(Number::from),
        "-?[1-9][0-9]{0,120}".prop_map(|digits| digits.parse().unwrap()),
        any::<f64>().prop_filter_map("not finite", Number::from_f64),
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z]{0,5}",
        "(\"|\\\\|\n|\u{0}|\u{7f}|é|😀|\u{2028}| ){0,20}",
        Just("$serde_json::private::Number".to_owned()),
        Just("$pgs_value::Number".to_owned()),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        numbers().prop_map(Value::Number),
        texts().prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::Array),
            prop::collection::vec((texts(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Equal, and with the keys of all objects in the same order.
fn same(left: &Value, right: &Value) -> bool {
    left == right && json::compact(left) == json::compact(right)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn through_text(value in values()) {
        for text in [json::compact(&value), json::plain(&value), json::pretty(&value), value.to_string()] {
            prop_assert!(same(&json::parse(&text).unwrap(), &value), "{}", text);
            prop_assert!(same(&from_str::<Value>(&text).unwrap(), &value), "{}", text);
        }
        let canonical = json::canonical(&value);
        let read = json::parse(&canonical).unwrap();
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(json::canonical(&read), canonical);
        prop_assert!(json::compact(&value).is_ascii());
        prop_assert!(json::equal(&read, &value));
    }

    #[test]
    fn through_data(value in values()) {
        prop_assert!(same(&to_value(&value).unwrap(), &value));
        prop_assert!(same(&from_value::<Value>(value.clone()).unwrap(), &value));
        prop_assert_eq!(to_string(&value).unwrap(), json::plain(&value));
        prop_assert_eq!(to_string_pretty(&value).unwrap(), json::pretty(&value));
    }

    /// However a text is damaged, it is read or refused in the same way by all that read, and never panics.
    #[test]
    fn damaged_text(value in values(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}:,\"\\\\0-9eE+.a-z -]{0,3}", cut in 0..4_usize) {
        let text = json::plain(&value);
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
        let place = at.index(places.len());
        let after = places[(place + cut).min(places.len() - 1)];
        let text = format!("{}{with}{}", &text[..places[place]], &text[after..]);
        let parsed = json::parse(&text);
        prop_assert_eq!(parsed.is_ok(), from_str::<Value>(&text).is_ok());
        if let Ok(value) = parsed {
            prop_assert!(from_str::<serde::de::IgnoredAny>(&text).is_ok());
            prop_assert!(same(&json::parse(&json::compact(&value)).unwrap(), &value));
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = json::parse_slice(&bytes);
        let _ = pgs_value::from_slice::<serde::de::IgnoredAny>(&bytes);
    }
}
