//! What the graph of a workflow says of how it decides: the conditions of its contracts, and the statuses that it ends with.

use std::collections::BTreeSet;

use pgs_rt::Workflow;
use pgs_value::NACK;

use crate::graph::{DEFAULT, GraphData, NodeKind, StepStatus};

const SUCCESS: &str = "SUCCESS";

/// The conditions of a contract, looked at where its steps succeed, on which this status can have been decided:
/// `` `$.count > 3` holds ``. None where the graph of the workflow is not known.
pub fn conditions(workflow: &Workflow, contract: &str, status: &str) -> Vec<String> {
    let graph = workflow.graph.as_ref().and_then(|graph| GraphData::of(graph).ok());
    graph.map(|graph| conditions_of(&graph, contract, status, None)).unwrap_or_default()
}

/// The same of a graph; where it is known which step came last, those alone that are looked at after it.
pub(crate) fn conditions_of(graph: &GraphData, contract: &str, status: &str, last: Option<&str>) -> Vec<String> {
    let is_after = |it: &StepStatus| it.status == SUCCESS && last.is_none_or(|last| it.step == last);
    let evaluations = graph.evaluations.iter().filter(|it| it.contract == contract && it.after.iter().any(is_after));
    let said = evaluations.filter_map(|it| match (it.on_true == status, it.on_false == status) {
        (true, true) => Some(format!("`{}`", it.condition)),
        (true, false) => Some(format!("`{}` holds", it.condition)),
        (false, true) => Some(format!("`{}` does not hold", it.condition)),
        (false, false) => None,
    });
    said.collect()
}

/// The statuses that a workflow can end with; none where its graph is not known, or does not say all of them.
pub fn statuses(workflow: &Workflow) -> Option<BTreeSet<String>> {
    let graph = GraphData::of(workflow.graph.as_ref()?).ok()?;
    let ends = |key: &str| matches!(graph.node(key).map(|node| node.kind), Some(NodeKind::Exit | NodeKind::NoEdge));
    let last = graph.edges.iter().filter(|edge| ends(&edge.to)).flat_map(|edge| &edge.outcomes);
    let found: BTreeSet<String> = last.map(|it| it.outcome.clone()).chain([NACK.to_owned()]).collect();
    (!found.contains(DEFAULT)).then_some(found)
}
