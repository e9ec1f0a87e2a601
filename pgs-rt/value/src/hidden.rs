//! What stands for a value that nobody knows: in a run that repeats a recorded one, which does not show every value.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::LazyLock;

use crate::value::Value;

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
