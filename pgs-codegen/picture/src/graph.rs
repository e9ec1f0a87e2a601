//! What is drawn: a workflow as nodes and edges, without a coordinate.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A graph, and where its pictures belong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// The files, below some folder, without the extension of their format.
    pub stem: PathBuf,
    /// What they show.
    pub graph: Graph,
}

impl Drawing {
    /// The line that the program `pgs-picture` reads.
    pub fn to_line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// What such a line says.
    pub fn of_line(line: &str) -> serde_json::Result<Self> {
        serde_json::from_str(line)
    }
}

/// The extensions of a picture's files.
pub const EXTENSIONS: [&str; 4] = ["json", "mmd", "png", "svg"];

/// A workflow's graph. Everything is drawn and written in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graph {
    /// The workflow's FQDN: the title.
    pub workflow: String,
    /// Whether it is two graphs in one, whose marks say what changed.
    pub is_compared: bool,
    /// The nodes: IN, those that run contracts, EXIT, "no edge".
    pub nodes: Vec<Node>,
    /// The edges, by the nodes that they join.
    pub edges: Vec<Edge>,
    /// What decides within nodes. It is not drawn: it stands in the JSON, for programs.
    pub decisions: Decisions,
}

/// What decides how a node ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    /// The evaluations of the contracts that nodes run, by contract.
    pub evaluations: Vec<Evaluation>,
    /// The rules that the IN node admits a payload by.
    pub rules: Vec<Rule>,
}

/// A condition that decides how a contract ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepStatus {
    /// The name of the step.
    pub step: String,
    /// The status, as traces show it.
    pub status: String,
}

/// A rule of a payload's schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The place, as in a violation; an item of a list is `[]`.
    pub path: String,
    /// The word of the schema: `required`, `type`, `enum`, …
    pub rule: String,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// The key in the workflow.
    pub key: String,
    /// What it is.
    pub kind: NodeKind,
    /// What is said below the key.
    pub notes: Vec<Note>,
    /// The stores that it writes.
    pub writes: Vec<String>,
    /// What became of it, where two graphs are compared.
    pub mark: Mark,
}

/// What became of a part of a graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Nothing.
    #[default]
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

impl Mark {
    /// Its class in SVG, and the sign that stands before what it marks.
    pub fn shown(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Same => None,
            Self::Added => Some(("added", "+")),
            Self::Removed => Some(("removed", "-")),
            Self::Changed => Some(("changed", "~")),
        }
    }
}

/// A line below the key of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// A name, which is shown whole.
    Name(String),
    /// A text for people, of which the first lines are shown.
    Prose(String),
}

impl Note {
    /// The whole text.
    pub fn text(&self) -> &str {
        match self {
            Self::Name(text) | Self::Prose(text) => text,
        }
    }
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeKind {
    /// The IN node.
    Intent,
    /// It runs the contract of this FQDN.
    Contract(String),
    /// An EXIT node.
    Exit,
    /// No node: an outcome without an edge ends the run.
    NoEdge,
}

/// Everything that leads from one node to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// The index of the node that it leaves.
    pub from: usize,
    /// The index of the node that it leads to.
    pub to: usize,
    /// The outcomes, in the order of the routes.
    pub outcomes: Vec<Outcome>,
}

impl Edge {
    /// What became of it: what became of all its outcomes, if that is one thing.
    pub fn mark(&self) -> Mark {
        let mut marks = self.outcomes.iter().map(|it| it.mark);
        let first = marks.next().unwrap_or_default();
        if marks.all(|it| it == first) { first } else { Mark::Changed }
    }
}

/// An outcome that leads somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The word.
    pub word: String,
    /// When it is the outcome, if conditions alone decide that.
    pub condition: Option<String>,
    /// What became of it, where two graphs are compared.
    pub mark: Mark,
}

impl From<&str> for Outcome {
    fn from(word: &str) -> Self {
        Self { word: word.to_owned(), ..Self::default() }
    }
}

impl NodeKind {
    /// Its name in the graph's JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Contract(_) => "contract",
            Self::Exit => "exit",
            Self::NoEdge => "no_edge",
        }
    }
}
