//! What is hidden in values: where, as JSON pointers, and what stands in its place.

use pgs_value::{Map, Value, View, pointer};

/// What stands in place of a suppressed value in traces and in output. As a text of a payload it has no meaning: the event
/// says where a value is suppressed.
pub const SUPPRESSED: &str = "<suppressed>";

/// Appends a key to a JSON pointer. Gives the length before.
pub(crate) fn enter(pointer: &mut String, key: &str) -> usize {
    let before = pointer.len();
    pointer::push(pointer, key);
    before
}

/// Calls `visit` for every text, number and key of an object in a value, with the pointer to it.
pub fn visit<'v>(value: View<'v>, at: &mut String, look: &mut dyn FnMut(&str, View<'v>)) {
    let mut entry = |at: &mut String, key: &str, value: View<'v>| {
        let before = enter(at, key);
        visit(value, at, look);
        at.truncate(before);
    };
    match value {
        View::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                entry(at, &n.to_string(), item.into());
            }
        }
        View::Object(object) => object.iter().for_each(|(key, value)| entry(at, key, value.into())),
        View::Fields(fields) => fields.entries().for_each(|(key, value)| entry(at, key, value)),
        scalar => look(at, scalar),
    }
}

/// What the pointer `at` leads to below `pointer`, or the whole where `pointer` leads into what `at` hides.
pub fn below<'p>(hidden: &'p str, pointer: &str) -> Option<&'p str> {
    let is_within = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if is_within(hidden, pointer) {
        return hidden.get(pointer.len()..);
    }
    is_within(pointer, hidden).then_some("")
}

/// The text of a recorded detail to which this pointer leads.
pub(crate) fn text_at<'d>(detail: &'d Map<String, Value>, pointer: &str) -> Option<&'d str> {
    let keys = pointer.strip_prefix('/')?;
    let (first, rest) = keys.split_at(keys.find('/').unwrap_or(keys.len()));
    let value = detail.get(first).and_then(|value| value.pointer(rest));
    value.and_then(Value::as_str)
}
