//! When a recorded event and the one of a replay are the same.

use pgs_value::{Map, Value};

use pgs_trace::event::CODES;
use pgs_trace::{Side, has_hidden, hidden};

/// Whether both are written the same: `1` and `1.0` are not, nor the same keys in another order. What is suppressed in
/// the replay may have been anything.
pub(super) fn same(recorded: &Side, replayed: &Side) -> bool {
    recorded.kind == replayed.kind
        && recorded.op == replayed.op
        && recorded.status == replayed.status
        && details_agree(&recorded.detail, &replayed.detail)
}

/// The keys that one of both suppresses and the other does not, where nothing else differs: then what either suppresses may
/// have been anything.
pub(super) fn differently_suppressed(recorded: &Side, replayed: &Side) -> Option<Vec<String>> {
    let (before, now) = (marked(recorded), marked(replayed));
    let pointers = before.iter().filter(|it| !now.contains(it)).chain(now.iter().filter(|it| !before.contains(it)));
    let keys: Vec<String> = pointers.filter_map(|it| Some(it.rsplit_once('/')?.1.to_owned())).collect();
    let mut masked = replayed.clone().without_marks();
    let recorded = recorded.clone().without_marks();
    for (key, value) in &mut masked.detail {
        if let Some(recorded) = recorded.detail.get(key) {
            mask(value, recorded);
        }
    }
    (!keys.is_empty() && same(&recorded, &masked)).then_some(keys)
}

/// Where an event says that something is suppressed.
fn marked(side: &Side) -> Vec<String> {
    side.marks().map(str::to_owned).collect()
}

/// Suppresses what is suppressed in the other.
fn mask(value: &mut Value, other: &Value) {
    match (value, other) {
        (value, Value::String(text)) if has_hidden(&Value::from(text.as_str())) => *value = Value::from(hidden()),
        (Value::Object(fields), Value::Object(others)) => {
            for (key, value) in fields {
                if let Some(other) = others.get(key) {
                    mask(value, other);
                }
            }
        }
        (Value::Array(items), Value::Array(others)) => {
            items.iter_mut().zip(others).for_each(|(value, other)| mask(value, other));
        }
        _ => {}
    }
}

/// As [`fields_agree`], but for codes that one side lacks: older traces have none, and the answer of a recorded side effect
/// has only the sentence.
fn details_agree(recorded: &Map<String, Value>, replayed: &Map<String, Value>) -> bool {
    let lacks = |key: &&str| recorded.contains_key(*key) != replayed.contains_key(*key);
    let lacking: Vec<&str> = CODES.into_iter().filter(lacks).collect();
    if lacking.is_empty() {
        return fields_agree(recorded, replayed);
    }
    let without = |detail: &Map<String, Value>| {
        let fields = detail.iter().filter(|(key, _)| !lacking.contains(&key.as_str()));
        fields.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    fields_agree(&without(recorded), &without(replayed))
}

fn fields_agree(recorded: &Map<String, Value>, replayed: &Map<String, Value>) -> bool {
    recorded.len() == replayed.len()
        && recorded.iter().zip(replayed).all(|(a, b)| texts_agree(a.0, b.0) && agree(a.1, b.1))
}

fn agree(recorded: &Value, replayed: &Value) -> bool {
    match (recorded, replayed) {
        (_, Value::String(text)) if text == hidden() => true,
        (Value::String(recorded), Value::String(replayed)) => texts_agree(recorded, replayed),
        (Value::Array(recorded), Value::Array(replayed)) => {
            recorded.len() == replayed.len() && recorded.iter().zip(replayed).all(|(a, b)| agree(a, b))
        }
        (Value::Object(recorded), Value::Object(replayed)) => fields_agree(recorded, replayed),
        (Value::Number(recorded), Value::Number(replayed)) => recorded.to_string() == replayed.to_string(),
        _ => recorded == replayed,
    }
}

/// Whether the texts are the same, but for what is suppressed in the second.
pub(super) fn texts_agree(recorded: &str, replayed: &str) -> bool {
    let Some((first, after)) = replayed.split_once(hidden()) else { return recorded == replayed };
    let Some(mut rest) = recorded.strip_prefix(first) else { return false };
    let parts: Vec<&str> = after.split(hidden()).collect();
    let Some((last, between)) = parts.split_last() else { return true };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use pgs_trace::SUPPRESSED;

    use super::*;
    use crate::json;

    /// An event with this detail, of which what is suppressed is marked.
    fn event(detail: &str) -> Side {
        let Value::Object(detail) = json::parse(&detail.replace(SUPPRESSED, hidden())).unwrap() else {
            panic!("{detail}")
        };
        Side { kind: "CC_START".to_owned(), op: None, status: None, detail }
    }

    #[test]
    fn where_one_side_suppresses_more_the_key_is_known() {
        let (open, shut) =
            (r#"{"inputs":{"a":"x","b":1}}"#, r#"{"inputs":{"a":"<suppressed>","b":1},"suppressed":["/inputs/a"]}"#);
        let both = r#"{"inputs":{"a":"<suppressed>","b":"<suppressed>"},"suppressed":["/inputs/a","/inputs/b"]}"#;
        for (recorded, replayed, keys) in [
            (open, shut, Some(vec!["a"])),
            (shut, open, Some(vec!["a"])),
            (both, shut, Some(vec!["b"])),
            (both, open, Some(vec!["a", "b"])),
            // Nothing is suppressed otherwise.
            (shut, shut, None),
            (open, r#"{"inputs":{"a":"y","b":1}}"#, None),
            // Something else differs as well.
            (open, r#"{"inputs":{"a":"<suppressed>","b":2},"suppressed":["/inputs/a"]}"#, None),
            (shut, r#"{"inputs":{"a":"x","b":2}}"#, None),
        ] {
            let found = differently_suppressed(&event(recorded), &event(replayed));
            assert_eq!(found, keys.map(|it| it.into_iter().map(str::to_owned).collect()), "{recorded} {replayed}");
        }
    }

    #[test]
    fn what_is_suppressed_may_have_been_anything() {
        for (recorded, replayed, agree) in [
            ("a", "a", true),
            ("a", "b", false),
            ("ab", "a", false),
            ("to x@y", "to <suppressed>", true),
            ("to x@y", "by <suppressed>", false),
            ("to x@y now", "to <suppressed> now", true),
            ("to x@y now", "to <suppressed> then", false),
            ("x and y", "<suppressed> and <suppressed>", true),
            ("", "<suppressed>", true),
        ] {
            let replayed = &replayed.replace(SUPPRESSED, hidden());
            assert_eq!(texts_agree(recorded, replayed), agree, "{recorded} {replayed}");
        }
        let agree = |a, b: &str| {
            super::agree(&json::parse(a).unwrap(), &json::parse(&b.replace(SUPPRESSED, hidden())).unwrap())
        };
        assert!(agree(r#"{"a": [1, 2.0]}"#, r#"{"a": ["<suppressed>", 2.0]}"#));
        for (a, b) in [("1", "1.0"), (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#), ("[1]", "[1,1]"), ("null", "0")] {
            assert!(!agree(a, b), "{a} {b}");
        }
    }
}
