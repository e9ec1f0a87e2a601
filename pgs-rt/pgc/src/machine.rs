//! The machine of a workflow: its nodes, where their outcomes lead, and the one loop that takes every run through them.

use std::convert::Infallible;

use pgs_trace::WorkflowId;
use pgs_value::{ACK, Fields, Map, NACK, Status, Value};

use crate::fault::Fault;
use crate::ids::{Exit, NodeId, Place};
use crate::limits::NODE_LIMIT;
use crate::run::{RouteEnd, Run};

/// One run of a compiled workflow, between two nodes: the payload, and what later nodes read of earlier ones.
pub trait Machine: Sized {
    /// The workflow in traces.
    const ID: WorkflowId;
    /// The IN node where it begins.
    const GATE: NodeId;
    /// The nodes that run contracts.
    type Node: Place;

    /// Where the run goes first, by the verdict of the gate on this payload.
    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault>;

    /// Runs the contract of a node, and says where its outcome leads.
    fn visit(&mut self, run: &Run, node: Self::Node) -> Result<Left<Self::Node>, Fault>;
}

/// Where a run goes first.
pub enum Entered<M: Machine> {
    /// The payload is admitted, and the run goes there.
    Ack(M, Next<M::Node>),
    /// It is not, and the run ends.
    Nack(Next<Infallible>),
    /// It is not, and the run goes to this node.
    NackTo(M, M::Node),
}

/// Where an outcome leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<N> {
    /// To this node.
    Node(N),
    /// To an EXIT node.
    Exit(Exit),
    /// Nowhere: the workflow has neither a route nor an ending for the outcome, which has this address as a condition of
    /// edges (-1: none). The run is refused.
    Unrouted(i64),
}

/// A node that a run has left.
#[derive(Debug)]
pub struct Left<N> {
    /// Its outcome.
    outcome: &'static str,
    next: Next<N>,
    /// The surface of the last contract, where the run ends.
    surface: Map<String, Value>,
    /// Whether the EXIT node announces its events: no gate leads to it.
    announces: bool,
}

impl<N> Next<N> {
    /// Leaves a node whose contract ended so and has this surface, which is written out only where the run ends.
    pub fn leaving<const F: usize>(self, outcome: impl Status, surface: Fields<'_, F>) -> Left<N> {
        let surface = if matches!(self, Self::Exit(_)) { surface.to_map() } else { Map::new() };
        Left { outcome: outcome.as_str(), next: self, surface, announces: true }
    }

    /// Leaves an IN node that is not the first one. The surface is that of the contract before it.
    pub fn leaving_gate(self, admitted: bool, surface: Map<String, Value>) -> Left<N> {
        Left { outcome: if admitted { ACK } else { NACK }, next: self, surface, announces: false }
    }
}

/// How a workflow ended.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The outcome of the last node.
    pub status: &'static str,
    /// The surface of the last contract; empty if none ran.
    pub surface: Map<String, Value>,
    /// The EXIT node.
    pub exit: Exit,
}

/// Runs a workflow.
pub fn start<M: Machine>(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    run.workflow_starts(&payload)?;
    let end = match M::enter(run, payload)? {
        Entered::Ack(machine, next) => match next {
            Next::Node(node) => pass(machine, run, ACK, node)?,
            Next::Exit(exit) => ends(run, M::GATE, ACK, exit, Map::new())?,
            Next::Unrouted(condition) => return Err(unrouted(M::GATE, ACK, condition)),
        },
        Entered::NackTo(machine, node) => pass(machine, run, NACK, node)?,
        Entered::Nack(next) => match next {
            Next::Node(never) => match never {},
            Next::Exit(exit) => ends(run, M::GATE, NACK, exit, Map::new())?,
            Next::Unrouted(condition) => return Err(unrouted(M::GATE, NACK, condition)),
        },
    };
    run.workflow_ends(end.status)?;
    Ok(end)
}

/// Refuses a workflow that another one has taken the place of.
pub fn superseded(workflow: WorkflowId) -> Result<End, Fault> {
    Err(Fault::Superseded { workflow: workflow.fqdn })
}

/// Passes from node to node, from the gate to the end.
fn pass<M: Machine>(mut machine: M, run: &Run, verdict: &'static str, first: M::Node) -> Result<End, Fault> {
    run.routes(M::GATE, verdict, RouteEnd::Node(first.id()))?;
    let mut node = first;
    // The gate was the first of them.
    for _ in 1..NODE_LIMIT {
        let Left { outcome, next, surface, announces } = machine.visit(run, node)?;
        node = match next {
            Next::Node(next) => {
                run.routes(node.id(), outcome, RouteEnd::Node(next.id()))?;
                next
            }
            Next::Exit(exit) => {
                if announces {
                    run.announces(exit.emit, &surface)?;
                }
                return ends(run, node.id(), outcome, exit, surface);
            }
            Next::Unrouted(condition) => return Err(unrouted(node.id(), outcome, condition)),
        };
    }
    Err(Fault::TooManyNodes { workflow: M::ID.fqdn, limit: NODE_LIMIT })
}

fn ends(run: &Run, from: NodeId, status: &'static str, exit: Exit, surface: Map<String, Value>) -> Result<End, Fault> {
    run.routes(from, status, RouteEnd::Exit(exit.node))?;
    Ok(End { status, surface, exit })
}

fn unrouted(node: NodeId, outcome: &'static str, condition: i64) -> Fault {
    Fault::UnroutedOutcome { node, outcome, condition }
}
