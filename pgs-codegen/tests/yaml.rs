//! What the YAML of a machine block means in JSON: what PyYAML's `safe_load` and `json.dumps` make of it.

mod common;

use common::Fixture;
use pgs_value::{Map, Value, json};
use proptest::prelude::*;

const PATH: &str = "protocol_snapshot/artifacts/events/shop__EV_X_V0.json";

/// The frontmatter that a machine block is sealed as.
fn sealed(machine: &str) -> Value {
    let fixture = Fixture::empty();
    fixture.artifact("events/shop__EV_X_V0", machine);
    fixture.seal();
    assert_eq!(fixture.read(), []);
    fixture.json(PATH)["frontmatter"].clone()
}

/// Why a machine block is refused.
fn refused(machine: &str) -> String {
    let fixture = Fixture::empty();
    fixture.artifact("events/shop__EV_X_V0", machine);
    let found = fixture.seal_error();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].message.clone()
}

#[test]
fn plain_scalars() {
    for (text, value) in [
        ("yes", json!(true)),
        ("No", json!(false)),
        ("on", json!(true)),
        ("OFF", json!(false)),
        ("y", json!("y")),
        ("", json!(null)),
        ("~", json!(null)),
        ("Null", json!(null)),
        ("nULL", json!("nULL")),
        ("12", json!(12)),
        ("-12", json!(-12)),
        ("+12", json!(12)),
        ("-0", json!(0)),
        ("1_000", json!(1000)),
        ("0x1F", json!(31)),
        ("-0x1f", json!(-31)),
        ("0b101", json!(5)),
        ("017", json!(15)),
        ("08", json!("08")),
        ("0o17", json!("0o17")),
        ("1:30", json!(90)),
        ("1:30:15", json!(5415)),
        ("1:60", json!("1:60")),
        ("1.5", json!(1.5)),
        ("1.", json!(1.0)),
        (".5", json!(0.5)),
        ("-.5", json!("-.5")),
        ("1_0.5", json!(10.5)),
        ("1e3", json!("1e3")),
        ("1.5e3", json!("1.5e3")),
        ("1.5e+3", json!(1500.0)),
        ("1:30.5", json!(90.5)),
        ("!!float 5", json!(5.0)),
        ("!!float 1e3", json!(1000.0)),
        ("!!float -1_0", json!(-10.0)),
        ("!!float 1:30", json!(90.0)),
        ("!!int 5", json!(5)),
        ("2026-01-01", json!("2026-01-01")),
        ("2026-01-01T00:00:00Z", json!("2026-01-01T00:00:00Z")),
        ("1.2.3", json!("1.2.3")),
        ("$.payload.name", json!("$.payload.name")),
        ("a b # comment", json!("a b")),
    ] {
        assert_eq!(sealed(&format!("a: {text}\n")), json!({"a": value}), "{text}");
    }
}

#[test]
fn quoted_and_block_scalars() {
    for (text, value) in [
        ("'it''s no'", "it's no"),
        ("\"12\"", "12"),
        ("\"\\u00e9\\n\\x41\"", "é\nA"),
        (">\n  one\n  two\n\n  three\n", "one two\nthree\n"),
        (">-\n  one\n  two\n", "one two"),
        ("|\n  one\n    two\n", "one\n  two\n"),
        ("|+\n  one\n", "one\n\n"),
        ("one\n  two", "one two"),
        ("!!str 12", "12"),
    ] {
        assert_eq!(sealed(&format!("a: {text}\nb: 1\n")), json!({"a": value, "b": 1}), "{text}");
    }
}

#[test]
fn a_block_scalar_at_the_very_end_loses_its_line_break() {
    assert_eq!(sealed("a: >\n  one\n  two\n"), json!({"a": "one two"}));
    assert_eq!(sealed("a:\n- |\n  one\n\n"), json!({"a": ["one"]}));
}

#[test]
fn integers_of_any_size_are_exact() {
    let fixture = Fixture::empty();
    fixture.artifact("events/shop__EV_X_V0", "a: 123456789012345678901234567890123456789012345678901\n");
    fixture.seal();
    assert!(fixture.text(PATH).contains(": 123456789012345678901234567890123456789012345678901\n"));
    assert_eq!(fixture.read(), []);
}

#[test]
fn keys_are_text() {
    assert_eq!(
        sealed("on: 1\n2: 2\n~: 3\n1.50: 4\n'no': 5\n"),
        json!({"true": 1, "2": 2, "null": 3, "1.5": 4, "no": 5})
    );
}

#[test]
fn merges() {
    assert_eq!(
        sealed("more:\n  <<: {a: 1, b: [2]}\n  a: 3\nboth: {<<: [{c: 1}, {a: 1, c: 2}]}\n"),
        json!({"more": {"a": 3, "b": [2]}, "both": {"a": 1, "c": 1}})
    );
}

