//! What of a graph a run touched, and the colours for it.

use crate::graph::{Edge, GraphData, NodeKind};
use crate::path::TakenPath;
use crate::runs::is_good;

/// How a node is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It was not visited.
    Untaken,
    /// It was visited.
    Taken,
    /// The run ended here as it should.
    Good,
    /// The run ended here otherwise.
    Bad,
    /// The contract, or the intent, whose outcome the run failed with.
    Failed,
}

/// A colour: red, green, blue.
pub(crate) type Colour = [u8; 3];

/// The colours of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeColours {
    /// The surface.
    pub fill: Colour,
    /// The outline.
    pub line: Colour,
    /// The text.
    pub text: Colour,
}

/// The colours of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EdgeColours {
    /// The line.
    pub line: Colour,
    /// An outcome.
    pub text: Colour,
}

/// What lies behind the graph.
pub(crate) const PAPER: Colour = [0xff, 0xff, 0xff];

/// An edge, or an outcome at it, that was taken.
pub(crate) const TAKEN_EDGE: EdgeColours = EdgeColours { line: [0x1d, 0x4e, 0xd8], text: [0x1e, 0x40, 0xaf] };

/// An edge, or an outcome at it, that was not taken.
pub(crate) const UNTAKEN_EDGE: EdgeColours = EdgeColours { line: [0xc4, 0xc9, 0xd1], text: [0x6b, 0x72, 0x80] };

impl Mark {
    /// The colours of a node with this mark. Every text has a contrast of 4.5 to 1 or more.
    pub fn colours(self) -> NodeColours {
        let (fill, line) = match self {
            Self::Untaken => {
                return NodeColours { fill: [0xf9, 0xfa, 0xfb], line: [0xd1, 0xd5, 0xdb], text: [0x6b, 0x72, 0x80] };
            }
            Self::Taken => ([0x1d, 0x4e, 0xd8], [0x1e, 0x3a, 0x8a]),
            Self::Good => ([0x15, 0x80, 0x3d], [0x14, 0x53, 0x2d]),
            Self::Bad => ([0xb9, 0x1c, 0x1c], [0x7f, 0x1d, 0x1d]),
            Self::Failed => ([0xc2, 0x41, 0x0c], [0x7c, 0x2d, 0x12]),
        };
        NodeColours { fill, line, text: PAPER }
    }
}

/// The marks of a graph: those of its nodes and edges in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Of each node.
    pub nodes: Vec<Mark>,
    /// Of each edge, which of its outcomes were taken.
    pub edges: Vec<Vec<bool>>,
}

impl Marks {
    /// The marks of this path. `status` is that with which the workflow ended, if it did.
    pub fn of(path: &TakenPath, status: Option<&str>, graph: &GraphData) -> Self {
        let good = status.is_some_and(is_good);
        let failed = path.visits.last().filter(|_| !good).map(|visit| visit.node.as_str());
        let mark = |key: &str, kind: NodeKind| match kind {
            NodeKind::Exit | NodeKind::NoEdge if path.exit.as_deref() == Some(key) => {
                if good && kind == NodeKind::Exit { Mark::Good } else { Mark::Bad }
            }
            _ if failed == Some(key) => Mark::Failed,
            _ if path.visits.iter().any(|visit| visit.node == key) => Mark::Taken,
            _ => Mark::Untaken,
        };
        let nodes = graph.nodes.iter().map(|node| mark(&node.key, node.kind)).collect();
        let edges = graph.edges.iter().enumerate().map(|(n, edge)| taken(path, n, edge)).collect();
        Self { nodes, edges }
    }

    /// Whether an edge was taken.
    pub fn is_taken(&self, edge: usize) -> bool {
        self.edges.get(edge).is_some_and(|outcomes| outcomes.contains(&true))
    }
}

/// Which outcomes of an edge were taken; an outcome that is not written there took the one for all others.
fn taken(path: &TakenPath, n: usize, edge: &Edge) -> Vec<bool> {
    let took = |label: &str| {
        let own = |outcome: &str| edge.outcomes.iter().any(|it| it.outcome == outcome);
        let mut outcomes = path.visits.iter().filter(|visit| visit.edge == Some(n)).flat_map(|visit| &visit.outcome);
        outcomes.any(|outcome| outcome == label || !own(outcome))
    };
    edge.outcomes.iter().map(|label| took(&label.outcome)).collect()
}
