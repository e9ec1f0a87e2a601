//! The graph as JSON, one node and one edge a line: for programs, and read in a diff.

use serde::Serialize;

use super::Error;
use super::palette::{EdgeEntries, Marks, NodeEntries, Palette};
use crate::graph::{Edge, Graph, Node, NodeKind};

#[derive(Serialize)]
struct NodeData<'a> {
    key: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'a str>,
    id: &'a str,
    palette: NodePalette<'a>,
}

#[derive(Serialize)]
struct NodePalette<'a> {
    fill: u8,
    line: u8,
    text: &'a [u8],
}

#[derive(Serialize)]
struct EdgeData<'a> {
    from: &'a str,
    to: &'a str,
    palette: LinePalette<'a>,
    outcomes: Vec<OutcomeData<'a>>,
}

#[derive(Serialize)]
struct LinePalette<'a> {
    line: &'a [u8],
}

#[derive(Serialize)]
struct OutcomeData<'a> {
    outcome: &'a str,
    palette: TextPalette<'a>,
}

#[derive(Serialize)]
struct TextPalette<'a> {
    text: &'a [u8],
}

#[derive(Serialize)]
struct Fixed<'a> {
    paper: u8,
    title: &'a [u8],
}

/// The JSON of a graph and its palette. Its first lines say what can be marked, and which entries no run changes.
pub fn render(graph: &Graph, ids: &[String], palette: &Palette) -> Result<String, Error> {
    let marks = match palette.marks {
        Marks::Outcomes => "outcomes",
        Marks::Edges => "edges",
        Marks::Nothing => "nothing",
    };
    let nodes = graph.nodes.iter().zip(ids).zip(&palette.nodes);
    let nodes = nodes.map(|((node, id), entries)| json(&node_data(node, id, entries)));
    let edges = graph.edges.iter().zip(&palette.edges).map(|(edge, entries)| json(&edge_data(graph, edge, entries)));
    let evaluations = graph.decisions.evaluations.iter().map(json);
    let rules = graph.decisions.rules.iter().map(json);
    let list = |lines: Vec<String>| {
        if lines.is_empty() { "[]".to_owned() } else { format!("[\n    {}\n  ]", lines.join(",\n    ")) }
    };
    Ok(format!(
        "{{\n  \"workflow\": {},\n  \"marks\": {},\n  \"palette\": {},\n  \"nodes\": {},\n  \"edges\": {},\n  \"evaluations\": {},\n  \"rules\": {}\n}}\n",
        json(&graph.workflow)?,
        json(marks)?,
        json(&Fixed { paper: 0, title: &palette.title })?,
        list(nodes.collect::<Result<_, _>>()?),
        list(edges.collect::<Result<_, _>>()?),
        list(evaluations.collect::<Result<_, _>>()?),
        list(rules.collect::<Result<_, _>>()?),
    ))
}

fn node_data<'a>(node: &'a Node, id: &'a str, entries: &'a NodeEntries) -> NodeData<'a> {
    let contract = match &node.kind {
        NodeKind::Contract(fqdn) => Some(fqdn.as_str()),
        _ => None,
    };
    let palette = NodePalette { fill: entries.fill, line: entries.line, text: &entries.text };
    NodeData { key: &node.key, kind: node.kind.name(), contract, id, palette }
}

fn edge_data<'a>(graph: &'a Graph, edge: &'a Edge, entries: &'a EdgeEntries) -> EdgeData<'a> {
    let key = |n: usize| graph.nodes.get(n).map_or("", |node| node.key.as_str());
    let outcomes = edge.outcomes.iter().zip(&entries.outcomes);
    EdgeData {
        from: key(edge.from),
        to: key(edge.to),
        palette: LinePalette { line: &entries.line },
        outcomes: outcomes
            .map(|(outcome, text)| OutcomeData { outcome: &outcome.word, palette: TextPalette { text } })
            .collect(),
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    Ok(pgs_escape::json(&serde_json::to_string(value)?))
}
