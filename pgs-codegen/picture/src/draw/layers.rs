//! Rows from top to bottom, and what stands in each from left to right: dugong's ranks, orders and coordinates.
//!
//! The label of an edge is a thing of its own, in the row below the node that the edge leaves, so that a node's outcomes
//! are read beneath it. A line that passes a row has a bend there, which keeps a place for it among the nodes.

use std::collections::BTreeMap;

use dugong::graphlib::{Graph as Dag, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, LayoutError, NodeLabel, acyclic, order, position, rank};

use crate::graph::Graph;

/// How much more it matters that a label stands near the node that its edge leaves.
const NEAR_SOURCE: f64 = 4.0;
/// From a node to its neighbour.
const NODE_SPACE: f64 = 20.0;
/// From a line to its neighbour.
const LINE_SPACE: f64 = 12.0;

/// The nodes that are ranked only to hold a graph of several parts together.
const ROOT: &str = "root";

type Work = Dag<NodeLabel, EdgeLabel, GraphLabel>;

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowItem {
    /// The node of this index.
    Node(usize),
    /// The label of the edge of this index.
    Label(usize),
    /// The edge of this index, where it passes this row.
    Bend(usize, usize),
}

impl RowItem {
    fn id(self) -> String {
        match self {
            Self::Node(n) => format!("n{n}"),
            Self::Label(n) => format!("l{n}"),
            Self::Bend(n, row) => format!("b{n}.{row}"),
        }
    }
}

/// Width and height of what stands in rows.
pub struct Sizes {
    /// Of each node.
    pub nodes: Vec<(i32, i32)>,
    /// Of each edge's label.
    pub labels: Vec<(i32, i32)>,
}

/// Everything in its row.
pub struct Layers {
    /// From top to bottom, and in each row from left to right: what, and where its middle is.
    pub rows: Vec<Vec<(RowItem, f64)>>,
    /// For each edge, whether it leads upwards.
    pub upward: Vec<bool>,
}

impl Layers {
    /// Arranges a graph. Edges from a node to itself stand in no row: they belong to the node's size.
    pub fn of(graph: &Graph, sizes: &Sizes) -> Result<Self, LayoutError> {
        let upward = upward(graph);
        let rows = rows(graph, &upward)?;
        let mut work = work();
        let mut places = Vec::new();
        let mut stand = |work: &mut Work, place: RowItem, row: usize| {
            let (width, height) = match place {
                RowItem::Node(n) => sizes.nodes.get(n).copied().unwrap_or_default(),
                RowItem::Label(n) => sizes.labels.get(n).copied().unwrap_or_default(),
                RowItem::Bend(..) => (0, 0),
            };
            let label = NodeLabel {
                width: f64::from(width),
                height: f64::from(height),
                rank: i32::try_from(row).ok(),
                dummy: (!matches!(place, RowItem::Node(_))).then(|| "edge".to_owned()),
                ..NodeLabel::default()
            };
            work.set_node(place.id(), label);
            places.push((place, row));
        };
        for (place, row) in &rows {
            stand(&mut work, *place, *row);
        }
        for (n, chain) in chains(graph, &upward) {
            for pair in chain.windows(2) {
                let [upper, lower] = pair else { continue };
                let (Some(top), Some(bottom)) = (rows.get(upper), rows.get(lower)) else { continue };
                let mut last = *upper;
                for row in top + 1..*bottom {
                    stand(&mut work, RowItem::Bend(n, row), row);
                    join(&mut work, last, RowItem::Bend(n, row), 1.0);
                    last = RowItem::Bend(n, row);
                }
                join(&mut work, last, *lower, 1.0);
            }
        }
        order::order(&mut work, order::OrderOptions::default());
        Ok(Self { rows: placed(&work, &places), upward })
    }
}

fn placed(work: &Work, places: &[(RowItem, usize)]) -> Vec<Vec<(RowItem, f64)>> {
    let x = position::bk::position_x(work);
    let mut rows: Vec<Vec<(usize, RowItem, f64)>> = Vec::new();
    for (place, row) in places {
        let id = place.id();
        let order = work.node(&id).and_then(|label| label.order).unwrap_or_default();
        let x = x.get(&id).copied().unwrap_or_default();
        if rows.len() <= *row {
            rows.resize(row + 1, Vec::new());
        }
        if let Some(places) = rows.get_mut(*row) {
            places.push((order, *place, x));
        }
    }
    let sorted = rows.into_iter().map(|mut row| {
        row.sort_by_key(|(order, place, _)| (*order, *place));
        row.into_iter().map(|(_, place, x)| (place, x)).collect()
    });
    sorted.collect()
}

