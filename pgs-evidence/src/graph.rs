//! A workflow's nodes and edges, and the palette entries of its picture that each is drawn in.

use pgs_rt::{DeserializeError, Graph, from_str};
use serde::Deserialize;

/// Why the graph in a workflow's table can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the graph of the workflow can't be read: {0}")]
pub struct GraphError(#[from] DeserializeError);

/// A workflow's graph. Edges stand in the order of the links of the Mermaid text.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct GraphData {
    /// What of the picture can be coloured by itself.
    #[serde(default)]
    pub marks: Markable,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
    /// The evaluations of the contracts that nodes run.
    #[serde(default)]
    pub evaluations: Vec<EvaluationData>,
    /// The rules that payloads are admitted by.
    #[serde(default)]
    pub rules: Vec<RuleData>,
}

/// A condition that decides how a contract ends.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct EvaluationData {
    /// The FQDN of the contract.
    pub contract: String,
    /// The condition, as written.
    pub condition: String,
    /// After which steps with which status it is looked at.
    pub after: Vec<StepStatus>,
    /// The status if it holds.
    pub on_true: String,
    /// The status if it does not.
    pub on_false: String,
}

/// A step with a status.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct StepStatus {
    /// The name of the step.
    pub step: String,
    /// The status.
    pub status: String,
}

/// A rule of a payload's schema.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RuleData {
    /// The place, as in a violation; an item of a list is `[]`.
    pub path: String,
    /// The word of the schema.
    pub rule: String,
}

/// The smallest parts of a picture that have palette entries of their own.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Markable {
    /// Nodes, edges and every outcome of an edge.
    #[default]
    Outcomes,
    /// Nodes and edges.
    Edges,
    /// None: the graph is too large.
    Nothing,
}

/// One node.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Node {
    /// Its key in the workflow; `(no edge)` stands for the end of outcomes without an edge.
    pub key: String,
    /// What it is.
    pub kind: NodeKind,
    /// The FQDN of its contract or intent.
    #[serde(default)]
    pub contract: Option<String>,
    /// Its name in the Mermaid text.
    pub id: String,
    /// Its colours in the picture.
    #[serde(default)]
    pub palette: NodePalette,
}

/// What a node is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NodeKind {
    /// It admits the payload.
    Intent,
    /// It runs a contract.
    Contract,
    /// It ends the workflow.
    Exit,
    /// The end of outcomes without an edge.
    NoEdge,
}

/// The palette entries of a node.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct NodePalette {
    /// The surface.
    pub fill: Option<u8>,
    /// The outline.
    pub line: Option<u8>,
    /// The text, from the fill's colour on to full.
    #[serde(default)]
    pub text: Vec<u8>,
}

/// All outcomes of one node that lead to one other.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Edge {
    /// The key of the node that it leaves.
    pub from: String,
    /// The key of the node that it leads to.
    pub to: String,
    /// Its colours in the picture.
    #[serde(default)]
    pub palette: EdgePalette,
    /// The outcomes.
    #[serde(default)]
    pub outcomes: Vec<OutcomeLabel>,
}

/// The palette entries of an edge.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct EdgePalette {
    /// The line, from faint to full.
    #[serde(default)]
    pub line: Vec<u8>,
}

/// An outcome as it is written at an edge.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct OutcomeLabel {
    /// The outcome.
    pub outcome: String,
    /// Its colours in the picture.
    #[serde(default)]
    pub palette: TextPalette,
}

/// The palette entries of a text.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct TextPalette {
    /// From faint to full.
    #[serde(default)]
    pub text: Vec<u8>,
}

/// The outcome that stands for every one without an edge of its own.
pub(crate) const DEFAULT: &str = "default";

impl GraphData {
    /// Reads the graph in a workflow's table.
    pub fn of(graph: &Graph) -> Result<Self, GraphError> {
        Ok(from_str(graph.data)?)
    }

    /// The node with this key.
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.key == key)
    }

    /// The node at which every run begins, where it is an intent.
    pub fn intent(&self) -> Option<&Node> {
        let entered = |key: &str| self.edges.iter().any(|edge| edge.to == key);
        self.nodes.iter().find(|node| node.kind == NodeKind::Intent && !entered(&node.key))
    }

    /// The edge that this outcome takes, as an index.
    pub fn edge(&self, from: &str, outcome: &str) -> Option<usize> {
        let labelled = |label: &str| {
            let takes = |edge: &Edge| edge.from == from && edge.outcomes.iter().any(|it| it.outcome == label);
            self.edges.iter().position(takes)
        };
        labelled(outcome).or_else(|| labelled(DEFAULT))
    }

    /// The key of the one node that runs this contract; none where several do.
    pub fn only_node_of(&self, contract: &str) -> Option<&str> {
        let mut nodes = self.nodes.iter().filter(|node| node.contract.as_deref() == Some(contract));
        match (nodes.next(), nodes.next()) {
            (Some(node), None) => Some(&node.key),
            _ => None,
        }
    }
}