/// A few lines of aliases are gigabytes of values.
#[test]
fn anchors_and_aliases_are_refused_where_they_stand() {
    for (machine, place) in [
        ("a: &a 1\n", "line 6, column 4"),
        ("a: &a [1]\n", "line 6, column"),
        ("a: 1\nb: &b\n  c: 1\n", "at line"),
        ("a: &a {b: 1}\nc: *a\n", "line 6, column"),
    ] {
        let found = refused(machine);
        assert!(found.contains("anchors and aliases are not read") && found.contains(place), "{machine}: {found}");
    }
}

/// What PyYAML, which sealed what is published, reads otherwise than a reader of YAML 1.2.
#[test]
fn what_readers_of_yaml_read_differently_is_refused_where_it_stands() {
    for (machine, message) in [
        (
            "a:\tb\n",
            "U+0009, a tab, is no white space everywhere in YAML; in double quotes it can be written as an escape, at line 6, column 3",
        ),
        ("a: 'b\u{2028}c'\n", "U+2028, a line break to some readers of YAML and not to others"),
        ("a: b\u{85}c\n", "U+0085, a line break"),
        ("a: \"b\u{1b}\"\n", "U+001B, a control character"),
        ("a: \u{ffff}\n", "U+FFFF, no character"),
        ("a: \"b\nc\"\n", "invalid indentation in quoted scalar at line 6, column 4"),
        ("a:\n  b: 'c\nd'\n", "at line 7, column"),
        ("a: !\n", "tag ! does not fit `` at line 6"),
        ("a: ! 12\n", "tag ! does not fit `12` at line 6"),
        ("a: =\n", "this must stand in quotes at line 6, column 4"),
        ("a: [b?c]\n", "this must stand in quotes at line 6, column 5"),
        (": b\n", "a key is missing at line 6, column 1"),
        ("a: {b\n  c: 1}\n", "a key stands in one line, and this one does not at line 6, column 5"),
        ("%YAML 1.1\n---\na: 1\n", "a machine block begins with its first key at line 6, column 1"),
    ] {
        let found = refused(machine);
        assert!(found.contains(message), "{machine:?}: {found}");
    }
}

#[test]
fn what_json_cannot_hold_is_refused() {
    for (text, message) in [
        (".inf", "`.inf` is no number that JSON can hold at line 6, column 4"),
        (".nan", "`.nan` is no number that JSON can hold at line 6, column 4"),
        ("!!binary aGk=", "tag !!binary does not fit `aGk=` at line 6, column 4"),
        ("!point {x: 1}", "tag !point has no meaning in JSON at line 6, column 4"),
        ("{[1]: 2}", "a collection can't be a key at line 6, column 5"),
        ("*nowhere", "line 6, column"),
        ("{<<: 1}", "`<<` takes a mapping or a list of mappings"),
        ("1\n---\nb: 2", "a second document at line 7, column 1"),
    ] {
        let found = refused(&format!("a: {text}\n"));
        assert!(found.contains(message), "{text}: {found}");
    }
}

#[test]
fn nesting_has_a_limit() {
    assert!(refused(&format!("a: {}{}\n", "[".repeat(200), "]".repeat(200))).contains("nest too deep"));
    let found = refused(&format!("a: {}\n", "[".repeat(400_000)));
    assert!(found.contains("nest too deep") || found.contains("recursion limit"), "{found}");
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    assert_eq!(refused("a: 1\nb: {c: 1, c: 2}\n"), "`c` stands twice in one mapping, again at line 7");
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1.0e15..1.0e15).prop_map(Value::from),
        "[ -~éλ\u{1F600}\n]{0,12}".prop_map(Value::from),
        "[0-9xobe_+.:-]{0,6}".prop_map(Value::from),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z0-9 :#-]{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// YAML whose meaning is this value: block collections, double-quoted text.
fn yaml(value: &Value, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => map.iter().fold("\n".to_owned(), |text, (key, value)| {
            text + &format!("{pad}{}: {}", json!(key), yaml(value, indent + 2))
        }),
        Value::Array(items) if !items.is_empty() => {
            items.iter().fold("\n".to_owned(), |text, item| text + &format!("{pad}- {}", yaml(item, indent + 2)))
        }
        Value::Number(number) => format!("{}\n", python_float(&number.to_string())),
        other => format!("{other}\n"),
    }
}

/// YAML 1.1 reads an exponent only with a point before it and a sign in it.
fn python_float(text: &str) -> String {
    let Some((digits, exponent)) = text.split_once('e') else { return text.to_owned() };
    let point = if digits.contains('.') { "" } else { "." };
    let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
    format!("{digits}{point}e{sign}{exponent}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sealed_and_read_is_what_was_written(map in prop::collection::btree_map("[a-z]{1,6}", tree(), 0..5)) {
        let value = Value::Object(map.into_iter().collect::<Map<_, _>>());
        let machine = if value == json!({}) { "{}\n".to_owned() } else { yaml(&value, 0) };
        prop_assert_eq!(sealed(&machine), value);
    }
}
