//! Typed data: from text, from values, and back; and in formats of other crates.

mod support;

use std::borrow::Cow;
use std::collections::BTreeMap;

use pgs_value::{DeserializeError, Field, Map, Number, SerializeError, Value, from_str, from_value, json, to_value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use support::json as read;

const BIG: &str = "1234567890123456789012345678901234567890123456789";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Member {
    full_name: String,
    age: Option<u8>,
    wealth: Field<Number>,
    anything: Value,
    more: Map<String, Value>,
    tags: Vec<Tag>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Word(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tag {
    Young,
    Old,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    Wrapped(Number),
    Pair(i64, Value),
    Named { big: Value },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    own: i64,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Either {
    Text(String),
    Number(Number),
    List(Vec<Value>),
}

fn both_ways<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str, data: &T) {
    assert_eq!(&from_str::<T>(text).unwrap(), data, "{text}");
    assert_eq!(&from_value::<T>(read(text)).unwrap(), data, "{text}");
    assert_eq!(to_value(data).unwrap(), read(text), "{text}");
    assert_eq!(pgs_value::to_string(data).unwrap(), json::plain(&read(text)), "{text}");
}

#[test]
fn data_goes_both_ways() {
    let member = Member {
        full_name: "Ada \"\n".into(),
        age: Some(36),
        wealth: Field::Is(BIG.parse().unwrap()),
        anything: read(&format!("[{BIG}, {{}}]")),
        more: support::fields(&format!(r#"{{"z": -{BIG}, "a": 1.5}}"#)),
        tags: vec![Tag::Young, Tag::Old],
    };
    let text = format!(
        r#"{{"full-name":"Ada \"\n","age":36,"wealth":{BIG},"anything":[{BIG},{{}}],"more":{{"z":-{BIG},"a":1.5}},"tags":["young","old"]}}"#
    );
    both_ways(&text, &member);
    both_ways(r#""Nothing""#, &Shape::Nothing);
    both_ways(&format!(r#"{{"Wrapped":{BIG}}}"#), &Shape::Wrapped(BIG.parse().unwrap()));
    both_ways(&format!(r#"{{"Pair":[-1,{BIG}]}}"#), &Shape::Pair(-1, read(BIG)));
    both_ways(&format!(r#"{{"Named":{{"big":{BIG}}}}}"#), &Shape::Named { big: read(BIG) });
    both_ways("[1,null,null,\"a\"]", &(1_u8, (), None::<bool>, 'a'));
    both_ways("[255,-128,18446744073709551615,-9223372036854775808]", &(u8::MAX, i8::MIN, u64::MAX, i64::MIN));
    both_ways(
        "[170141183460469231731687303715884105727,340282366920938463463374607431768211455]",
        &(i128::MAX, u128::MAX),
    );
    both_ways("[1.5,0.25]", &(1.5_f64, 0.25_f32));
    both_ways(r#"{"a":[1],"b":[]}"#, &BTreeMap::from([("a".to_owned(), vec![1]), ("b".to_owned(), vec![])]));
}

#[test]
fn integers_of_any_size_pass_through_what_keeps_parts_for_later() {
    let text = format!(r#"{{"own":1,"z":{BIG},"a":[18446744073709551615,{{"b":-{BIG}}}]}}"#);
    both_ways(&text, &Flat { own: 1, rest: support::fields(&text[1..].replacen("\"own\":1,", "{", 1)) });
    both_ways(BIG, &Either::Number(BIG.parse().unwrap()));
    both_ways(r#""12""#, &Either::Text("12".into()));
    both_ways(&format!("[{BIG},\"{BIG}\"]"), &Either::List(vec![read(BIG), BIG.into()]));
}

#[test]
fn keys_are_texts_of_more_than_texts() {
    both_ways(r#"{"-1":2,"7":1}"#, &BTreeMap::from([(7, 1), (-1, 2)]));
    both_ways(r#"{"false":0,"true":1}"#, &BTreeMap::from([(true, 1), (false, 0)]));
    both_ways(r#"{"young":1}"#, &BTreeMap::from([(Tag::Young, 1)]));
    both_ways(r#"{"a":1,"é\n":2}"#, &BTreeMap::from([(Word("a".into()), 1), (Word("é\n".into()), 2)]));
    assert!(from_str::<BTreeMap<u8, u8>>(r#"{"256":1}"#).is_err());
    assert!(from_str::<BTreeMap<u8, u8>>(r#"{"a":1}"#).is_err());
}

#[test]
fn numbers_fit_their_types_or_are_refused() {
    for text in ["256", "-1", "1.0", "1e2", "\"1\"", "null", "18446744073709551616", BIG] {
        assert!(from_str::<u8>(text).is_err() && from_value::<u8>(read(text)).is_err(), "{text}");
    }
    assert_eq!(from_str::<f64>("3"), Ok(3.0));
    assert_eq!(from_str::<f64>(BIG), Ok(BIG.parse().unwrap()));
    assert_eq!(from_value::<f64>(read(BIG)), Ok(BIG.parse().unwrap()));
    let error = from_str::<i128>(&format!("[{BIG}]").replace(['[', ']'], "")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("invalid type: an integer beyond 128 bits, expected i128 at line 1 column {}", BIG.len())
    );
}

#[test]
fn errors_say_what_and_where() {
    let error = from_str::<Member>("{\"age\": 1,\n \"full-name\": 7}").unwrap_err();
    assert!(matches!(&error, DeserializeError::Data { position: Some(place), .. } if place.line == 2), "{error}");
    assert!(error.to_string().starts_with("invalid type: integer `7`, expected a string at line 2 column "), "{error}");
    let error = from_value::<Member>(json!({"full-name": 7})).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: integer `7`, expected a string");
    let error = from_str::<Member>("{\"age\": 1,}").unwrap_err();
    assert!(matches!(error, DeserializeError::Parse(json::ParseError::Syntax { .. })), "{error}");
    assert!(from_str::<Member>("{} x").is_err());
    assert!(from_str::<Map<String, Value>>("null").is_err() && from_value::<Map<String, Value>>(Value::Null).is_err());
    for too_long in ["[1,2,3]", "[1]", "{\"a\":1}"] {
        assert!(from_str::<(u8, u8)>(too_long).is_err() && from_value::<(u8, u8)>(read(too_long)).is_err());
    }
    for no_tag in ["\"middle\"", "{\"young\":1}", "{}", "1", "{\"young\":null,\"old\":null}"] {
        assert!(from_str::<Tag>(no_tag).is_err() && from_value::<Tag>(read(no_tag)).is_err(), "{no_tag}");
    }
}

#[test]
fn texts_are_borrowed_where_they_can_be() {
    #[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
    struct Name<'n>(#[serde(borrow)] Cow<'n, str>);
    let names: BTreeMap<String, Name<'_>> = from_str(r#"{"plain": "é", "empty": "", "escaped": "\u00e9"}"#).unwrap();
    let is_borrowed = |key: &str| matches!(names[key].0, Cow::Borrowed(_));
    assert_eq!([is_borrowed("plain"), is_borrowed("empty"), is_borrowed("escaped")], [true, true, false]);
    assert_eq!(names["plain"].0, names["escaped"].0);
    let keys: BTreeMap<Name<'_>, i64> = from_str(r#"{"plain": 1, "\u00e9": 2}"#).unwrap();
    let are_borrowed: Vec<_> = keys.keys().map(|key| matches!(key.0, Cow::Borrowed(_))).collect();
    assert_eq!(are_borrowed, [true, false]);
    assert_eq!(from_str::<&str>(r#""a""#), Ok("a"));
    assert!(from_str::<&str>(r#""\n""#).is_err());
}

#[test]
fn what_json_does_not_have_is_refused() {
    assert_eq!(to_value(f64::NAN), Err(SerializeError::NotFinite));
    assert_eq!(to_value(BTreeMap::from([(vec![1], 1)])), Err(SerializeError::Key));
    assert_eq!(to_value(BTreeMap::from([((), 1)])), Err(SerializeError::Key));
    assert_eq!(to_value(BTreeMap::from([(7, true)])), Ok(read(r#"{"7": true}"#)));
    assert_eq!(to_value(BTreeMap::from([(true, 1)])), Ok(read(r#"{"true": 1}"#)));
}

/// No feature of the other crate is on.
#[test]
fn other_formats_have_integers_of_128_bits_or_refuse_them() {
    let value = read(r#"{"z": 18446744073709551615, "a": [1.5, -1, "x", null, true], "b": {}}"#);
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(text, value.to_string());
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    let wide = read(&u128::MAX.to_string());
    assert_eq!(serde_json::to_string(&wide).unwrap(), u128::MAX.to_string());
    for refused in [read(BIG), json!([{"a": read(BIG)}])] {
        let error = serde_json::to_string(&refused).unwrap_err();
        assert!(error.to_string().contains("beyond 128 bits"), "{error}");
        assert!(serde_json::to_value(&refused).is_err());
    }
    // A refusal leaves nothing behind.
    assert_eq!(to_value(read(BIG)), Ok(read(BIG)));
    assert!(serde_json::to_string(&read(BIG)).is_err());
}

#[test]
fn toml_refuses_what_it_does_not_have() {
    let value = json!({"a": i64::MAX, "b": [1.5], "c": {"d": "x"}});
    let text = toml::to_string(&value).unwrap();
    assert_eq!(toml::from_str::<Value>(&text).unwrap(), value);
    for refused in [json!({ "a": read(BIG) }), json!({"a": null, "b": [null]})] {
        assert!(toml::to_string(&refused).is_err(), "{refused}");
    }
    let infinite = toml::from_str::<Value>("a = inf");
    assert!(infinite.unwrap_err().to_string().contains("not finite"));
}
