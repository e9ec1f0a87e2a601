//! The machine of a workflow: its nodes, where their outcomes lead, and the one loop that takes every run through them.

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
    /// It is admitted, and goes there.
    Ack(M, Next<M::Node>),
    /// It is not, and ends there.
    Nack(Ending),
    /// It is not, and goes to this node.
    NackTo(M, M::Node),
}

/// Where an outcome leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<N> {
    /// To this node.
    Node(N),
    /// To an ending.
    End(Ending),
}

/// Where a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// At an EXIT node.
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
    /// The surface of its contract, where the run ends.
    surface: Map<String, Value>,
}

impl<N> Next<N> {
    /// To an EXIT node.
    pub const fn exit(exit: Exit) -> Self {
        Self::End(Ending::Exit(exit))
    }

    /// To nowhere.
    pub const fn unrouted(condition: i64) -> Self {
        Self::End(Ending::Unrouted(condition))
    }

    /// Leaves a node whose contract ended so and has this surface, which is written out only where the run ends.
    pub fn leaving<const F: usize>(self, outcome: impl Status, surface: Fields<'_, F>) -> Left<N> {
        let surface = if matches!(self, Self::End(_)) { surface.to_map() } else { Map::new() };
        Left { outcome: outcome.as_str(), next: self, surface }
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
        Entered::Ack(machine, Next::Node(node)) => pass(machine, run, ACK, node)?,
        Entered::NackTo(machine, node) => pass(machine, run, NACK, node)?,
        Entered::Ack(_, Next::End(ending)) => ends(run, M::GATE, ACK, ending, Map::new())?,
        Entered::Nack(ending) => ends(run, M::GATE, NACK, ending, Map::new())?,
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
        let Left { outcome, next, surface } = machine.visit(run, node)?;
        node = match next {
            Next::Node(next) => {
                run.routes(node.id(), outcome, RouteEnd::Node(next.id()))?;
                next
            }
            Next::End(ending) => {
                if let Ending::Exit(exit) = ending {
                    run.announces(exit.emit, &surface)?;
                }
                return ends(run, node.id(), outcome, ending, surface);
            }
        };
    }
    Err(Fault::TooManyNodes { workflow: M::ID.fqdn, limit: NODE_LIMIT })
}

fn ends(
    run: &Run,
    from: NodeId,
    outcome: &'static str,
    ending: Ending,
    surface: Map<String, Value>,
) -> Result<End, Fault> {
    match ending {
        Ending::Exit(exit) => {
            run.routes(from, outcome, RouteEnd::Exit(exit.node))?;
            Ok(End { status: outcome, surface, exit })
        }
        Ending::Unrouted(condition) => Err(Fault::UnroutedOutcome { node: from, outcome, condition }),
    }
}
