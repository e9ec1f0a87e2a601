//! The machine of a workflow: its nodes, where their outcomes lead, and the one loop that takes every run through them.

use serde::Serialize;

use crate::{Fault, Fields, Map, Run, Status, Value, WorkflowId};

/// How many node transitions one run of a workflow may take (`2-execution.md`, "A workflow", 4).
pub const TRANSITION_LIMIT: usize = 64;

/// How many steps one call of a contract may take where its pipeline jumps back.
pub const STEP_LIMIT: usize = 64;

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

/// The EXIT node at which a workflow ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Exit {
    /// The node's key.
    pub node: &'static str,
    /// The declared reason, if any.
    pub reason: Option<&'static str>,
    /// The declared event, if any.
    pub emit: Option<&'static str>,
}

/// How a workflow ended, in the words of the protocol or with a status of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct End<S = &'static str> {
    /// The status of the last contract; `NACK` if the payload was not admitted, `ACK` if no contract ran.
    pub status: S,
    /// The surface of the last contract.
    pub surface: Map<String, Value>,
    /// The EXIT node; none where an outcome has no edge.
    pub exit: Option<Exit>,
}

impl<S: Status> End<S> {
    /// The same in the words of the protocol.
    pub fn in_words(self) -> End {
        let Self { status, surface, exit } = self;
        End { status: status.as_str(), surface, exit }
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
