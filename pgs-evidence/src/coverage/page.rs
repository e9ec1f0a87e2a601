//! Coverage of a workflow for a person: Markdown, and the workflow's picture.

use std::fmt::Write as _;

use super::workflow::{Count, WorkflowCoverage};
use crate::escape::{code, text};
use crate::render::{coloured, mermaid_block};

/// The page of a workflow, which shows this picture if there is one: how much was taken, the graph, and what nothing has
/// taken.
pub fn page(coverage: &WorkflowCoverage, picture: Option<&str>) -> String {
    let mut out = format!("# Coverage of {}\n\n{} runs.\n\n", code(coverage.workflow), coverage.runs);
    out.push_str("| | taken | of | |\n|---|---|---|---|\n");
    for (name, count) in counts(coverage) {
        let Count { taken, all } = count;
        // Writing to a String can't fail.
        let _ = writeln!(out, "| {name} | {taken} | {all} | {:.0} % |", count.percent().floor());
    }
    if let Some(picture) = picture {
        let _ = write!(out, "\n![What was taken of {}]({picture})\n", text(coverage.workflow));
    }
    let _ = write!(out, "\n{}", mermaid_block(coverage.graph.mermaid, &coverage.data, &coverage.marks()));
    let untaken = coverage.untaken();
    out.push_str(if untaken.is_empty() { "\nEverything was taken.\n" } else { "\nNothing has taken:\n\n" });
    for line in untaken {
        let _ = writeln!(out, "- {}", code(&line));
    }
    out
}

/// The kinds of what can be taken, each with how many were.
pub fn counts(coverage: &WorkflowCoverage) -> [(&'static str, Count); 5] {
    [
        ("nodes", coverage.node_count()),
        ("edges", coverage.edge_count()),
        ("outcomes", coverage.outcome_count()),
        ("evaluations, both ways", coverage.evaluation_count()),
        ("rules of admission", coverage.rule_count()),
    ]
}

/// The picture of the workflow with what was taken in colour; none where it has none.
pub fn picture(coverage: &WorkflowCoverage) -> Option<Vec<u8>> {
    coloured(coverage.graph.picture, &coverage.data, &coverage.marks())
}
