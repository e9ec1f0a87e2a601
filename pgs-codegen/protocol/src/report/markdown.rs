//! Where a pointer into the machine block points to in the text of a Markdown file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::snapshot::{machine, yaml};

/// The range of each pointer, or of the nearest thing above it that exists. Empty without a readable machine block.
pub fn ranges<'a>(text: &str, pointers: &BTreeSet<&'a str>) -> Vec<(&'a str, Range<usize>)> {
    let Ok(block) = machine::block(text) else { return Vec::new() };
    let places = yaml::places(block.text);
    let found = |pointer: &&'a str| {
        let place = nearest(&places, pointer)?;
        // A collection that no key leads to begins nowhere: its first line is shown.
        let rest = block.text.get(place.start..).unwrap_or_default();
        let line = place.start + rest.lines().next().unwrap_or_default().trim_end().len();
        let end = if place.is_empty() { line } else { place.end };
        Some((*pointer, block.start + place.start..block.start + end))
    };
    pointers.iter().filter_map(found).collect()
}

fn nearest<'a>(places: &'a BTreeMap<String, Range<usize>>, pointer: &str) -> Option<&'a Range<usize>> {
    let mut pointer = pointer;
    loop {
        if let Some(place) = places.get(pointer) {
            return Some(place);
        }
        pointer = pointer.rsplit_once('/')?.0;
    }
}

/// Where the machine block can't be read; none if it can, or if there is none.
pub fn unreadable(text: &str) -> Option<Range<usize>> {
    let block = machine::block(text).ok()?;
    let error = yaml::parse(block.text).err()?;
    let line = block.text.split_inclusive('\n').nth(error.line.checked_sub(1)?)?;
    let start: usize = block.text.split_inclusive('\n').take(error.line - 1).map(str::len).sum();
    let column = line.char_indices().nth(error.column.saturating_sub(1)).map_or(line.trim_end().len(), |(at, _)| at);
    let begin = block.start + start + column;
    let end = block.start + start + line.trim_end().len();
    Some(begin.min(end)..end)
}
