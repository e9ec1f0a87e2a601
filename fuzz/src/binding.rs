//! A binding, on each level where one can stand.

use pgs_protocol::protocol::{Binding, Level, Type, parse_binding};
use pgs_value::{Value, json};

/// Reads the input as a binding: JSON, or else a text.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let value = json::parse(text).unwrap_or_else(|_| Value::from(text));
    for level in [Level::Node, Level::Arguments, Level::Outputs] {
        match parse_binding(&value, level) {
            Ok(binding) => holds(&binding, &value),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

fn holds(binding: &Binding, value: &Value) {
    let _ = (binding.ty(|_| Type::Any), binding.texts(), binding.member("a"));
    for path in binding.paths() {
        assert!(path.keys.iter().all(|key| !key.is_empty()), "{path:?}");
    }
    if let Some(literal) = binding.literal() {
        assert_eq!(literal, value, "a literal is what is written");
    }
}
