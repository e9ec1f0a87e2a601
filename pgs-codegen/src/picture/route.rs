//! The lines between nodes: straight down through the rows, to the side in the spaces between them.
//!
//! A line never runs behind a node, for no node stands between two rows, and within a row every line has a place of its
//! own.

use std::collections::BTreeMap;

use super::channels::{Channel, Leg};
use super::geometry::{Piece, Point, Rect};
use super::graph::Graph;
use super::layers::{Layers, Place};
use super::layout::{Head, Line, Row, Towards};

/// The length of an arrow's head.
pub const HEAD: i32 = 8;
/// How far a line from a node to itself stands off.
pub const LOOP: i32 = 22;
/// From the corner of a node to the first line that may join it.
pub const CORNER: i32 = 10;
/// From a line to the next at the side of a node.
pub const PORT: i32 = 12;
/// How far the two halves of a line from a node to itself are from the node's middle.
const HALF_LOOP: i32 = 7;
/// The radius of corners.
const ROUND: i32 = 6;

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
                if let Place::Label(n) | Place::Bend(n, _) = place
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

/// An edge between two nodes that stand in these rows.
pub struct Route<'a> {
    /// Its index.
    pub edge: usize,
    /// Its way.
    pub course: &'a Course,
    /// Whether it leads upwards.
    pub up: bool,
    /// The upper of the two nodes.
    pub upper: Rect,
    /// The lower of the two nodes.
    pub lower: Rect,
    /// Where its outcomes stand.
    pub label: Rect,
}

impl Route<'_> {
    /// Its line.
    pub fn line(&self, rows: &[Row], channels: &[Channel]) -> Line {
        let start = Point { x: self.course.x.first().copied().unwrap_or_default(), y: self.upper.bottom() };
        let end = Point { x: self.course.x.last().copied().unwrap_or_default(), y: self.lower.y };
        let (first, last) = if self.up { (start.y + HEAD, end.y) } else { (start.y, end.y - HEAD) };
        let mut path = Path { pieces: Vec::new(), at: Point { x: start.x, y: first } };
        let mut passed = rows.iter().zip(channels).skip(self.course.row);
        let mut ahead = rows.iter().skip(self.course.row + 1);
        for x in self.course.x.iter().skip(1) {
            let (Some((row, channel)), Some(next)) = (passed.next(), ahead.next()) else { break };
            path.down(row.bottom);
            let to = Point { x: *x, y: next.top.min(last) };
            match channel.tracks.get(&self.edge) {
                Some(track) => path.led(to, row.track(*track)),
                None => path.bend(to),
            }
            if self.label.y >= next.top && self.label.bottom() <= next.bottom {
                path.down(self.label.y);
                path.skip(self.label.bottom());
            }
        }
        path.down(last);
        let (tip, towards) = if self.up { (start, Towards::Up) } else { (end, Towards::Down) };
        Line { label: self.label, pieces: path.pieces, head: Head { x: tip.x, y: tip.y, towards } }
    }
}

/// A line that is being drawn, from top to bottom.
struct Path {
    pieces: Vec<Piece>,
    at: Point,
}

impl Path {
    /// Straight down to this y coordinate.
    fn down(&mut self, y: i32) {
        if y > self.at.y {
            let x = self.at.x;
            self.straight(Point { x, y });
        }
    }

    fn straight(&mut self, to: Point) {
        match self.pieces.last_mut() {
            Some(Piece::Straight(from, end)) if *end == self.at && from.x == to.x => *end = to,
            _ if self.at == to => {}
            _ => self.pieces.push(Piece::Straight(self.at, to)),
        }
        self.at = to;
    }

    /// To this y coordinate without a line.
    fn skip(&mut self, y: i32) {
        self.at.y = self.at.y.max(y);
    }

    /// To another vertical that is near.
    fn bend(&mut self, to: Point) {
        if to.x != self.at.x {
            self.pieces.push(Piece::Bend(self.at, to));
            self.at = to;
        }
        self.down(to.y);
    }

    /// To another vertical, on this height.
    fn led(&mut self, to: Point, y: i32) {
        let round = ROUND.min((to.x - self.at.x).abs() / 2);
        let aside = round * (to.x - self.at.x).signum();
        self.down(y - round);
        self.turn(Point { x: self.at.x, y }, Point { x: self.at.x + aside, y });
        self.straight(Point { x: to.x - aside, y });
        self.turn(Point { x: to.x, y }, Point { x: to.x, y: y + round });
        self.down(to.y);
    }

    fn turn(&mut self, corner: Point, to: Point) {
        self.pieces.push(Piece::Turn(self.at, corner, to));
        self.at = to;
    }
}

/// From a node's right side and back to it; the label stands beside.
pub fn around(node: Rect, label: Rect) -> Line {
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