fn work() -> Work {
    let mut work = Dag::new(GraphOptions { directed: true, multigraph: true, compound: false });
    work.set_graph(GraphLabel { nodesep: NODE_SPACE, edgesep: LINE_SPACE, ..GraphLabel::default() });
    work
}

fn join(work: &mut Work, upper: RowItem, lower: RowItem, weight: f64) {
    work.set_edge_with_label(upper.id(), lower.id(), EdgeLabel { weight, ..EdgeLabel::default() });
}

/// For each edge, whether it closes a circle, seen from the first node: such an edge leads upwards.
fn upward(graph: &Graph) -> Vec<bool> {
    let mut work = work();
    for n in 0..graph.nodes.len() {
        work.set_node(RowItem::Node(n).id(), NodeLabel::default());
    }
    for (n, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from != edge.to) {
        let (from, to) = (RowItem::Node(edge.from).id(), RowItem::Node(edge.to).id());
        work.set_edge_named(from, to, Some(n.to_string()), Some(EdgeLabel::default()));
    }
    acyclic::run(&mut work);
    let mut upward = vec![false; graph.edges.len()];
    for key in work.edges() {
        let reversed =
            work.edge_by_key(key).filter(|label| label.reversed).and_then(|label| label.forward_name.as_ref());
        let index = reversed.and_then(|name| name.parse::<usize>().ok());
        if let Some(upward) = index.and_then(|n| upward.get_mut(n)) {
            *upward = true;
        }
    }
    upward
}

/// What each edge joins, from top to bottom.
fn chains<'a>(graph: &'a Graph, upward: &'a [bool]) -> impl Iterator<Item = (usize, [RowItem; 3])> + 'a {
    graph.edges.iter().zip(upward).enumerate().filter(|(_, (edge, _))| edge.from != edge.to).map(
        |(n, (edge, upward))| {
            let (upper, lower) = if *upward { (edge.to, edge.from) } else { (edge.from, edge.to) };
            (n, [RowItem::Node(upper), RowItem::Label(n), RowItem::Node(lower)])
        },
    )
}

/// The row of each node and label.
fn rows(graph: &Graph, upward: &[bool]) -> Result<BTreeMap<RowItem, usize>, LayoutError> {
    let mut work = work();
    let mut below = vec![false; graph.nodes.len()];
    for n in 0..graph.nodes.len() {
        work.set_node(RowItem::Node(n).id(), NodeLabel::default());
    }
    for (n, chain) in chains(graph, upward) {
        work.set_node(RowItem::Label(n).id(), NodeLabel::default());
        let upward = upward.get(n).copied().unwrap_or_default();
        let weights = if upward { [1.0, NEAR_SOURCE] } else { [NEAR_SOURCE, 1.0] };
        for (pair, weight) in chain.windows(2).zip(weights) {
            let [upper, lower] = pair else { continue };
            join(&mut work, *upper, *lower, weight);
            if let RowItem::Node(n) = lower
                && let Some(below) = below.get_mut(*n)
            {
                *below = true;
            }
        }
    }
    if below.iter().filter(|it| !**it).count() > 1 {
        work.set_node(ROOT, NodeLabel::default());
        for (n, _) in below.iter().enumerate().filter(|(_, below)| !**below) {
            work.set_edge_with_label(ROOT, RowItem::Node(n).id(), EdgeLabel::default());
        }
    }
    rank::rank(&mut work)?;
    let nodes = (0..graph.nodes.len()).map(RowItem::Node);
    let labels = chains(graph, upward).map(|(n, _)| RowItem::Label(n));
    let rank = |place: RowItem| work.node(&place.id()).and_then(|label| label.rank).unwrap_or_default();
    let ranks: BTreeMap<RowItem, i32> = nodes.chain(labels).map(|place| (place, rank(place))).collect();
    let first = ranks.values().min().copied().unwrap_or_default();
    Ok(ranks.into_iter().map(|(place, rank)| (place, usize::try_from(rank - first).unwrap_or_default())).collect())
}
