//! Colours: which entries of the picture's palette are whose.
//!
//! Entry 0 is white paper. Every node, edge and outcome has entries of its own, faint ones first, as long as 256 are
//! enough; what gives way first is the number of shades, then the outcomes, then all that could be told apart.

use super::scene::Ink;
use crate::graph::{Graph, NodeKind};

/// How many colours a picture can have.
const MOST: usize = 256;

/// How many shades there are where entries are not short.
const SHADES: usize = 3;

/// Red, green, blue.
pub type Colour = [u8; 3];

const PAPER: Colour = [255, 255, 255];
const INK: Colour = [31, 35, 40];
const LINE: Colour = [110, 119, 129];
const OUTCOME: Colour = [66, 74, 83];

/// What a program can mark in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Every node, edge and outcome.
    Outcomes,
    /// Every node and edge; outcomes have the entries of their edge.
    Edges,
    /// Nothing: elements of a kind share their entries.
    Nothing,
}

/// Shades of text in nodes, of lines, of outcomes.
type Shades = (usize, usize, usize);

/// From what looks best to what needs the fewest entries.
const TRIES: [(Marks, Shades); 9] = [
    (Marks::Outcomes, (3, 3, 3)),
    (Marks::Outcomes, (3, 2, 3)),
    (Marks::Outcomes, (3, 2, 2)),
    (Marks::Outcomes, (2, 2, 2)),
    (Marks::Outcomes, (2, 1, 2)),
    (Marks::Outcomes, (1, 1, 1)),
    (Marks::Edges, (3, 3, 0)),
    (Marks::Edges, (2, 2, 0)),
    (Marks::Edges, (1, 1, 0)),
];

/// The entries of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeEntries {
    /// Its area.
    pub fill: u8,
    /// Its frame.
    pub line: u8,
    /// Its text, from faint to full.
    pub text: Vec<u8>,
}

/// The entries of an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeEntries {
    /// Its line, from faint to full.
    pub line: Vec<u8>,
    /// The text of each outcome, from faint to full.
    pub outcomes: Vec<Vec<u8>>,
}

/// A picture's palette, and whose its entries are.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The colours of the neutral picture.
    pub colours: Vec<Colour>,
    /// What can be marked.
    pub marks: Marks,
    /// The title's, from faint to full.
    pub title: Vec<u8>,
    /// Of each node.
    pub nodes: Vec<NodeEntries>,
    /// Of each edge.
    pub edges: Vec<EdgeEntries>,
}

impl Palette {
    /// The best palette of a graph that has room.
    pub fn of(graph: &Graph) -> Self {
        let fitting = TRIES.iter().find(|(marks, shades)| needed(graph, *marks, *shades) <= MOST);
        let Some((marks, shades)) = fitting else { return Self::by_kind(graph) };
        let mut colours = Colours(vec![PAPER]);
        let title = colours.blend(PAPER, INK, SHADES);
        let (nodes, edges) = own(graph, &mut colours, *marks, *shades);
        Self { colours: colours.0, marks: *marks, title, nodes, edges }
    }

    /// A palette that elements of a kind share.
    pub fn by_kind(graph: &Graph) -> Self {
        let mut colours = Colours(vec![PAPER]);
        let title = colours.blend(PAPER, INK, SHADES);
        let (nodes, edges) = by_kind(graph, &mut colours, (SHADES, SHADES, SHADES));
        Self { colours: colours.0, marks: Marks::Nothing, title, nodes, edges }
    }

    /// The entries of an ink, from faint to full.
    pub fn entries(&self, ink: Ink) -> &[u8] {
        let node = |n: usize| self.nodes.get(n);
        let entries = match ink {
            Ink::Paper => Some(&[0][..]),
            Ink::Title => Some(&self.title[..]),
            Ink::Fill(n) => node(n).map(|it| std::slice::from_ref(&it.fill)),
            Ink::Border(n) => node(n).map(|it| std::slice::from_ref(&it.line)),
            Ink::Text(n) => node(n).map(|it| &it.text[..]),
            Ink::Line(n) => self.edges.get(n).map(|it| &it.line[..]),
            Ink::Outcome(n, outcome) => self.edges.get(n).and_then(|it| it.outcomes.get(outcome)).map(|it| &it[..]),
        };
        entries.unwrap_or_default()
    }
}

