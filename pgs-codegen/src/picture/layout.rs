//! Where nodes, labels and lines lie.

use super::geometry::{Piece, Rect};
use super::graph::{Edge, Graph, Kind, Node};
use super::label::{self, Size};
use super::layers::{Layers, Place, Sizes};
use super::route;

/// White space around everything.
const MARGIN: i32 = 16;
/// The height of the title and what separates it from the graph.
const TITLE: i32 = 36;
/// From a text to the side of its box.
const PADDING: i32 = 10;
/// The same for a label, which has no frame.
const LABEL_PADDING: i32 = 4;
/// How far a line from a node to itself stands off.
pub const LOOP: i32 = 22;
/// The height of the space between two rows.
const GAP: i32 = 28;

/// A graph with coordinates.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The whole picture.
    pub width: i32,
    /// The whole picture.
    pub height: i32,
    /// Where the title begins.
    pub title: Rect,
    /// The box of each node.
    pub nodes: Vec<Rect>,
    /// The lines of each edge.
    pub lines: Vec<Line>,
}

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

/// A row: its place, and what stands in it with the x coordinate of its middle.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its upper side.
    pub top: i32,
    /// Its lower side.
    pub bottom: i32,
    /// From left to right.
    pub places: Vec<(Place, i32)>,
}

impl Layout {
    /// Lays a graph out.
    pub fn of(graph: &Graph) -> Result<Self, String> {
        let loops: Vec<i32> = (0..graph.nodes.len()).map(|n| loop_width(graph, n)).collect();
        let sizes = Sizes {
            nodes: graph.nodes.iter().zip(&loops).map(|(node, more)| grown(node_size(node), *more)).collect(),
            labels: graph.edges.iter().map(label_size).collect(),
        };
        let layers = Layers::of(graph, &sizes).map_err(|error| error.to_string())?;
        let mut nodes: Vec<Rect> = vec![Rect::default(); graph.nodes.len()];
        let mut labels: Vec<Rect> = vec![Rect::default(); graph.edges.len()];
        let rows = stacked(&layers, &sizes);
        for row in &rows {
            for (place, x) in &row.places {
                let middle = i32::midpoint(row.top, row.bottom);
                let (target, (width, height), y) = match place {
                    Place::Node(n) => {
                        let size = sizes.nodes.get(*n).copied().unwrap_or_default();
                        (nodes.get_mut(*n), size, middle - size.1 / 2)
                    }
                    Place::Label(n) => {
                        let size = sizes.labels.get(*n).copied().unwrap_or_default();
                        let up = layers.upward.get(*n).copied().unwrap_or_default();
                        (labels.get_mut(*n), size, if up { row.bottom - size.1 } else { row.top })
                    }
                    Place::Bend(..) => continue,
                };
                target.into_iter().for_each(|it| *it = Rect { x: x - width / 2, y, width, height });
            }
        }
        for (node, more) in nodes.iter_mut().zip(&loops) {
            node.width -= more;
        }
        let lines = route::lines(graph, &layers.upward, &rows, &nodes, labels);
        Ok(Self::framed(graph, nodes, lines))
    }

    /// Moves everything to where it is seen, below the title.
    fn framed(graph: &Graph, nodes: Vec<Rect>, lines: Vec<Line>) -> Self {
        let boxes = || nodes.iter().copied().chain(lines.iter().map(|line| line.label));
        let ends = || lines.iter().flat_map(|line| line.pieces.iter()).flat_map(|piece| piece.ends());
        let left = boxes().map(|it| it.x).chain(ends().map(|it| it.x)).min().unwrap_or_default();
        let right = boxes().map(Rect::right).chain(ends().map(|it| it.x)).max().unwrap_or_default();
        let bottom = boxes().map(Rect::bottom).max().unwrap_or_default();
        let title = Rect { x: MARGIN, y: MARGIN, width: Size::Large.width(&graph.workflow), height: Size::Large.line() };
        let inner = (right - left).max(title.width);
        let (dx, dy) = (MARGIN - left + (inner - (right - left)) / 2, MARGIN + TITLE);
        let mut layout =
            Self { width: inner + 2 * MARGIN, height: bottom + dy + MARGIN, title, nodes, lines };
        layout.nodes.iter_mut().for_each(|node| *node = node.moved(dx, dy));
        for line in &mut layout.lines {
            line.label = line.label.moved(dx, dy);
            line.pieces.iter_mut().for_each(|piece| *piece = piece.moved(dx, dy));
            line.head = Head { x: line.head.x + dx, y: line.head.y + dy, ..line.head };
        }
        layout
    }
}

/// The lines of text of a node, with their sizes.
pub fn texts(node: &Node) -> Vec<(Size, String)> {
    let notes = node.notes.iter().flat_map(|note| match node.kind {
        Kind::Exit => label::prose(note),
        _ => vec![label::line(note)],
    });
    std::iter::once((Size::Large, label::line(&node.key))).chain(notes.map(|note| (Size::Small, note))).collect()
}

fn node_size(node: &Node) -> (i32, i32) {
    let texts = texts(node);
    let width = texts.iter().map(|(size, text)| size.width(text)).max().unwrap_or_default();
    let height: i32 = texts.iter().map(|(size, _)| size.line()).sum();
    (even(width + 2 * PADDING), even(height + PADDING))
}

fn label_size(edge: &Edge) -> (i32, i32) {
    let width = edge.outcomes.iter().map(|text| Size::Small.width(text)).max().unwrap_or_default();
    let lines = i32::try_from(edge.outcomes.len()).unwrap_or_default();
    (even(width + 2 * LABEL_PADDING), lines * Size::Small.line() + 2)
}

/// How much wider a node is for the edge that leads back to it.
fn loop_width(graph: &Graph, node: usize) -> i32 {
    let edge = graph.edges.iter().find(|edge| edge.from == node && edge.to == node);
    edge.map_or(0, |edge| LOOP + label_size(edge).0)
}

fn grown((width, height): (i32, i32), more: i32) -> (i32, i32) {
    (width + more, height)
}

fn even(length: i32) -> i32 {
    length + length % 2
}

/// The rows, one below the other.
fn stacked(layers: &Layers, sizes: &Sizes) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut top = 0;
    for row in &layers.rows {
        let places: Vec<(Place, i32)> = row.iter().map(|(place, x)| (*place, whole(*x))).collect();
        let height = |place: &Place| match place {
            Place::Node(n) => sizes.nodes.get(*n).map_or(0, |size| size.1),
            Place::Label(n) => sizes.labels.get(*n).map_or(0, |size| size.1),
            Place::Bend(..) => 0,
        };
        let bottom = top + places.iter().map(|(place, _)| height(place)).max().unwrap_or_default();
        rows.push(Row { top, bottom, places });
        top = bottom + GAP;
    }
    rows
}

/// A coordinate as whole pixels.
#[expect(clippy::cast_possible_truncation, reason = "a picture is not 2,000,000,000 pixels wide")]
fn whole(x: f64) -> i32 {
    x.round() as i32
}
