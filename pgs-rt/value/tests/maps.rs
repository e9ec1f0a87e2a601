//! Objects: the order of keys, and what keeps it.

mod support;

use pgs_value::{Map, Value, json};
use support::fields;

fn text(object: &Map<String, Value>) -> String {
    json::compact(&Value::Object(object.clone()))
}

#[test]
fn keys_keep_the_order_in_which_they_came() {
    let mut object = fields(r#"{"z": 1, "a": 2, "m": 3}"#);
    assert_eq!(object.insert("a".into(), 4.into()), Some(2.into()));
    assert_eq!(object.insert("b".into(), 5.into()), None);
    assert_eq!(text(&object), r#"{"z":1,"a":4,"m":3,"b":5}"#);
    assert_eq!(object.keys().collect::<Vec<_>>(), ["z", "a", "m", "b"]);
    assert_eq!(object.keys().rev().collect::<Vec<_>>(), ["b", "m", "a", "z"]);
    assert!(object.values().eq([1, 4, 3, 5].map(Value::from).iter()));
    assert!(object.iter().map(|(key, _)| key).eq((&object).into_iter().map(|(key, _)| key)));
    assert_eq!(object.iter().len(), 4);
}

#[test]
fn removal_keeps_the_order_if_it_is_to() {
    let all = fields(r#"{"a": 1, "b": 2, "c": 3, "d": 4}"#);
    let removed = |remove: fn(&mut Map<String, Value>) -> Option<Value>| {
        let mut object = all.clone();
        assert_eq!(remove(&mut object), Some(1.into()));
        text(&object)
    };
    assert_eq!(removed(|it| it.shift_remove("a")), r#"{"b":2,"c":3,"d":4}"#);
    assert_eq!(removed(|it| it.swap_remove("a")), r#"{"d":4,"b":2,"c":3}"#);
    assert_eq!(removed(|it| it.remove("a")), removed(|it| it.swap_remove("a")));
    let mut object = all.clone();
    assert_eq!(object.remove("x"), None);
    object.retain(|key, value| {
        *value = Value::Null;
        key > &"b".to_owned()
    });
    assert_eq!(text(&object), r#"{"c":null,"d":null}"#);
}

#[test]
fn entries_fill_what_is_missing() {
    let mut object = fields(r#"{"a": 1}"#);
    *object.entry("a").or_insert(7.into()) = 2.into();
    assert_eq!(*object.entry("b").or_insert_with(|| 3.into()), 3);
    object.entry("b").and_modify(|it| *it = 4.into()).or_insert(5.into());
    assert_eq!(text(&object), r#"{"a":2,"b":4}"#);
}

#[test]
fn objects_are_made_of_objects() {
    let mut first = fields(r#"{"a": 1, "b": 2}"#);
    let mut second = fields(r#"{"c": 3, "a": 4}"#);
    let mut extended = first.clone();
    extended.extend(second.clone());
    assert_eq!(text(&extended), r#"{"a":4,"b":2,"c":3}"#);
    first.append(&mut second);
    assert_eq!((first, second.is_empty()), (extended.clone(), true));
    extended.sort_keys();
    for value in extended.values_mut() {
        *value = Value::Null;
    }
    for (key, value) in &mut extended {
        *value = key.as_str().into();
    }
    assert_eq!(text(&extended), r#"{"a":"a","b":"b","c":"c"}"#);
    assert!(extended.clone().into_keys().eq(["a", "b", "c"]));
    assert!(extended.clone().into_values().eq(["a", "b", "c"].map(Value::from)));
    assert_eq!(extended.clone().into_iter().collect::<Map<_, _>>(), extended);
    extended.clear();
    assert_eq!(extended, Map::new());
}

#[test]
fn equality_and_hash_pass_over_the_order() {
    use std::hash::{BuildHasher as _, RandomState};
    let (one, other) = (fields(r#"{"a": 1, "b": [2.0]}"#), fields(r#"{"b": [2.0], "a": 1}"#));
    let hasher = RandomState::new();
    assert_eq!(one, other);
    assert_eq!(hasher.hash_one(&one), hasher.hash_one(&other));
    assert_ne!(one, fields(r#"{"a": 1}"#));
    assert_ne!(one, fields(r#"{"a": 1, "c": [2.0]}"#));
}

#[test]
fn indexing_finds_what_is_there() {
    let mut object = fields(r#"{"a": 1}"#);
    assert_eq!(object["a"], 1);
    object["a"] = 2.into();
    assert_eq!(object[&"a".to_owned()], 2);
    assert_eq!(object.get_key_value("a"), Some((&"a".to_owned(), &2.into())));
    assert!(object.contains_key("a") && !object.contains_key("b"));
}
