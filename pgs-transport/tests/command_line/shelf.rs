//! Two workflows with graphs, each of another namespace; one of them with an intent and a condition.

use pgs_rt::admission::{Intent, Verdict};
use pgs_rt::prelude::*;
use pgs_rt::{ContractId, Graph, Workflow, WorkflowId};

use crate::tiny::{Outcome, Place};

payload! {
    /// A book is to be shelved.
    Payload(RULES, of "shelf::IN_SHELVE_V0") {
        /// Where.
        room: String = required "room",
        /// In which row.
        row: i64 = optional "row" or 3.into(),
    }
}

const RULES: &[(&str, Schema)] =
    &[("room", Schema { one_of: &[Literal::Text("EAST"), Literal::Text("WEST")], ..Schema::ANY })];

const ID: WorkflowId = WorkflowId { fqdn: "shelf::WF_SHELVE_V0", domain: "shelf", address: 11 };
const CHECK: ContractId = ContractId { fqdn: "shelf::CC_CHECK_ROW_V0", address: 12 };
const DONE: Exit = Exit { node: "EXIT", reason: Some("COMPLETED"), emit: None };

const DATA: &str = r#"{
  "nodes": [
    {"key": "IN_SHELVE_V0", "kind": "intent", "contract": "shelf::IN_SHELVE_V0", "id": "n0"},
    {"key": "CHECK", "kind": "contract", "contract": "shelf::CC_CHECK_ROW_V0", "id": "n1"},
    {"key": "EXIT", "kind": "exit", "id": "n2"}
  ],
  "edges": [
    {"from": "IN_SHELVE_V0", "to": "CHECK", "outcomes": [{"outcome": "ACK"}]},
    {"from": "IN_SHELVE_V0", "to": "EXIT", "outcomes": [{"outcome": "NACK"}]},
    {"from": "CHECK", "to": "EXIT", "outcomes": [{"outcome": "SUCCESS"}, {"outcome": "TOO_HIGH"}]}
  ],
  "evaluations": [
    {"contract": "shelf::CC_CHECK_ROW_V0", "condition": "$.inputs.row < 5", "after": [{"step": "look", "status": "SUCCESS"}], "on_true": "SUCCESS", "on_false": "TOO_HIGH"}
  ]
}"#;

const GRAPH: Graph = Graph { data: DATA, mermaid: "flowchart TD\n", picture: &[] };

fn shelve(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    run.workflow_starts(&ID, &payload)?;
    let status = match Payload::admit(run, payload)? {
        Verdict::Nack => "NACK",
        Verdict::Ack(payload) => {
            let status = if payload.row.is_none_or(|row| row < 5) { "SUCCESS" } else { "TOO_HIGH" };
            run.contract_starts(&CHECK, "CHECK", &Map::new())?;
            let look = StepId { name: "look", fqdn: "capability_transforms::CT_LOOK_V0", address: 13, op: None };
            run.step(&CHECK, &look).ends("SUCCESS", &[], None)?;
            run.contract_ends(&CHECK, status, &Map::new())?;
            status
        }
    };
    let end = End { status, surface: Map::new(), exit: Some(DONE) };
    run.workflow_ends(&ID, &end).map(|()| end)
}

/// Both workflows.
pub static WORKFLOWS: &[Workflow] = &[
    Workflow {
        payload: &[
            PayloadField { name: "room", declared_type: "string", required: true, description: "Where" },
            PayloadField { name: "row", declared_type: "integer", required: false, description: "In which row" },
        ],
        intent: Some(Intent::of::<Payload>()),
        graph: Some(GRAPH),
        ..Workflow::new(ID, shelve)
    },
    Workflow {
        graph: Some(GRAPH),
        ..Workflow::new(WorkflowId { fqdn: "other::WF_MOVE_V0", domain: "other", address: 14 }, shelve)
    },
];

impl Place {
    /// `pgs` of a build that holds both.
    pub fn shelf(&self, args: &[&str]) -> Outcome {
        self.process("pgs", args, |process| pgs_transport::pgs(process, WORKFLOWS, &[], &[]))
    }

    /// The workflow that shelves, with these arguments.
    pub fn shelve(&self, args: &[&str]) -> Outcome {
        let (data, work) = (self.path("data").display().to_string(), self.path("work").display().to_string());
        let all = ["run", "--wf", "WF_SHELVE_V0", "--data-root", &data, "--workspace", &work];
        self.shelf(&[&all[..], args].concat())
    }
}
