//! Whether what a recording holds is a way through the graphs of its workflows, whatever the values are.

use std::collections::BTreeMap;

use pgs_rt::Workflow;
use pgs_trace::event::{ContractEnd, ContractStart, WorkflowEnd, WorkflowStart};
use pgs_trace::{Event, Nullable, Trace};
use pgs_value::{ACK, NACK};

use crate::graph::{GraphData, NodeKind};

/// Where a workflow stands in its graph.
struct Standing {
    graph: GraphData,
    /// The node that it has left, or runs; none where any may follow.
    node: Option<String>,
    /// With which outcome.
    outcome: Option<String>,
    /// Whether a contract has run.
    ran: bool,
}

/// The number of the first event, from 1, that no run of its workflow has there. Of a workflow without a graph nobody knows.
pub(super) fn first_off_the_way(trace: &Trace, workflows: &[Workflow]) -> Option<usize> {
    let mut spans: BTreeMap<&str, Standing> = BTreeMap::new();
    for (n, recorded) in trace.events().enumerate() {
        let (event, span) = (recorded.event(), recorded.span().unwrap_or_default());
        if let Event::WorkflowStart(WorkflowStart { workflow, nested, .. }) = event {
            spans.extend(nested.or(workflow).and_then(|name| Standing::at_start(name, workflows)).map(|it| (span, it)));
        } else if spans.get_mut(span).is_some_and(|standing| !standing.takes(&event)) {
            return Some(n + 1);
        }
    }
    None
}

impl Standing {
    fn at_start(name: &str, workflows: &[Workflow]) -> Option<Self> {
        let workflow = workflows.iter().find(|workflow| workflow.id.fqdn == name)?;
        let graph = GraphData::of(workflow.graph.as_ref()?).ok()?;
        let node = graph.intent().map(|intent| intent.key.clone());
        Some(Self { graph, node, outcome: None, ran: false })
    }

    /// Whether the event can follow.
    fn takes(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::ContractStart(ContractStart { name, node, .. }) => self.enters(*name, node.unwrap_or_default()),
            Event::ContractEnd(ContractEnd { status, .. }) => self.leaves(status.unwrap_or_default()),
            Event::WorkflowEnd(WorkflowEnd { status, exit, .. }) => {
                let key = match exit {
                    Nullable::Is(exit) => Some(exit.node),
                    Nullable::Null => None,
                    Nullable::Absent => return true,
                };
                self.ends(status.unwrap_or_default(), key)
            }
            Event::WorkflowStart(_)
            | Event::NotAdmitted(_)
            | Event::Call(_)
            | Event::StepEnd(_)
            | Event::Error(_)
            | Event::Other(_) => true,
        }
    }

    fn enters(&mut self, contract: Option<&str>, key: &str) -> bool {
        let runs = |node: &crate::graph::Node| node.kind == NodeKind::Contract && node.contract.as_deref() == contract;
        let is_there = self.graph.node(key).is_some_and(runs);
        let outcome = self.outcome.take().unwrap_or_else(|| ACK.to_owned());
        let follows = self.node.as_deref().is_none_or(|from| self.next(from, &outcome) == Some(key));
        (self.node, self.ran) = (Some(key.to_owned()), true);
        is_there && follows
    }

    fn leaves(&mut self, status: &str) -> bool {
        self.outcome = Some(status.to_owned());
        self.node.as_deref().is_some_and(|node| self.next(node, status).is_some())
    }

    fn ends(&self, status: &str, exit: Option<&str>) -> bool {
        let outcome = if self.ran { self.outcome.as_deref() } else { [ACK, NACK].into_iter().find(|it| *it == status) };
        let is_end = |key: &str| {
            let kind = self.graph.node(key).map(|node| node.kind);
            kind == Some(if exit.is_some() { NodeKind::Exit } else { NodeKind::NoEdge })
        };
        let Some(node) = self.node.as_deref() else { return exit.is_none_or(is_end) };
        let Some(outcome) = outcome.filter(|outcome| *outcome == status) else { return false };
        self.next(node, outcome).is_some_and(|next| is_end(next) && exit.is_none_or(|exit| exit == next))
    }

    /// The key of the node to which this outcome leads.
    fn next(&self, from: &str, outcome: &str) -> Option<&str> {
        let edge = self.graph.edge(from, outcome)?;
        Some(self.graph.edges.get(edge)?.to.as_str())
    }
}
