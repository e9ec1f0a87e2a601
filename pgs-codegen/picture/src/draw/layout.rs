//! Where nodes, labels and lines lie.

use super::Error;
use super::channels::Channel;
use super::course::{CORNER, Course, PORT};
use super::geometry::Rect;
use super::label::{self, Size};
use super::layers::{Layers, RowItem, Sizes};
use super::line::{Head, Line};
use super::route::{self, LOOP, Route};
use super::rows::{Row, rows};
use crate::graph::{Edge, Graph, Node, Note};

/// White space around everything.
pub const MARGIN: i32 = 16;
/// The height of the title and what separates it from the graph.
pub const TITLE: i32 = 36;
/// From a text to the side of its box.
const PADDING: i32 = 10;
/// Above a badge, and from its text to its frame.
pub const BADGE: i32 = 2;
/// The same for a label, which has no frame.
const LABEL_PADDING: i32 = 4;
/// How wide a picture may be before the texts of its nodes are broken.
const WIDE: i32 = 1500;
/// From here on, broken texts do not help, and every further layout of so large a graph takes long.
const HOPELESS: i32 = 3 * WIDE;
/// How long the lines of a node are at most.
const LONGEST: usize = 40;
/// How long they are where the picture is too wide: the first with which it is not.
const SHORTER: [usize; 2] = [24, 16];

/// A line of text.
pub type Text = (Size, String);

/// A graph with coordinates.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The whole picture.
    pub width: i32,
    /// The whole picture.
    pub height: i32,
    /// Where the title begins.
    pub title: Rect,
    /// The box of each node.
    pub nodes: Vec<Rect>,
    /// What stands in it.
    pub texts: Vec<Vec<Text>>,
    /// The lines of its badge, which stand below; none of a node without.
    pub badges: Vec<Vec<Text>>,
    /// The lines of each edge.
    pub lines: Vec<Line>,
}

impl Layout {
    /// Lays a graph out.
    pub fn of(graph: &Graph) -> Result<Self, Error> {
        let mut best = Self::with(graph, LONGEST)?;
        let mut width = best.width;
        for most in SHORTER {
            if width <= WIDE || width > HOPELESS {
                break;
            }
            let layout = Self::with(graph, most)?;
            width = layout.width;
            if width < best.width {
                best = layout;
            }
        }
        Ok(best)
    }

    /// Lays a graph out with so many characters on a line of a node.
    fn with(graph: &Graph, most: usize) -> Result<Self, Error> {
        let texts: Vec<Vec<Text>> = graph.nodes.iter().map(|node| texts(node, most)).collect();
        let badges: Vec<Vec<Text>> = graph.nodes.iter().map(|node| badge(node, most)).collect();
        let loops: Vec<i32> = (0..graph.nodes.len()).map(|n| loop_width(graph, n)).collect();
        let nodes = texts.iter().zip(&badges).enumerate();
        let nodes = nodes.map(|(n, (texts, badge))| node_size(texts, badge, ports(graph, n)));
        let sizes = Sizes {
            nodes: nodes.zip(&loops).map(|((width, height), more)| (width + more, height)).collect(),
            labels: graph.edges.iter().map(label_size).collect(),
        };
        let layers = Layers::of(graph, &sizes)?;
        let mut boxes = Boxes::across(&layers, &sizes, &loops);
        let courses = Course::all(graph, &layers, whole, &boxes.nodes);
        let channels: Vec<Channel> =
            Course::legs(&courses, layers.rows.len()).iter().map(|it| Channel::of(it)).collect();
        let rows = rows(&layers, &sizes, &channels, &courses);
        boxes.down(&layers, &rows);
        let lines =
            graph.edges.iter().zip(&courses).zip(&layers.upward).enumerate().map(|(n, ((edge, course), up))| {
                let node = |n: usize| boxes.nodes.get(n).copied().unwrap_or_default();
                let label = boxes.labels.get(n).copied().unwrap_or_default();
                if edge.from == edge.to {
                    return route::around(
                        node(edge.from),
                        Rect { width: label_size(edge).0, height: label_size(edge).1, ..label },
                    );
                }
                let (upper, lower) = if *up { (edge.to, edge.from) } else { (edge.from, edge.to) };
                let (upper, lower) = (node(upper), node(lower));
                Route { edge: n, course, up: *up, upper, lower, label }.line(&rows, &channels)
            });
        let lines = lines.collect();
        Ok(Self::framed(graph, Self { texts, badges, nodes: boxes.nodes, lines, ..Self::default() }))
    }

    /// Moves everything to where it is seen, below the title.
    fn framed(graph: &Graph, laid: Self) -> Self {
        let Self { nodes, lines, .. } = &laid;
        let boxes = || nodes.iter().copied().chain(lines.iter().map(|line| line.label));
        let ends = || lines.iter().flat_map(|line| line.pieces.iter()).flat_map(|piece| piece.ends());
        let left = boxes().map(|it| it.x).chain(ends().map(|it| it.x)).min().unwrap_or_default();
        let right = boxes().map(Rect::right).chain(ends().map(|it| it.x)).max().unwrap_or_default();
        let bottom = boxes().map(Rect::bottom).max().unwrap_or_default();
        let title = Rect {
            x: MARGIN,
            y: MARGIN,
            width: Size::Large.width(&label::line(&graph.workflow)),
            height: Size::Large.line(),
        };
        let inner = (right - left).max(title.width);
        let (dx, dy) = (MARGIN - left + (inner - (right - left)) / 2, MARGIN + TITLE);
        let mut layout = Self { width: inner + 2 * MARGIN, height: bottom + dy + MARGIN, title, ..laid };
        layout.nodes.iter_mut().for_each(|node| *node = node.moved(dx, dy));
        for line in &mut layout.lines {
            line.label = line.label.moved(dx, dy);
            line.pieces.iter_mut().for_each(|piece| *piece = piece.moved(dx, dy));
            line.head = Head { x: line.head.x + dx, y: line.head.y + dy, ..line.head };
        }
        layout
    }
}

