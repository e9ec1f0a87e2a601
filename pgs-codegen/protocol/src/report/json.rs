//! Where a JSON pointer points to in the text of a JSON file.

use std::collections::BTreeSet;
use std::ops::Range;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::spot::keys;

/// The range of each pointer, or of the nearest thing above it that exists. Empty if the text is not JSON.
pub fn ranges<'a>(text: &str, pointers: &BTreeSet<&'a str>) -> Vec<(&'a str, Range<usize>)> {
    let Ok(parsed) = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()) else {
        return Vec::new();
    };
    let Some(root) = parsed.value else { return Vec::new() };
    pointers.iter().map(|pointer| (*pointer, range(text, &root, &keys(pointer)))).collect()
}

fn range(text: &str, root: &Value<'_>, keys: &[String]) -> Range<usize> {
    let mut value = root;
    let mut found = root.start()..root.end();
    for key in keys {
        let Some((start, next)) = child(value, key) else { break };
        value = next;
        let spans_lines = text.get(next.start()..next.end()).is_some_and(|it| it.contains('\n'));
        found = if spans_lines { start } else { next.start() }..next.end();
    }
    found
}

/// The member of an object or array, and where it begins with its key.
fn child<'a, 'text>(value: &'a Value<'text>, key: &str) -> Option<(usize, &'a Value<'text>)> {
    match value {
        Value::Object(object) => last(object, key).map(|property| (property.start(), &property.value)),
        Value::Array(array) => array.elements.get(key.parse::<usize>().ok()?).map(|item| (item.start(), item)),
        _ => None,
    }
}

/// Of a key that stands twice, the last value counts.
fn last<'a, 'text>(object: &'a Object<'text>, key: &str) -> Option<&'a ObjectProp<'text>> {
    object.properties.iter().rev().find(|property| property.name.as_str() == key)
}
