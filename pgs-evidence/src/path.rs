//! The path of a run through the graph of its workflow.

use crate::graph::{GraphData, NodeKind};
use crate::runs::{ContractRun, WorkflowRun};
use pgs_value::{ACK, NACK};

/// The nodes that a workflow visited, in order, and where it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TakenPath {
    /// The visited nodes but the EXIT.
    pub visits: Vec<Visit>,
    /// The key of the EXIT node, where it is known.
    pub exit: Option<String>,
}

/// One visit of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    /// The node's key; the FQDN of the contract where no key is known.
    pub node: String,
    /// Which contract of the workflow ran at it, as an index; none at an intent.
    pub contract: Option<usize>,
    /// The outcome, where there is one.
    pub outcome: Option<String>,
    /// The edge of the graph that the outcome took, as an index.
    pub edge: Option<usize>,
}

impl TakenPath {
    /// The path of this workflow. Without a graph only what is recorded is known.
    pub fn of(run: &WorkflowRun<'_>, graph: Option<&GraphData>) -> Self {
        let mut path = Self::default();
        let gate = run.of_pgc.as_ref().and_then(|of_pgc| of_pgc.gate.as_ref());
        let mut at = match (graph, gate) {
            (Some(graph), gate) => path.admit(run, graph, gate.map(|gate| gate.outcome)),
            (None, Some(gate)) => {
                let (node, outcome) = (gate.node.to_owned(), Some(gate.outcome.to_owned()));
                path.visits.push(Visit { node, contract: None, outcome, edge: None });
                None
            }
            (None, None) => None,
        };
        for (n, contract) in run.contracts.iter().enumerate() {
            let node = node_of(contract, at.as_deref(), graph);
            let outcome = contract.status().map(str::to_owned);
            let edge = graph.zip(outcome.as_deref()).and_then(|(graph, outcome)| graph.edge(&node, outcome));
            at = graph.zip(edge).and_then(|(graph, edge)| Some(graph.edges.get(edge)?.to.clone()));
            path.visits.push(Visit { node, contract: Some(n), outcome, edge });
        }
        path.exit = exit_of(run, at, graph);
        path
    }

    /// The visit of the intent; then the node that it led to.
    fn admit(&mut self, run: &WorkflowRun<'_>, graph: &GraphData, recorded: Option<&str>) -> Option<String> {
        let intent = graph.intent()?;
        let inferred = || match (run.contracts.is_empty(), run.status()) {
            (true, Some(NACK)) => Some(NACK),
            (true, None) => None,
            _ => Some(ACK),
        };
        let outcome = recorded.or_else(inferred);
        let edge = outcome.and_then(|outcome| graph.edge(&intent.key, outcome));
        let outcome = outcome.map(str::to_owned);
        self.visits.push(Visit { node: intent.key.clone(), contract: None, outcome, edge });
        edge.and_then(|edge| Some(graph.edges.get(edge)?.to.clone()))
    }

    /// The last visit of a contract.
    pub fn last_contract(&self) -> Option<&Visit> {
        self.visits.iter().rev().find(|visit| visit.contract.is_some())
    }
}

/// The node as it is recorded; else where the edge before led to, if that runs this contract.
fn node_of(contract: &ContractRun<'_>, at: Option<&str>, graph: Option<&GraphData>) -> String {
    let fqdn = contract.contract();
    let led_to = || {
        let node = graph?.node(at?)?;
        (node.contract.as_deref() == Some(fqdn)).then_some(node.key.as_str())
    };
    let only = || graph?.only_node_of(fqdn);
    contract.node().or_else(led_to).or_else(only).unwrap_or(fqdn).to_owned()
}

fn exit_of(run: &WorkflowRun<'_>, at: Option<String>, graph: Option<&GraphData>) -> Option<String> {
    if let Some(exit) = run.exit() {
        return Some(exit.node.to_owned());
    }
    // A trace of the reference names no EXIT node; the edge of the last outcome leads to it.
    let ends = |key: &String| {
        let kind = graph.and_then(|graph| graph.node(key)).map(|node| node.kind);
        matches!(kind, Some(NodeKind::Exit | NodeKind::NoEdge))
    };
    run.end.and(at).filter(ends)
}
