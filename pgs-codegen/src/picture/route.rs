//! The lines between nodes: straight down through the rows, bent in the spaces between them.
//!
//! A line never runs behind a node, for no node stands between two rows, and within a row a bend has a place of its own.

use std::collections::BTreeMap;

use super::geometry::{Piece, Point, Rect};
use super::graph::Graph;
use super::layers::Place;
use super::layout::{Head, LOOP, Line, Row, Towards};

/// The length of an arrow's head.
pub const HEAD: i32 = 8;
/// From the corner of a node to the first line that may join it.
const CORNER: i32 = 10;
/// From a line to the next at the side of a node.
const PORT: i32 = 14;
/// How far the two halves of a line from a node to itself are from the node's middle.
const HALF_LOOP: i32 = 7;

/// A side of a node: its index, and whether it is the lower side.
type Side = (usize, bool);

/// An edge in one row that it passes.
#[derive(Clone, Copy)]
struct Stop {
    top: i32,
    bottom: i32,
    x: i32,
}

/// The lines of all edges.
pub fn lines(graph: &Graph, upward: &[bool], rows: &[Row], nodes: &[Rect], labels: Vec<Rect>) -> Vec<Line> {
    let stops = stops(rows, labels.len());
    let ports = ports(graph, upward, &stops, nodes);
    let row_of = |node: usize| rows.iter().find(|row| row.places.iter().any(|(place, _)| *place == Place::Node(node)));
    let mut lines = Vec::new();
    for (n, (edge, label)) in graph.edges.iter().zip(labels).enumerate() {
        let node = |n: usize| nodes.get(n).copied().unwrap_or_default();
        if edge.from == edge.to {
            lines.push(around(node(edge.from), label));
            continue;
        }
        let up = upward.get(n).copied().unwrap_or_default();
        let (upper, lower) = if up { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let port = |side: Side| ports.get(&(n, side.1)).copied().unwrap_or_else(|| node(side.0).middle());
        let start = Point { x: port((upper, true)), y: node(upper).bottom() };
        let end = Point { x: port((lower, false)), y: node(lower).y };
        let leaves = row_of(upper).map_or(start.y, |row| row.bottom);
        let arrives = row_of(lower).map_or(end.y, |row| row.top);
        let (first, last) = if up { (start.y + HEAD, end.y) } else { (start.y, end.y - HEAD) };
        let mut path = Path { pieces: Vec::new(), at: Point { x: start.x, y: first } };
        path.down(leaves);
        for stop in stops.get(n).into_iter().flatten() {
            path.bend(Point { x: stop.x, y: stop.top });
            if is_label(label, *stop) {
                path.down(label.y);
                path.skip(label.bottom());
            }
            path.down(stop.bottom);
        }
        path.bend(Point { x: end.x, y: arrives.min(last) });
        path.down(last);
        let (tip, towards) = if up { (start, Towards::Up) } else { (end, Towards::Down) };
        lines.push(Line { label, pieces: path.pieces, head: Head { x: tip.x, y: tip.y, towards } });
    }
    lines
}

fn is_label(label: Rect, stop: Stop) -> bool {
    label.y >= stop.top && label.bottom() <= stop.bottom
}

/// Where each edge passes which rows.
fn stops(rows: &[Row], edges: usize) -> Vec<Vec<Stop>> {
    let mut stops = vec![Vec::new(); edges];
    for row in rows {
        for (place, x) in &row.places {
            if let Place::Label(n) | Place::Bend(n, _) = place
                && let Some(stops) = stops.get_mut(*n)
            {
                stops.push(Stop { top: row.top, bottom: row.bottom, x: *x });
            }
        }
    }
    stops
}

/// Where the edges join the sides of their nodes: by edge, and whether it is the upper node's lower side.
fn ports(graph: &Graph, upward: &[bool], stops: &[Vec<Stop>], nodes: &[Rect]) -> BTreeMap<(usize, bool), i32> {
    let mut sides: BTreeMap<Side, Vec<(i32, usize)>> = BTreeMap::new();
    for (n, ((edge, up), stops)) in graph.edges.iter().zip(upward).zip(stops).enumerate() {
        let (upper, lower) = if *up { (edge.to, edge.from) } else { (edge.from, edge.to) };
        if let (Some(first), Some(last)) = (stops.first(), stops.last()) {
            sides.entry((upper, true)).or_default().push((first.x, n));
            sides.entry((lower, false)).or_default().push((last.x, n));
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
        places.push((*x).clamp(from, to).max(least));
    }
    let mut most = to;
    for x in places.iter_mut().rev() {
        *x = (*x).min(most);
        most = *x - apart;
    }
    places
}

/// A line that is being drawn, from top to bottom.
struct Path {
    pieces: Vec<Piece>,
    at: Point,
}

impl Path {
    /// Straight down to this y coordinate.
    fn down(&mut self, y: i32) {
        if y <= self.at.y {
            return;
        }
        let to = Point { x: self.at.x, y };
        match self.pieces.last_mut() {
            Some(Piece::Straight(_, end)) if *end == self.at => *end = to,
            _ => self.pieces.push(Piece::Straight(self.at, to)),
        }
        self.at = to;
    }

    /// To this y coordinate without a line.
    fn skip(&mut self, y: i32) {
        self.at.y = self.at.y.max(y);
    }

    /// To another vertical.
    fn bend(&mut self, to: Point) {
        if to.x == self.at.x {
            self.down(to.y);
        } else {
            self.pieces.push(Piece::Bend(self.at, to));
            self.at = to;
        }
    }
}

/// From a node's right side and back to it; the label stands beside.
fn around(node: Rect, label: Rect) -> Line {
    let middle = node.y + node.height / 2;
    let (near, far) = (node.right(), node.right() + LOOP - 4);
    let (out, back) = (middle - HALF_LOOP, middle + HALF_LOOP);
    let corner = |x, y| Point { x, y };
    Line {
        label: Rect { x: node.right() + LOOP, y: middle - label.height / 2, ..label },
        pieces: vec![
            Piece::Straight(corner(near, out), corner(far, out)),
            Piece::Straight(corner(far, out), corner(far, back)),
            Piece::Straight(corner(near + HEAD, back), corner(far, back)),
        ],
        head: Head { x: near, y: back, towards: Towards::Left },
    }
}
