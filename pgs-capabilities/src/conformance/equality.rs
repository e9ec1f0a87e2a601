//! When an output is the expected one.

use pgs_rt::{Value, json};

/// Equality that tells `true` from `1`, which Python's `==` does not, but not `1` from `1.0`.
pub(super) fn same(want: &Value, got: &Value) -> bool {
    match (want, got) {
        (Value::Bool(want), Value::Bool(got)) => want == got,
        (Value::Bool(_), _) | (_, Value::Bool(_)) => false,
        (Value::Array(want), Value::Array(got)) => {
            want.len() == got.len() && want.iter().zip(got).all(|(want, got)| same(want, got))
        }
        (Value::Object(want), Value::Object(got)) => {
            want.len() == got.len() && want.iter().all(|(key, want)| got.get(key).is_some_and(|got| same(want, got)))
        }
        _ => json::equal(want, got),
    }
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    #[test]
    fn booleans_are_no_numbers_at_any_depth() {
        assert!(same(&json!([1, { "a": 2.0 }]), &json!([1.0, { "a": 2 }])));
        assert!(same(&json!(true), &json!(true)));
        assert!(!same(&json!(true), &json!(1)));
        assert!(!same(&json!([{ "a": 0 }]), &json!([{ "a": false }])));
        assert!(!same(&json!({ "a": 1 }), &json!({ "a": 1, "b": 1 })));
        assert!(!same(&json!([1]), &json!([1, 2])));
        assert!(!same(&json!([]), &json!({})));
        assert!(!same(&json!("1"), &json!(1)));
        assert!(same(&json!(null), &json!(null)));
    }
}
