//! Values: what they hold, how they are indexed and compared, and `json!`.

mod support;

use pgs_value::{Map, Number, Value, json};
use support::{fields, json as read};

#[test]
fn a_value_says_what_it_is() {
    let all = read(r#"[null, true, 1, 1.5, "a", [1], {"a": 1}]"#);
    let is = |value: &Value| {
        [value.is_null(), value.is_boolean(), value.is_number(), value.is_string(), value.is_array(), value.is_object()]
    };
    let expected = [0, 1, 2, 2, 3, 4, 5];
    for (value, expected) in all.as_array().unwrap().iter().zip(expected) {
        assert_eq!(is(value).iter().position(|is| *is), Some(expected), "{value}");
        assert_eq!(is(value).iter().filter(|is| **is).count(), 1, "{value}");
    }
    assert_eq!((all[1].as_bool(), all[0].as_bool()), (Some(true), None));
    assert_eq!((all[2].as_i64(), all[3].as_i64(), all[4].as_i64()), (Some(1), None, None));
    assert_eq!((all[2].as_f64(), all[3].as_f64(), all[4].as_f64()), (Some(1.0), Some(1.5), None));
    assert_eq!((all[4].as_str(), all[5].as_str()), (Some("a"), None));
    assert_eq!(all[5].as_array().map(Vec::len), Some(1));
    assert_eq!(all[6].as_object().map(Map::len), Some(1));
    assert_eq!(Value::default(), Value::Null);
}

#[test]
fn indexing_finds_or_gives_null() {
    let value = read(r#"{"a": [1, {"b": null}], "": 2}"#);
    assert_eq!(value["a"][1]["b"], Value::Null);
    assert_eq!(value["a"][0], 1);
    assert_eq!(value[""], 2);
    for nothing in [&value["x"], &value[0], &value["a"]["b"], &value["a"][2], &value["a"][0]["b"]] {
        assert_eq!(*nothing, Value::Null);
    }
    assert_eq!(value.get("x"), None);
    assert_eq!(value.get(String::from("a").as_str()).and_then(|a| a.get(0)), Some(&Value::from(1)));
    let key = &&"a";
    assert_eq!(value.get(String::from("a")), value.get(*key));
    assert_eq!(value[String::from("a")], value["a"]);
}

#[test]
fn indexing_for_change_puts_keys_into_objects() {
    let mut value = Value::Null;
    value["a"]["b"] = json!([1, 2]);
    value["a"]["b"][1] = json!("x");
    assert_eq!(value, read(r#"{"a": {"b": [1, "x"]}}"#));
    *value.get_mut("a").unwrap() = Value::from(1);
    assert_eq!(value.get_mut("b"), None);
    assert_eq!(value.to_string(), r#"{"a":1}"#);
}

#[test]
#[should_panic(expected = "no place 1")]
fn a_list_does_not_grow_by_indexing() {
    json!([1])[1] = Value::Null;
}

#[test]
fn pointers_follow_rfc_6901() {
    let mut value = read(
        r#"{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8, "~1": 9}"#,
    );
    let cases = [
        ("/foo/0", r#""bar""#),
        ("/", "0"),
        ("/a~1b", "1"),
        ("/c%d", "2"),
        ("/e^f", "3"),
        ("/i\\j", "5"),
        ("/k\"l", "6"),
        ("/ ", "7"),
        ("/m~0n", "8"),
        ("/~01", "9"),
    ];
    for (pointer, expected) in cases {
        assert_eq!(value.pointer(pointer), Some(&read(expected)), "{pointer}");
        assert_eq!(value.pointer_mut(pointer), Some(&mut read(expected)), "{pointer}");
    }
    assert_eq!(value.pointer(""), Some(&value));
    for nothing in ["foo", "/foo/2", "/foo/00", "/foo/+1", "/foo/-", "/foo/bar", "/x", "//", "/foo/0/x"] {
        assert_eq!(value.pointer(nothing), None, "{nothing}");
    }
    *value.pointer_mut("/foo/1").unwrap() = Value::Null;
    assert_eq!(value["foo"], json!(["bar", null]));
    assert_eq!(value.pointer_mut("/foo").map(Value::take), Some(json!(["bar", null])));
    assert_eq!(value["foo"], Value::Null);
}

#[test]
fn equality_is_of_what_is_written() {
    assert_eq!(read(r#"{"a": 1, "b": 2}"#), read(r#"{"b": 2, "a": 1}"#));
    assert_ne!(read("[1, 2]"), read("[2, 1]"));
    assert_ne!(read("1"), read("1.0"));
    assert_ne!(read("0.0"), read("-0.0"));
    assert_eq!(read("-0"), read("0"));
    assert_eq!(read("1e2"), read("100.0"));
    assert_ne!(read("1"), read("true"));
}

#[test]
fn values_equal_rust_values() {
    assert!(read("1") == 1 && 1 == read("1") && read("1") == 1_u64 && read("-1") == -1_i8);
    assert!(read("1.0") != 1 && read("1.0") == 1.0 && read("1") != 1.0);
    assert!(read("18446744073709551615") == u64::MAX);
    let owned = "a".to_owned();
    assert!(
        read(r#""a""#) == "a"
            && "a" == read(r#""a""#)
            && read(r#""a""#) == *"a"
            && read(r#""a""#) == owned
            && owned == read(r#""a""#)
    );
    assert!(read("true") == true && read("1") != true && read("null") != false);
}

#[test]
fn rust_values_become_values() {
    assert_eq!(Value::from(vec![1, 2]), read("[1, 2]"));
    assert_eq!(Value::from(&["a", "b"][..]), read(r#"["a", "b"]"#));
    assert_eq!(Value::from([Some(1.5), None]), read("[1.5, null]"));
    assert_eq!(["a", "b"].into_iter().collect::<Value>(), read(r#"["a", "b"]"#));
    assert_eq!([("k", 1)].into_iter().collect::<Value>(), read(r#"{"k": 1}"#));
    assert_eq!(Value::from(u64::MAX), read("18446744073709551615"));
    assert_eq!(Value::from(f64::NAN), Value::Null);
    assert_eq!(Value::from(fields(r#"{"a": 1}"#)), read(r#"{"a": 1}"#));
    assert_eq!(Value::from(Number::from(3)), read("3"));
}

#[test]
fn all_objects_are_sorted() {
    let mut value = read(r#"{"b": [{"d": 1, "c": 2}], "a": {"f": 1, "e": {"h": 1, "g": 2}}}"#);
    value.sort_all_objects();
    assert_eq!(value.to_string(), r#"{"a":{"e":{"g":2,"h":1},"f":1},"b":[{"c":2,"d":1}]}"#);
}

#[test]
fn a_value_is_shown_as_one_line_with_its_own_characters() {
    let value = read(r#"{"é\n\u0001\u007f": [1.50, 1e16, null, true, "\"\\/"]}"#);
    assert_eq!(value.to_string(), "{\"é\\n\\u0001\u{7f}\":[1.5,1e+16,null,true,\"\\\"\\\\/\"]}");
    assert_eq!(format!("{:>4}|{:<4}|", Number::from(7), Number::from(7)), "   7|7   |");
}

#[test]
fn json_in_rust_is_read_as_json() {
    struct Place {
        name: &'static str,
    }
    let (place, text, list) = (Place { name: "x" }, String::from("owned"), vec![1, 2]);
    let value = json!({
        "null": null, "bools": [true, false], "numbers": [0, -1, 1.5, 1 + 2, u64::MAX], "text": text, "list": list,
        "nested": {"a": {"b": [{}, [], [[]], {"c": null,},],}}, "field": place.name, "index": list[0],
        "call": text.len(), "if": if list.is_empty() { 1 } else { 2 }, "sum": (1 + 2),
        "array then call": [1, 2].len(), "option": None::<i64>, (place.name): "key", &text: 1, text.clone() + "!": [1], "tuple": (1, "a"),
    });
    let expected = r#"{"null": null, "bools": [true, false], "numbers": [0, -1, 1.5, 3, 18446744073709551615],
        "text": "owned", "list": [1, 2], "nested": {"a": {"b": [{}, [], [[]], {"c": null}]}}, "field": "x", "index": 1,
        "call": 5, "if": 2, "sum": 3, "array then call": 2, "option": null, "x": "key", "owned": 1, "owned!": [1], "tuple": [1, "a"]}"#;
    assert_eq!(value.to_string(), read(expected).to_string());
    // What was borrowed is still there.
    assert_eq!((text.as_str(), list.len()), ("owned", 2));
    assert_eq!([json!(null), json!(1), json!("a"), json!([])], [Value::Null, 1.into(), "a".into(), read("[]")]);
    assert_eq!(json!([null, [null,], {}]), read("[null, [null], {}]"));
    assert_eq!(json!({"a": 1, "a": 2}), read(r#"{"a": 2}"#));
}
