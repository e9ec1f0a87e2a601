//! What is hidden in values: where, as JSON pointers, and what stands in its place.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::LazyLock;

use pgs_value::{Map, Value, View, pointer};

/// What stands in place of a suppressed value in traces and in output. As a text of a payload it has no meaning: the event
/// says where a value is suppressed.
pub const SUPPRESSED: &str = "<suppressed>";

/// What stands in place of a suppressed value in a run that repeats a recorded one. It is random, so that no payload and no
/// trace can hold it.
static HIDDEN: LazyLock<String> = LazyLock::new(|| {
    let [a, b] = [0, 1].map(|n: u8| {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u8(n);
        hasher.finish()
    });
    format!("<suppressed {a:016x}{b:016x}>")
});

/// What stands for a suppressed value while a recorded run is repeated.
pub fn hidden() -> &'static str {
    &HIDDEN
}

/// Whether a suppressed value stands in a text of a run that is repeated.
pub fn is_hidden(text: &str) -> bool {
    text.contains(hidden())
}

/// Whether a suppressed value stands anywhere in a value of a run that is repeated.
pub fn has_hidden(value: &Value) -> bool {
    match value {
        Value::String(text) => is_hidden(text),
        Value::Array(items) => items.iter().any(has_hidden),
        Value::Object(object) => object.iter().any(|(key, value)| is_hidden(key) || has_hidden(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

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
