//! The machine of a workflow: its nodes, where their outcomes lead, and the one loop that takes every run through them.

use crate::limits::TRANSITION_LIMIT;
use crate::{End, Exit, Fault, Fields, Map, Run, Status, Value, WorkflowId};

/// One run of a compiled workflow, between two nodes: the payload, and what later nodes read of earlier ones.
pub trait Machine: Sized {
    /// The workflow in traces.
    const ID: WorkflowId;
    /// The nodes that run contracts.
    type Node: Copy;
    /// The statuses with which it can end.
    type Status: Status;

    /// Where the run goes first, by the verdict of the IN node on this payload.
    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault>;

    /// Runs the contract of a node, and says where its outcome leads.
    fn visit(&mut self, run: &Run, node: Self::Node) -> Result<Left<Self>, Fault>;
}

/// Where a run goes first.
pub enum Entered<M: Machine> {
    /// To this node.
    Node(M, M::Node),
    /// To an EXIT node.
    Exit(M::Status, Exit),
    /// Nowhere: the protocol declares no edge for the verdict, and the run ends with this status.
    NoEdge(M::Status),
}

/// Where an outcome leads.
pub enum Next<M: Machine> {
    /// To this node.
    Node(M::Node),
    /// To an EXIT node.
    Exit(M::Status, Exit),
    /// Nowhere: the protocol declares no edge for the outcome, and the run ends with this status.
    NoEdge(M::Status),
}

/// A node that a run has left.
pub enum Left<M: Machine> {
    /// For this node.
    Node(M::Node),
    /// For good.
    End(End<M::Status>),
}

impl<M: Machine> Next<M> {
    /// Leaves a node whose contract has this surface, which is written out only where the run ends.
    pub fn leaving<const N: usize>(self, surface: Fields<'_, N>) -> Left<M> {
        match self {
            Self::Node(node) => Left::Node(node),
            Self::Exit(status, exit) => Left::End(End { status, surface: surface.to_map(), exit: Some(exit) }),
            Self::NoEdge(status) => Left::End(End { status, surface: surface.to_map(), exit: None }),
        }
    }
}

/// Runs a workflow, and says with which of its statuses it ended.
pub fn run<M: Machine>(run: &Run, payload: Map<String, Value>) -> Result<End<M::Status>, Fault> {
    run.workflow_starts(&M::ID, &payload)?;
    let end = match M::enter(run, payload)? {
        Entered::Node(machine, first) => pass(machine, run, first)?,
        Entered::Exit(status, exit) => End { status, surface: Map::new(), exit: Some(exit) },
        Entered::NoEdge(status) => End { status, surface: Map::new(), exit: None },
    };
    run.workflow_ends(&M::ID, &end)?;
    Ok(end)
}

/// Passes from node to node, from the first one to the end.
fn pass<M: Machine>(mut machine: M, run: &Run, first: M::Node) -> Result<End<M::Status>, Fault> {
    let mut node = first;
    for _ in 0..TRANSITION_LIMIT {
        node = match machine.visit(run, node)? {
            Left::Node(next) => next,
            Left::End(end) => return Ok(end),
        };
    }
    Err(Fault::TooManyTransitions { workflow: M::ID.fqdn, limit: TRANSITION_LIMIT })
}

/// Runs a workflow for whoever knows many: the same as [`run`], in the words of the protocol.
pub fn start<M: Machine>(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    self::run::<M>(run, payload).map(End::in_words)
}
