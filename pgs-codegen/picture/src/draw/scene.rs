//! What is drawn: shapes in whole pixels, each in the ink of its element. In the order of drawing.

use super::geometry::{Piece, Point, Rect};
use super::label::Size;
use super::layout::{BADGE, Layout, MARGIN, TITLE, Text, badge_height};
use super::line::{HEAD, Head, Line, Towards};
use crate::graph::{Graph, NodeKind, Outcome};

/// Half the width of an arrow's head.
const HALF_HEAD: i32 = 5;
/// The space beside a label's text that no line crosses.
const HALO: i32 = 2;

/// The area from which on a picture is not drawn as pixels: 16 megabytes of them, which nobody can look at.
const TOO_LARGE: i64 = 16_000_000;

/// A picture of a graph.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The workflow.
    pub title: String,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// What is drawn, from the bottom up.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The colour that it is drawn with.
    pub ink: Ink,
    /// What it is.
    pub form: Form,
}

/// What a shape is.
#[derive(Clone, Debug)]
pub enum Form {
    /// A filled rectangle.
    Area(Rect),
    /// The inside of the sides of a rectangle, this many pixels wide.
    Frame(Rect, i32),
    /// The frame of a badge.
    Badge(Rect),
    /// A line.
    Stroke(Vec<Piece>),
    /// A filled triangle.
    Triangle([Point; 3]),
    /// A line of text, at its baseline.
    Text(Point, Size, String),
}

/// A colour: that of an element, or one that no run changes. Elements go by their index in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// White.
    Paper,
    /// The title.
    Title,
    /// A node's area.
    Fill(usize),
    /// A node's frame.
    Border(usize),
    /// A node's text.
    Text(usize),
    /// An edge.
    Line(usize),
    /// An outcome of an edge.
    Outcome(usize, usize),
}

impl Scene {
    /// What is drawn of a graph.
    pub fn of(graph: &Graph, layout: &Layout) -> Self {
        let mut shapes = vec![text(Ink::Title, layout.title, Size::Large, &graph.workflow)];
        for (n, line) in layout.lines.iter().enumerate() {
            shapes.push(Shape { ink: Ink::Line(n), form: Form::Stroke(line.pieces.clone()) });
        }
        for (n, line) in layout.lines.iter().enumerate() {
            shapes.push(Shape { ink: Ink::Line(n), form: Form::Triangle(triangle(line.head)) });
        }
        for (n, (edge, line)) in graph.edges.iter().zip(&layout.lines).enumerate() {
            shapes.extend(label(n, &edge.outcomes, line));
        }
        for (n, (node, area)) in graph.nodes.iter().zip(&layout.nodes).enumerate() {
            let texts = layout.texts.get(n).map_or(&[][..], Vec::as_slice);
            shapes.push(Shape { ink: Ink::Fill(n), form: Form::Area(*area) });
            let thick = if node.kind == NodeKind::Exit { 2 } else { 1 };
            shapes.push(Shape { ink: Ink::Border(n), form: Form::Frame(*area, thick) });
            let badge = layout.badges.get(n).map_or(&[][..], Vec::as_slice);
            let high = texts.iter().map(|(size, _)| size.line()).sum::<i32>() + badge_height(badge);
            let y = rows(n, texts, *area, area.y + (area.height - high) / 2, &mut shapes);
            if !badge.is_empty() {
                let (x, width) = (area.x + 2 * BADGE, area.width - 4 * BADGE);
                let frame = Rect { x, y: y + BADGE, width, height: badge_height(badge) - BADGE };
                shapes.push(Shape { ink: Ink::Border(n), form: Form::Badge(frame) });
                rows(n, badge, *area, y + BADGE, &mut shapes);
            }
        }
        Self { title: super::label::line(&graph.workflow), width: layout.width, height: layout.height, shapes }
    }

    /// Whether it has more pixels than a picture should.
    pub fn is_too_large(&self) -> bool {
        i64::from(self.width) * i64::from(self.height) > TOO_LARGE
    }

    /// What is drawn instead of a graph that is too large; where to see it.
    pub fn apology(graph: &Graph, elsewhere: &str) -> Self {
        let words = format!(
            "{} nodes and {} edges are too many for a picture. See {elsewhere}.",
            graph.nodes.len(),
            graph.edges.len()
        );
        let line = |n: i32| Rect { x: MARGIN, y: MARGIN + n * TITLE, ..Rect::default() };
        let shapes = vec![
            text(Ink::Title, line(0), Size::Large, &graph.workflow),
            text(Ink::Title, line(1), Size::Large, &words),
        ];
        let width = Size::Large.width(&words).max(Size::Large.width(&graph.workflow)) + 2 * MARGIN;
        Self { title: super::label::line(&graph.workflow), width, height: 2 * (MARGIN + TITLE), shapes }
    }
}

/// The lines of a node from this height on; where they end.
fn rows(node: usize, texts: &[Text], area: Rect, mut y: i32, shapes: &mut Vec<Shape>) -> i32 {
    for (size, words) in texts {
        let row = Rect { x: area.middle() - size.width(words) / 2, y, ..area };
        shapes.push(text(Ink::Text(node), row, *size, words));
        y += size.line();
    }
    y
}

fn label(edge: usize, outcomes: &[Outcome], line: &Line) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut y = line.label.y + 1;
    let rows =
        outcomes.iter().enumerate().flat_map(|(n, it)| super::label::outcome(it).into_iter().map(move |row| (n, row)));
    for (n, words) in rows {
        let width = Size::Small.width(&words);
        let row = Rect { x: line.label.middle() - width / 2, y, width, height: Size::Small.line() };
        let halo = Rect { x: row.x - HALO, width: width + 2 * HALO, ..row };
        shapes.push(Shape { ink: Ink::Paper, form: Form::Area(halo) });
        shapes.push(text(Ink::Outcome(edge, n), row, Size::Small, &words));
        y += Size::Small.line();
    }
    shapes
}

fn text(ink: Ink, row: Rect, size: Size, words: &str) -> Shape {
    let words = super::label::line(words);
    Shape { ink, form: Form::Text(Point { x: row.x, y: row.y + size.ascent() }, size, words) }
}

fn triangle(head: Head) -> [Point; 3] {
    let tip = Point { x: head.x, y: head.y };
    match head.towards {
        Towards::Down => [tip, tip.moved(-HALF_HEAD, -HEAD), tip.moved(HALF_HEAD, -HEAD)],
        Towards::Up => [tip, tip.moved(-HALF_HEAD, HEAD), tip.moved(HALF_HEAD, HEAD)],
        Towards::Left => [tip, tip.moved(HEAD, -HALF_HEAD), tip.moved(HEAD, HALF_HEAD)],
    }
}
