//! Where rows lie from top to bottom, and the heights between them on which lines go to the side.

use super::channels::Channel;
use super::course::Course;
use super::layers::{Layers, RowItem, Sizes};
use super::line::HEAD;

/// From a row to the first line that goes to the side, and from the last one to the next row.
const LEAD: i32 = 9;
/// From one such line to the next.
const TRACK: i32 = 7;
/// The least height of the space between two rows.
const GAP: i32 = 26;

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its upper side.
    pub top: i32,
    /// Its lower side.
    pub bottom: i32,
    /// From there to the first line that goes to the side.
    lead: i32,
}

impl Row {
    /// The y coordinate of a line that goes to the side below this row.
    pub fn track(&self, track: i32) -> i32 {
        self.bottom + self.lead + track * TRACK
    }
}

/// The rows, one below the other, with room for the lines between them.
pub fn rows(layers: &Layers, sizes: &Sizes, channels: &[Channel], courses: &[Course]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut top = 0;
    for (n, (places, channel)) in layers.rows.iter().zip(channels).enumerate() {
        let heights = places.iter().map(|(place, _)| match place {
            RowItem::Node(n) => sizes.nodes.get(*n).map_or(0, |size| size.1),
            RowItem::Label(n) => sizes.labels.get(*n).map_or(0, |size| size.1),
            RowItem::Bend(..) => 0,
        });
        let bottom = top + heights.max().unwrap_or_default();
        let arrives = |edge: usize, up: bool| layers.upward.get(edge).copied().unwrap_or_default() == up;
        let heads_above =
            courses.iter().enumerate().any(|(edge, it)| arrives(edge, true) && it.row == n && !it.x.is_empty());
        let heads_below =
            courses.iter().enumerate().any(|(edge, it)| arrives(edge, false) && it.row + it.x.len() == n + 2);
        let lead = LEAD + if heads_above { HEAD } else { 0 };
        rows.push(Row { top, bottom, lead });
        let tail = LEAD + if heads_below { HEAD } else { 0 };
        top = bottom + GAP.max(lead + (channel.count - 1).max(0) * TRACK + tail);
    }
    rows
}
