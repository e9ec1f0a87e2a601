//! W110: characters in the texts of an artifact that act on what shows them, or can't be seen.

use std::collections::BTreeSet;

use pgs_value::{Map, Value};

/// A text or key with such characters: the keys on the way to it, and what they are.
pub struct Hidden {
    /// The keys from the machine block on.
    pub keys: Vec<String>,
    /// The characters, each once.
    pub characters: Vec<char>,
}

/// All of them, in the order of the machine block. Line breaks and tabs are ordinary in a text.
pub fn find(frontmatter: &Map<String, Value>) -> Vec<Hidden> {
    let mut found = Vec::new();
    object(frontmatter, &mut Vec::new(), &mut found);
    found
}

fn object(object: &Map<String, Value>, keys: &mut Vec<String>, found: &mut Vec<Hidden>) {
    for (key, member) in object {
        keys.push(key.clone());
        text(key, keys, found);
        value(member, keys, found);
        keys.pop();
    }
}

fn value(of: &Value, keys: &mut Vec<String>, found: &mut Vec<Hidden>) {
    match of {
        Value::String(held) => text(held, keys, found),
        Value::Object(held) => object(held, keys, found),
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                keys.push(n.to_string());
                value(item, keys, found);
                keys.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn text(text: &str, keys: &[String], found: &mut Vec<Hidden>) {
    let hidden = |c: &char| pgs_escape::is_hidden(*c) && !matches!(c, '\n' | '\r' | '\t');
    let characters: BTreeSet<char> = text.chars().filter(hidden).collect();
    if !characters.is_empty() {
        found.push(Hidden { keys: keys.to_vec(), characters: characters.into_iter().collect() });
    }
}
