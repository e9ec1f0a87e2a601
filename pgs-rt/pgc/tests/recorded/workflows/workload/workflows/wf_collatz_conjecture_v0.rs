//! `workload::WF_COLLATZ_CONJECTURE_V0`

use crate::workflows::workload::bindings::rb_collatz_v0;
use crate::workflows::workload::contracts::{cc_compute_sequences_v0, cc_store_results_v0, cc_verify_termination_v0};
use crate::workflows::workload::intents::in_collatz_input_validated_v0;
use pgs_pgc::prelude::*;

const EXIT_CONJECTURE_PROVEN: Exit =
    Exit { node: "EXIT_CONJECTURE_PROVEN", emit: &["workload::EV_CONJECTURE_EVALUATED_V0"] };
const EXIT_CONJECTURE_VIOLATED: Exit =
    Exit { node: "EXIT_CONJECTURE_VIOLATED", emit: &["workload::EV_CONJECTURE_EVALUATED_V0"] };
const EXIT_ERROR: Exit = Exit { node: "EXIT_ERROR", emit: &[] };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "workload::WF_COLLATZ_CONJECTURE_V0", domain: "workload", address: 94 };
    const GATE: NodeId =
        NodeId { key: "IN_COLLATZ_INPUT_VALIDATED_V0", address: in_collatz_input_validated_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_collatz_input_validated_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(
                Self {
                    payload,
                    cc_compute_sequences_v0: Default::default(),
                    cc_verify_termination_v0: Default::default(),
                },
                Next::Node(Node::CcComputeSequencesV0),
            )),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REJECTED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcComputeSequencesV0 => {
                use cc_compute_sequences_v0::Outcome;
                let (outcome, surface) = self.cc_compute_sequences_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcVerifyTerminationV0),
                    Outcome::Violation => Next::Exit(EXIT_ERROR),
                };
                self.cc_compute_sequences_v0 = surface;
                Ok(next.leaving(outcome, self.cc_compute_sequences_v0.fields()))
            }
            Node::CcStoreResultsV0 => {
                use cc_store_results_v0::Outcome;
                let (outcome, surface) = self.cc_store_results_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_ERROR),
                    Outcome::Success => Next::Exit(EXIT_CONJECTURE_PROVEN),
                    Outcome::Violation => Next::Exit(EXIT_ERROR),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcVerifyTerminationV0 => {
                use cc_verify_termination_v0::Outcome;
                let (outcome, surface) = self.cc_verify_termination_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcStoreResultsV0),
                    Outcome::Violation => Next::Exit(EXIT_CONJECTURE_VIOLATED),
                };
                self.cc_verify_termination_v0 = surface;
                Ok(next.leaving(outcome, self.cc_verify_termination_v0.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_compute_sequences_v0(&self, run: &Run) -> Result<cc_compute_sequences_v0::Completed, Fault> {
        let inputs = cc_compute_sequences_v0::Inputs { numbers: self.payload.numbers.bind() };
        cc_compute_sequences_v0::run(run, "CC_COMPUTE_SEQUENCES_V0", inputs)
    }

    fn cc_store_results_v0(&self, run: &Run) -> Result<cc_store_results_v0::Completed, Fault> {
        let inputs = cc_store_results_v0::Inputs {
            all_terminate: self.cc_verify_termination_v0.all_terminate.bind(),
            non_terminating: self.cc_verify_termination_v0.non_terminating.bind(),
            sequences: self.cc_compute_sequences_v0.sequences.bind(),
        };
        let bindings = cc_store_results_v0::Bindings { collatz_results: rb_collatz_v0::COLLATZ_RESULTS };
        cc_store_results_v0::run(run, "CC_STORE_RESULTS_V0", bindings, inputs)
    }

    fn cc_verify_termination_v0(&self, run: &Run) -> Result<cc_verify_termination_v0::Completed, Fault> {
        let inputs = cc_verify_termination_v0::Inputs { sequences: self.cc_compute_sequences_v0.sequences.bind() };
        cc_verify_termination_v0::run(run, "CC_VERIFY_TERMINATION_V0", inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcComputeSequencesV0 = "CC_COMPUTE_SEQUENCES_V0": cc_compute_sequences_v0::CONTRACT,
        CcStoreResultsV0 = "CC_STORE_RESULTS_V0": cc_store_results_v0::CONTRACT,
        CcVerifyTerminationV0 = "CC_VERIFY_TERMINATION_V0": cc_verify_termination_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_collatz_input_validated_v0::Payload,
    cc_compute_sequences_v0: cc_compute_sequences_v0::Surface,
    cc_verify_termination_v0: cc_verify_termination_v0::Surface,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "workload-wf-collatz-conjecture-v0",
    actor: Some("workload::AC_REFERENCE_ACTOR_V0"),
    stores: &[StoreUse::writes("workload/collatz/collatz_results.json")],
    ..Workflow::new(
        Machine::ID,
        in_collatz_input_validated_v0::GATE,
        &crate::workflows::PROTOCOL,
        machine::start::<Machine>,
    )
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