/// The lines of a node.
fn texts(node: &Node, most: usize) -> Vec<Text> {
    let key = node.mark.shown().map_or_else(|| node.key.clone(), |(_, sign)| format!("{sign} {}", node.key));
    let key = label::broken(&key, most).into_iter().map(|text| (Size::Large, text));
    let notes = node.notes.iter().flat_map(|note| match note {
        Note::Prose(text) => label::prose(text, most),
        Note::Name(text) => label::broken(text, most),
    });
    key.chain(notes.map(|text| (Size::Small, text))).collect()
}

/// The lines of the badge of a node.
fn badge(node: &Node, most: usize) -> Vec<Text> {
    let lines = label::badge(node).map(|text| label::broken(&text, most)).unwrap_or_default();
    lines.into_iter().map(|text| (Size::Small, text)).collect()
}

/// The height of a badge, with the space above it.
pub fn badge_height(badge: &[Text]) -> i32 {
    if badge.is_empty() { 0 } else { badge.iter().map(|(size, _)| size.line()).sum::<i32>() + 2 * BADGE }
}

/// How many edges join the side of a node that most of them join.
fn ports(graph: &Graph, node: usize) -> usize {
    let others = || graph.edges.iter().filter(|edge| edge.from != edge.to);
    others().filter(|edge| edge.from == node).count().max(others().filter(|edge| edge.to == node).count())
}

fn node_size(texts: &[Text], badge: &[Text], ports: usize) -> (i32, i32) {
    let width = texts.iter().chain(badge).map(|(size, text)| size.width(text)).max().unwrap_or_default();
    let height: i32 = texts.iter().map(|(size, _)| size.line()).sum::<i32>() + badge_height(badge);
    let ports = i32::try_from(ports).unwrap_or_default() * PORT + CORNER;
    (even((width + 2 * PADDING).max(ports)), even(height + PADDING))
}

fn label_size(edge: &Edge) -> (i32, i32) {
    let lines: Vec<String> = edge.outcomes.iter().flat_map(label::outcome).collect();
    let width = lines.iter().map(|text| Size::Small.width(text)).max().unwrap_or_default();
    let lines = i32::try_from(lines.len()).unwrap_or_default();
    (even(width + 2 * LABEL_PADDING), lines * Size::Small.line() + 2)
}

/// How much wider a node is for the edge that leads back to it.
fn loop_width(graph: &Graph, node: usize) -> i32 {
    let edge = graph.edges.iter().find(|edge| edge.from == node && edge.to == node);
    edge.map_or(0, |edge| LOOP + label_size(edge).0)
}

fn even(length: i32) -> i32 {
    length + length % 2
}

/// The boxes of nodes and labels.
struct Boxes {
    nodes: Vec<Rect>,
    labels: Vec<Rect>,
}

impl Boxes {
    /// Where they are from left to right.
    fn across(layers: &Layers, sizes: &Sizes, loops: &[i32]) -> Self {
        let rect = |(width, height): &(i32, i32)| Rect { width: *width, height: *height, ..Rect::default() };
        let (nodes, labels) = (sizes.nodes.iter().map(rect).collect(), sizes.labels.iter().map(rect).collect());
        let mut boxes = Self { nodes, labels };
        for (place, middle) in layers.rows.iter().flatten() {
            if let Some(it) = boxes.at(*place) {
                it.x = whole(*middle) - it.width / 2;
            }
        }
        boxes.nodes.iter_mut().zip(loops).for_each(|(node, more)| node.width -= more);
        boxes
    }

    /// Puts them in their rows: a node in the middle, a label near the node that its edge leaves.
    fn down(&mut self, layers: &Layers, rows: &[Row]) {
        for (places, row) in layers.rows.iter().zip(rows) {
            for (place, _) in places {
                let up = matches!(place, RowItem::Label(n) if layers.upward.get(*n).copied().unwrap_or_default());
                let Some(it) = self.at(*place) else { continue };
                it.y = match place {
                    RowItem::Node(_) => i32::midpoint(row.top, row.bottom) - it.height / 2,
                    _ if up => row.bottom - it.height,
                    _ => row.top,
                };
            }
        }
    }

    fn at(&mut self, place: RowItem) -> Option<&mut Rect> {
        match place {
            RowItem::Node(n) => self.nodes.get_mut(n),
            RowItem::Label(n) => self.labels.get_mut(n),
            RowItem::Bend(..) => None,
        }
    }
}

/// A coordinate as whole pixels.
#[expect(clippy::cast_possible_truncation, reason = "a picture is not 2,000,000,000 pixels wide")]
fn whole(x: f64) -> i32 {
    x.round() as i32
}
