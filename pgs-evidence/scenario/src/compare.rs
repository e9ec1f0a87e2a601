//! What is expected against what is there.

use std::fmt::Write as _;

use pgs_rt::{Map, Value};

use crate::pattern::stands_for;

/// A place where something else is than is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where, as a path: `surface.member_id`, `[2].key`; empty for the whole.
    pub path: String,
    /// What is expected; none: nothing.
    pub expected: Option<Value>,
    /// What is there; none: nothing.
    pub found: Option<Value>,
}

/// How many keys count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// All.
    All,
    /// Those of the outermost object that are expected; below it all.
    Expected,
}

/// Where a value differs from the expected one, in order.
pub fn differences(path: &str, expected: &Value, found: &Value) -> Vec<Difference> {
    let mut list = Vec::new();
    let mut path = path.to_owned();
    add(&mut path, expected, found, &mut list);
    list
}

/// The same for objects of which only the expected keys count.
pub fn differences_in(path: &str, expected: &Map<String, Value>, found: &Map<String, Value>) -> Vec<Difference> {
    let mut list = Vec::new();
    add_fields(&mut path.to_owned(), expected, found, Keys::Expected, &mut list);
    list
}

fn add(path: &mut String, expected: &Value, found: &Value, list: &mut Vec<Difference>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => add_fields(path, expected, found, Keys::All, list),
        (Value::Array(expected), Value::Array(found)) => {
            for n in 0..expected.len().max(found.len()) {
                within(path, &format!("[{n}]"), |path| add_field(path, expected.get(n), found.get(n), list));
            }
        }
        _ if stands_for(expected, found) => {}
        _ => list.push(Difference { path: path.clone(), expected: Some(expected.clone()), found: Some(found.clone()) }),
    }
}

fn add_fields(
    path: &mut String,
    expected: &Map<String, Value>,
    found: &Map<String, Value>,
    keys: Keys,
    list: &mut Vec<Difference>,
) {
    for (key, value) in expected {
        within(path, &segment(path, key), |path| add_field(path, Some(value), found.get(key), list));
    }
    if keys == Keys::Expected {
        return;
    }
    for (key, value) in found.iter().filter(|(key, _)| !expected.contains_key(key.as_str())) {
        within(path, &segment(path, key), |path| add_field(path, None, Some(value), list));
    }
}

fn add_field(path: &mut String, expected: Option<&Value>, found: Option<&Value>, list: &mut Vec<Difference>) {
    match (expected, found) {
        (Some(expected), Some(found)) => add(path, expected, found, list),
        (expected, found) => {
            list.push(Difference { path: path.clone(), expected: expected.cloned(), found: found.cloned() });
        }
    }
}

/// A key in a path.
fn segment(path: &str, key: &str) -> String {
    let is_plain = !key.is_empty() && key.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it));
    match (is_plain, path.is_empty()) {
        (true, true) => key.to_owned(),
        (true, false) => format!(".{key}"),
        (false, _) => format!("[{key:?}]"),
    }
}

fn within(path: &mut String, segment: &str, then: impl FnOnce(&mut String)) {
    let before = path.len();
    // Writing to a String can't fail.
    let _ = path.write_str(segment);
    then(path);
    path.truncate(before);
}

#[cfg(test)]
mod tests {
    use pgs_rt::json;

    use super::*;

    fn said(expected: &str, found: &str) -> Vec<String> {
        let value = |text: &str| json::parse(text).unwrap();
        let text = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), json::compact);
        let all = differences("surface", &value(expected), &value(found));
        all.iter().map(|it| format!("{}: {} {}", it.path, text(&it.expected), text(&it.found))).collect()
    }

    #[test]
    fn each_place_is_named() {
        let expected = r#"{"a": 1, "b": [1, {"x y": 2}], "c": "<any>", "d": 4}"#;
        let found = r#"{"a": 1.0, "b": [1, {"x y": 3}, 4], "c": null, "e": 5}"#;
        let places = [
            "surface.a: 1 1.0",
            "surface.b[1][\"x y\"]: 2 3",
            "surface.b[2]: nothing 4",
            "surface.d: 4 nothing",
            "surface.e: nothing 5",
        ];
        assert_eq!(said(expected, found), places);
        assert_eq!(said("[]", "{}"), ["surface: [] {}"]);
        assert!(said(expected, r#"{"d": 4, "b": [1, {"x y": 2}], "c": 1, "a": 1}"#).is_empty());
    }
}
