//! Points and rectangles; all lengths are pixels, y grows downwards.

/// A point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
}

impl Rect {
    /// Its right side.
    pub fn right(self) -> i32 {
        self.x + self.width
    }

    /// Its lower side.
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// Halfway between its left and its right side.
    pub fn middle(self) -> i32 {
        self.x + self.width / 2
    }

    /// The same elsewhere.
    pub fn moved(self, dx: i32, dy: i32) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..self }
    }
}

impl Point {
    /// The same elsewhere.
    pub fn moved(self, dx: i32, dy: i32) -> Self {
        Self { x: self.x + dx, y: self.y + dy }
    }
}

/// One piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Straight, along one axis.
    Straight(Point, Point),
    /// From one vertical to another: an S between these points.
    Bend(Point, Point),
    /// Around the corner that stands between two other points.
    Turn(Point, Point, Point),
}

impl Piece {
    /// Where it begins and where it ends.
    pub fn ends(self) -> [Point; 2] {
        match self {
            Self::Straight(from, to) | Self::Bend(from, to) | Self::Turn(from, _, to) => [from, to],
        }
    }

    /// The same elsewhere.
    pub fn moved(self, dx: i32, dy: i32) -> Self {
        match self {
            Self::Straight(from, to) => Self::Straight(from.moved(dx, dy), to.moved(dx, dy)),
            Self::Bend(from, to) => Self::Bend(from.moved(dx, dy), to.moved(dx, dy)),
            Self::Turn(from, corner, to) => Self::Turn(from.moved(dx, dy), corner.moved(dx, dy), to.moved(dx, dy)),
        }
    }

    /// The two control points of the Bézier curve that a bend is: both ends leave it vertically.
    pub fn controls(from: Point, to: Point) -> (Point, Point) {
        let half = (to.y - from.y) / 2;
        (Point { x: from.x, y: from.y + half }, Point { x: to.x, y: to.y - half })
    }
}
