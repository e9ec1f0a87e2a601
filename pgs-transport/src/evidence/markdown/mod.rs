//! A trace for a person, as Markdown.
//!
//! ```text
//! escape   texts that can't be read as Markdown
//! head     the first line and the facts below it
//! way      nodes, contracts and steps in order
//! effects  what side effects were asked and answered
//! timings  how long each contract took
//! mermaid  the graph with the way in it
//! ```

mod effects;
pub(crate) mod escape;
mod head;
mod mermaid;
mod timings;
mod way;

use super::graph::GraphData;
use super::mark::Marks;
use super::path::Path;
use super::runs::Runs;
use crate::Workflow;

/// What is shown of a trace.
pub(crate) struct Shown<'a, 't> {
    /// The trace id.
    pub id: &'t str,
    /// What its events tell.
    pub runs: &'a Runs<'t>,
    /// The lines that can't be read.
    pub unreadable: Vec<String>,
    /// Its way.
    pub path: &'a Path,
    /// Its workflow, where this binary holds it, with its graph and what of it was taken.
    pub held: Option<Held<'a>>,
}

/// A workflow that this binary holds.
#[derive(Clone, Copy)]
pub(crate) struct Held<'a> {
    /// Its table.
    pub workflow: &'a Workflow,
    /// Its graph.
    pub graph: &'a GraphData,
    /// What of the graph was taken.
    pub marks: &'a Marks,
}

/// The Markdown of a trace.
pub(crate) fn markdown(shown: &Shown<'_, '_>) -> String {
    let Some(root) = shown.runs.root() else { return String::new() };
    let mut out = head::head(shown, root);
    out.push_str("\n## Path\n\n");
    out.push_str(&way::way(shown.runs, root, shown.path));
    out.push_str(&effects::section(shown.runs));
    out.push_str(&timings::section(root, shown.path));
    out.push_str(&nested(shown.runs));
    match shown.held {
        Some(Held { workflow, graph, marks }) => {
            out.push_str("\n## Graph\n\n");
            out.push_str(&mermaid::block(workflow.graph.mermaid, graph, marks));
        }
        None => out.push_str("\nThere is no graph here: the binary that wrote this holds no such workflow.\n"),
    }
    out
}

/// The workflows that steps started.
fn nested(runs: &Runs<'_>) -> String {
    let one = |run| {
        let title = escape::text(&head::title(run, &Path::of(run, None)));
        format!("\n### {}: {title}\n\n{}", escape::text(&run.span), way::way(runs, run, &Path::of(run, None)))
    };
    let all: String = runs.workflows.iter().skip(1).map(one).collect();
    if all.is_empty() { all } else { format!("\n## Nested workflows\n{all}") }
}
