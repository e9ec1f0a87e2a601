//! Where two values differ first.

use std::fmt;

use pgs_value::Value;

/// A difference.
pub struct Difference<'a> {
    keys: Vec<String>,
    expected: Option<&'a Value>,
    found: Option<&'a Value>,
}

impl Difference<'_> {
    /// The keys that lead to it.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: Option<&Value>| value.map_or("nothing".to_owned(), |value| short(&value.to_string()));
        write!(f, "the runtime would execute {}, and the artifact says {}", shown(self.found), shown(self.expected))
    }
}

/// How much of a value is shown, in characters.
const SHOWN: usize = 80;

fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The first difference; none if the values are equal.
pub fn difference<'a>(expected: &'a Value, found: &'a Value) -> Option<Difference<'a>> {
    let differs = || Some(Difference { keys: Vec::new(), expected: Some(expected), found: Some(found) });
    match (expected, found) {
        (Value::Object(one), Value::Object(other)) => {
            let missing = one.keys().chain(other.keys()).find(|key| one.contains_key(*key) != other.contains_key(*key));
            let below = one.iter().find_map(|(key, value)| Some(difference(value, other.get(key)?)?.below(key)));
            below.or_else(|| {
                let key = missing?;
                Some(Difference { keys: vec![key.clone()], expected: one.get(key), found: other.get(key) })
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs.into_iter().find_map(|(n, (one, other))| Some(difference(one, other)?.below(&n.to_string())))
        }
        (one, other) if one == other => None,
        _ => differs(),
    }
}

impl Difference<'_> {
    fn below(mut self, key: &str) -> Self {
        self.keys.insert(0, key.to_owned());
        self
    }
}
