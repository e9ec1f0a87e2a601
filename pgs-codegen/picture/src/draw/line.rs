//! An edge with coordinates: pieces, an arrow's head, a label.

use super::geometry::{Piece, Rect};

/// The length of an arrow's head.
pub const HEAD: i32 = 8;

/// An edge with coordinates.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Where its outcomes stand.
    pub label: Rect,
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Its head.
    pub head: Head,
}

/// The head of an arrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Where the tip is.
    pub x: i32,
    /// Where the tip is.
    pub y: i32,
    /// Where it points to.
    pub towards: Towards,
}

/// A direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Towards {
    /// To the bottom.
    #[default]
    Down,
    /// To the top.
    Up,
    /// To the left.
    Left,
}
