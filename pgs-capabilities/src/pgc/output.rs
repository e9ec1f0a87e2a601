//! What a declared output of a transform is, where only its result is known.

use pgs_rt::Value;

/// The value of the output `name`: the field of that name where the result is an object that has it; the only value of an
/// object with one key; else the whole result.
///
/// ```
/// use pgs_capabilities::pgc::output;
/// use pgs_value::json;
///
/// assert_eq!(output(&json!({"value": 1, "more": 2}), "value"), &json!(1));
/// assert_eq!(output(&json!({"a": 1}), "value"), &json!(1));
/// assert_eq!(output(&json!([1]), "value"), &json!([1]));
/// ```
pub fn output<'r>(result: &'r Value, name: &str) -> &'r Value {
    let Some(object) = result.as_object() else { return result };
    match (object.get(name), object.values().next()) {
        (Some(value), _) => value,
        (None, Some(only)) if object.len() == 1 => only,
        (None, _) => result,
    }
}
