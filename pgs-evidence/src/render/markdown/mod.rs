//! A trace for a person, as Markdown.
//!
//! ```text
//! head     the first line and the facts below it
//! path     nodes, contracts and steps in order
//! value    a named value of an event in a list
//! effects  what side effects were asked and answered
//! timings  how long each contract took
//! mermaid  the graph with the path in it
//! ```

mod effects;
mod head;
mod mermaid;
mod path;
mod timings;
mod value;

pub(crate) use mermaid::block as mermaid_block;

use super::context::Context;
use crate::escape;
use crate::path::TakenPath;
use crate::runs::{Runs, WorkflowRun};

/// The Markdown of a trace.
pub(super) fn markdown(context: &Context<'_, '_>) -> String {
    let Context { runs, path, graph, .. } = context;
    let mut out = head::head(context);
    out.push_str("\n## Path\n\n");
    out.push_str(&path::path(runs, &runs.root, path));
    out.push_str(&effects::section(runs));
    out.push_str(&timings::section(&runs.root, path));
    out.push_str(&nested(runs));
    match graph {
        Some(graph) => {
            out.push_str("\n## Graph\n\n");
            out.push_str(&mermaid::block(graph.graph.mermaid, &graph.data, &graph.marks));
        }
        None => out.push_str("\nThere is no graph here: the binary that wrote this holds no such workflow.\n"),
    }
    out
}

/// The workflows that steps started.
fn nested(runs: &Runs<'_>) -> String {
    let one = |run: &WorkflowRun<'_>| {
        let path = TakenPath::of(run, None);
        let title = escape::text(&head::title(run, &path));
        format!("\n### {}: {title}\n\n{}", escape::text(&run.span), path::path(runs, run, &path))
    };
    let all: String = runs.nested.iter().map(one).collect();
    if all.is_empty() { all } else { format!("\n## Nested workflows\n{all}") }
}