/// The colours of a node that no run has marked: area, frame.
pub fn neutral(kind: &NodeKind) -> (Colour, Colour) {
    match kind {
        NodeKind::Intent => ([221, 238, 250], [64, 112, 160]),
        NodeKind::Contract(_) => ([246, 248, 250], [87, 96, 106]),
        NodeKind::Exit => ([238, 238, 242], [87, 96, 106]),
        NodeKind::NoEdge => ([255, 243, 220], [154, 103, 0]),
    }
}

fn needed(graph: &Graph, marks: Marks, (text, line, outcome): Shades) -> usize {
    let outcomes: usize = graph.edges.iter().map(|edge| edge.outcomes.len()).sum();
    let outcome = if marks == Marks::Outcomes { outcome } else { 0 };
    1 + SHADES + graph.nodes.len() * (2 + text) + graph.edges.len() * line + outcomes * outcome
}

/// Colours that are being gathered.
struct Colours(Vec<Colour>);

impl Colours {
    fn add(&mut self, colour: Colour) -> u8 {
        let entry = u8::try_from(self.0.len()).unwrap_or_default();
        self.0.push(colour);
        entry
    }

    /// The entries of a colour on a ground, in this many shades.
    fn blend(&mut self, ground: Colour, colour: Colour, shades: usize) -> Vec<u8> {
        (1..=shades).map(|n| self.add(mixed(ground, colour, n, shades))).collect()
    }

    fn node(&mut self, kind: &NodeKind, shades: usize) -> NodeEntries {
        let (fill, line) = neutral(kind);
        NodeEntries { fill: self.add(fill), line: self.add(line), text: self.blend(fill, INK, shades) }
    }
}

/// A colour with so many parts of another in it, of so many in all.
fn mixed(ground: Colour, colour: Colour, part: usize, parts: usize) -> Colour {
    let mix = |ground: u8, colour: u8| {
        let sum = usize::from(ground) * (parts - part) + usize::from(colour) * part;
        u8::try_from(sum / parts.max(1)).unwrap_or(u8::MAX)
    };
    let ([r, g, b], [red, green, blue]) = (ground, colour);
    [mix(r, red), mix(g, green), mix(b, blue)]
}

fn own(
    graph: &Graph,
    colours: &mut Colours,
    marks: Marks,
    (text, line, outcome): Shades,
) -> (Vec<NodeEntries>, Vec<EdgeEntries>) {
    let nodes = graph.nodes.iter().map(|node| colours.node(&node.kind, text)).collect();
    let edges = graph.edges.iter().map(|edge| {
        let line = colours.blend(PAPER, LINE, line);
        let outcomes = edge.outcomes.iter().map(|_| match marks {
            Marks::Outcomes => colours.blend(PAPER, OUTCOME, outcome),
            _ => line.clone(),
        });
        EdgeEntries { outcomes: outcomes.collect(), line }
    });
    (nodes, edges.collect())
}

fn by_kind(
    graph: &Graph,
    colours: &mut Colours,
    (text, line, outcome): Shades,
) -> (Vec<NodeEntries>, Vec<EdgeEntries>) {
    let mut kinds: Vec<(&'static str, NodeEntries)> = Vec::new();
    let mut nodes = Vec::new();
    for node in &graph.nodes {
        let known = kinds.iter().find(|(name, _)| *name == node.kind.name()).map(|(_, entries)| entries.clone());
        let entries = known.unwrap_or_else(|| {
            let entries = colours.node(&node.kind, text);
            kinds.push((node.kind.name(), entries.clone()));
            entries
        });
        nodes.push(entries);
    }
    let (line, outcome) = (colours.blend(PAPER, LINE, line), colours.blend(PAPER, OUTCOME, outcome));
    let edges = graph.edges.iter().map(|edge| EdgeEntries {
        line: line.clone(),
        outcomes: edge.outcomes.iter().map(|_| outcome.clone()).collect(),
    });
    (nodes, edges.collect())
}
