//! The lines between nodes: straight down through the rows, to the side in the spaces between them.
//!
//! A line never runs behind a node, for no node stands between two rows, and within a row every line has a place of its
//! own.

use super::channels::Channel;
use super::course::Course;
use super::geometry::{Piece, Point, Rect};
use super::line::{HEAD, Head, Line, Towards};
use super::rows::Row;

/// How far a line from a node to itself stands off.
pub const LOOP: i32 = 22;
/// How far the two halves of a line from a node to itself are from the node's middle.
const HALF_LOOP: i32 = 7;
/// The radius of corners.
const ROUND: i32 = 6;

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
