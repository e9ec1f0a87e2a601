//! Where a JSON pointer points to in the text of a TOML file.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::spot::keys;

/// The range of each pointer, with its key, or of the nearest thing above it that exists. Empty if the text is not TOML.
pub fn ranges<'a>(text: &str, pointers: &BTreeSet<&'a str>) -> Vec<(&'a str, Range<usize>)> {
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    pointers.iter().filter_map(|pointer| Some((*pointer, range(root.get_ref(), &keys(pointer))?))).collect()
}

fn range(root: &DeTable<'_>, keys: &[String]) -> Option<Range<usize>> {
    let mut table = Some(root);
    let mut found = None;
    for key in keys {
        let Some((name, value)) = table.and_then(|table| table.iter().find(|(name, _)| name.get_ref() == key)) else {
            break;
        };
        table = match value.get_ref() {
            DeValue::Table(inner) => Some(inner),
            _ => None,
        };
        // A table ends where its header does; only the key of one is a place.
        let end = if table.is_some() { name.span().end } else { value.span().end };
        found = Some(name.span().start..end);
    }
    found
}
