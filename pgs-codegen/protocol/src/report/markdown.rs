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
        Some((*pointer, block.start + place.start..block.start + place.end))
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
