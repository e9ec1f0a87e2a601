// Generated from the protocol snapshot. Change the protocol, not this file.

//! `odd_names::WF_ODD_V0`: Odd nodes

use crate::odd_names::contracts::cc_match_v0;
use crate::odd_names::intents::in_odd_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        N404 = "404",
        Nack = "NACK",
        Success = "SUCCESS",
    }
}

const N404: Exit = Exit { node: "404", reason: None, emit: None };
const ID: Exit = Exit { node: "ID", reason: Some("Quoted \"twice\" \\ and }"), emit: None };
const WORKFLOW_2: Exit = Exit { node: "WORKFLOW", reason: None, emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "odd_names::WF_ODD_V0", domain: "odd_names", address: 3 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_odd_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(
                    Self { payload, r#match: Default::default(), match_2: Default::default() },
                    Node::Match2,
                ))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, N404)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::Match => {
                use cc_match_v0::Outcome;
                let (outcome, surface) = self.r#match(run)?;
                let next = match outcome {
                    Outcome::N404 => Next::Exit(Status::N404, ID),
                    Outcome::Success => Next::Node(Node::Visit),
                };
                self.r#match = surface;
                Ok(next.leaving(self.r#match.fields()))
            }
            Node::Match2 => {
                use cc_match_v0::Outcome;
                let (outcome, surface) = self.match_2(run)?;
                let next = match outcome {
                    Outcome::N404 => Next::Node(Node::Match),
                    Outcome::Success => Next::Node(Node::Match),
                };
                self.match_2 = surface;
                Ok(next.leaving(self.match_2.fields()))
            }
            Node::Visit => {
                use cc_match_v0::Outcome;
                let (outcome, surface) = self.visit_2(run)?;
                let next = match outcome {
                    Outcome::N404 => Next::Exit(Status::N404, WORKFLOW_2),
                    Outcome::Success => Next::Exit(Status::Success, WORKFLOW_2),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn r#match(&self, run: &Run) -> Result<cc_match_v0::Completed, Fault> {
        let inputs = cc_match_v0::Inputs {
            fn_2: self.match_2.crate_.bound(),
            self_: self.match_2.n1st.bound(),
            surface: Field::<Number>::from(self.payload.gr_e.clone()).cast(),
            ..Default::default()
        };
        cc_match_v0::run(run, "Match", inputs)
    }

    fn match_2(&self, run: &Run) -> Result<cc_match_v0::Completed, Fault> {
        let inputs = cc_match_v0::Inputs {
            r#fn: self.payload.some_thing_2.clone().into(),
            fn_2: self.payload.r#type.clone().into(),
            inputs: self.payload.n.clone().into(),
            self_: self.payload.some_thing.clone().into(),
            ..Default::default()
        };
        cc_match_v0::run(run, "match", inputs)
    }

    fn visit_2(&self, run: &Run) -> Result<cc_match_v0::Completed, Fault> {
        let inputs = cc_match_v0::Inputs {
            fn_2: self.r#match.inputs.self_.bound(),
            undeclared_2: self.match_2.undeclared.clone().or(self.match_2.inputs.undeclared_2.clone()).bound(),
            undeclared: map([("extern", self.payload.n3rd.into())]),
            ..Default::default()
        };
        cc_match_v0::run(run, "visit", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `Match`
    Match,
    /// `match`
    Match2,
    /// `visit`
    Visit,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_odd_v0::Payload,
    r#match: cc_match_v0::Surface,
    match_2: cc_match_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "odd-names-wf-odd-v0",
    summary: "Odd nodes",
    payload: in_odd_v0::FIELDS,
    intent: Some(Intent::of::<in_odd_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_odd_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
