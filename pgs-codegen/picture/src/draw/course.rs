//! The ways of edges: where each passes every row, and where it joins its nodes. Seen from left to right only.

use std::collections::BTreeMap;

use super::channels::Leg;
use super::geometry::Rect;
use super::layers::{Layers, RowItem};
use crate::graph::Graph;

/// From the corner of a node to the first line that may join it.
pub const CORNER: i32 = 10;
/// From a line to the next at the side of a node.
pub const PORT: i32 = 12;

/// The way of an edge through the rows, from top to bottom.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The row in which it begins.
    pub row: usize,
    /// Its x coordinate in that row and in each row after it. Empty for an edge from a node to itself.
    pub x: Vec<i32>,
}

impl Course {
    /// The legs of all courses, by the space that they are in: that of index 0 is below the first row.
    pub fn legs(courses: &[Self], spaces: usize) -> Vec<Vec<Leg>> {
        let mut legs = vec![Vec::new(); spaces];
        for (edge, course) in courses.iter().enumerate() {
            for (pair, legs) in course.x.windows(2).zip(legs.iter_mut().skip(course.row)) {
                if let [from, to] = pair {
                    legs.push(Leg { edge, from: *from, to: *to });
                }
            }
        }
        legs
    }

    /// The courses of all edges. Of the nodes, only where they are from left to right is known.
    pub fn all(graph: &Graph, layers: &Layers, x: impl Fn(f64) -> i32, nodes: &[Rect]) -> Vec<Self> {
        let mut courses = vec![Self::default(); graph.edges.len()];
        for (row, places) in layers.rows.iter().enumerate() {
            for (place, middle) in places {
                if let RowItem::Label(n) | RowItem::Bend(n, _) = place
                    && let Some(course) = courses.get_mut(*n)
                {
                    // The node from which it comes stands one row above.
                    course.row = if course.x.is_empty() { row.saturating_sub(1) } else { course.row };
                    course.x.push(x(*middle));
                }
            }
        }
        let ports = ports(graph, &layers.upward, &courses, nodes);
        for (n, course) in courses.iter_mut().enumerate() {
            if let (Some(first), Some(last)) = (ports.get(&(n, true)), ports.get(&(n, false))) {
                course.x.insert(0, *first);
                course.x.push(*last);
            }
        }
        courses
    }
}

/// Where the edges join the sides of their nodes: by edge, and whether it is the upper node's lower side.
fn ports(graph: &Graph, upward: &[bool], courses: &[Course], nodes: &[Rect]) -> BTreeMap<(usize, bool), i32> {
    let mut sides: BTreeMap<(usize, bool), Vec<(i32, usize)>> = BTreeMap::new();
    for (n, ((edge, up), course)) in graph.edges.iter().zip(upward).zip(courses).enumerate() {
        let (upper, lower) = if *up { (edge.to, edge.from) } else { (edge.from, edge.to) };
        if let (Some(first), Some(last)) = (course.x.first(), course.x.last()) {
            sides.entry((upper, true)).or_default().push((*first, n));
            sides.entry((lower, false)).or_default().push((*last, n));
        }
    }
    let mut ports = BTreeMap::new();
    for ((node, lower), mut wanted) in sides {
        let node = nodes.get(node).copied().unwrap_or_default();
        wanted.sort_unstable();
        let x = spread(&wanted.iter().map(|(x, _)| *x).collect::<Vec<_>>(), node.x + CORNER, node.right() - CORNER);
        ports.extend(wanted.iter().zip(x).map(|((_, edge), x)| ((*edge, lower), x)));
    }
    ports
}

/// Places between these two, near the wanted ones and apart from each other.
fn spread(wanted: &[i32], from: i32, to: i32) -> Vec<i32> {
    let spaces = i32::try_from(wanted.len()).unwrap_or(i32::MAX) - 1;
    let apart = if spaces > 0 { PORT.min((to - from) / spaces) } else { 0 };
    let mut places: Vec<i32> = Vec::with_capacity(wanted.len());
    for x in wanted {
        let least = places.last().map_or(from, |last| last + apart);
        places.push((*x).max(least).min(to.max(from)));
    }
    let mut most = to;
    for x in places.iter_mut().rev() {
        *x = (*x).min(most);
        most = *x - apart;
    }
    places
}
