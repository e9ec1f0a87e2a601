//! The graph as Mermaid text, one node and one edge a line. Its links are numbered as the edges of the JSON.

use serde::Serialize;
use tera::{Context, Tera};

use super::Error;
use super::label::{badge, line};
use crate::graph::{Graph, Node, NodeKind, Note};

/// The name of the template.
pub const NAME: &str = "graph.mmd";
/// The template.
pub const TEMPLATE: &str = r"%% Generated from the protocol snapshot. Change the protocol, not this file.
%% {{ workflow }}
flowchart TD
{% for node in nodes %}    {{ node.id }}{{ node.open }}{{ node.label }}{{ node.close }}
{% endfor %}{% for edge in edges %}    {{ edge.from }} -->|{{ edge.label }}| {{ edge.to }}
{% endfor %}    classDef plain fill:#f6f8fa,stroke:#57606a,color:#1f2328
    classDef taken fill:#d3f2dc,stroke:#1a7f37,stroke-width:3px,color:#1f2328
    classDef failed fill:#ffd8d3,stroke:#cf222e,stroke-width:3px,color:#1f2328
";

#[derive(Serialize)]
struct NodeText<'a> {
    id: &'a str,
    open: &'static str,
    label: String,
    close: &'static str,
}

#[derive(Serialize)]
struct EdgeText<'a> {
    from: &'a str,
    label: String,
    to: &'a str,
}

/// The Mermaid text of a graph.
pub fn render(graph: &Graph, ids: &[String], templates: &Tera) -> Result<String, Error> {
    let id = |n: usize| ids.get(n).map_or("", String::as_str);
    let nodes: Vec<NodeText> = graph.nodes.iter().zip(ids).map(|(node, id)| node_text(node, id)).collect();
    let edges = graph.edges.iter().map(|edge| EdgeText {
        from: id(edge.from),
        label: quoted(edge.outcomes.iter().flat_map(|it| [Some(it.word.as_str()), it.condition.as_deref()]).flatten()),
        to: id(edge.to),
    });
    let mut context = Context::new();
    context.insert("workflow", &line(&graph.workflow));
    context.insert("nodes", &nodes);
    context.insert("edges", &edges.collect::<Vec<_>>());
    Ok(templates.render(NAME, &context)?)
}

fn node_text<'a>(node: &Node, id: &'a str) -> NodeText<'a> {
    let (open, close) = match node.kind {
        NodeKind::Intent => ("([", "])"),
        NodeKind::Contract(_) => ("[", "]"),
        NodeKind::Exit => ("[[", "]]"),
        NodeKind::NoEdge => ("{{", "}}"),
    };
    let writes = badge(node);
    let lines = std::iter::once(node.key.as_str()).chain(node.notes.iter().map(Note::text)).chain(writes.as_deref());
    NodeText { id, open, label: quoted(lines), close }
}

/// Lines as one quoted label. What Mermaid could read as markup is written as the number of its character.
fn quoted<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let lines: Vec<String> = lines.map(|it| escaped(&line(it))).collect();
    format!("\"{}\"", lines.join("<br/>"))
}

fn escaped(line: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_ :,()…".contains(c);
    line.chars().map(|c| if plain(c) { c.to_string() } else { format!("#{};", u32::from(c)) }).collect()
}
