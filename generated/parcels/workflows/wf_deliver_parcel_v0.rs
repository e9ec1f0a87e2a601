// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_DELIVER_PARCEL_V0`: Hand a parcel to whoever knows its pickup code

use super::super::bindings::rb_parcels_v0;
use super::super::contracts::{
    cc_check_pickup_code_v0, cc_find_parcel_v0, cc_mark_parcel_v0,
    cc_record_parcel_event_v0,
};
use super::super::intents::in_parcel_asked_for_v0;
use pgs_rt::{Dig, End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "parcels::WF_DELIVER_PARCEL_V0",
    domain: "parcels",
    address: 54,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "parcels-wf-deliver-parcel-v0",
    summary: "Hand a parcel to whoever knows its pickup code",
    payload: in_parcel_asked_for_v0::FIELDS,
    suppressed: &["code_mark", "pickup_code", "said_mark"],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_deliver_parcel_v0.json"),
        mermaid: include_str!("../graphs/wf_deliver_parcel_v0.mmd"),
        picture: include_bytes!("../graphs/wf_deliver_parcel_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `NOT_FOUND`
    NotFound,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::Nack => "NACK",
            Self::NotFound => "NOT_FOUND",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// Runs the workflow.
pub fn start(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    self::run(run, payload).map(|(_, ended)| ended)
}

/// Runs the workflow and says with which of its statuses it ended.
pub fn run(run: &Run, payload: Map<String, Value>) -> Result<(Status, End), Fault> {
    run.workflow_starts(&ID, &payload)?;
    let Some(payload) = in_parcel_asked_for_v0::admit(run, payload)? else {
        return match route(Outcome::InParcelAskedForV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InParcelAskedForV0(Verdict::Ack));
    let mut machine = Machine {
        payload,
        results: Results::default(),
        surface: Map::new(),
    };
    for _ in 0..64 {
        next = match next {
            Next::Node(node) => route(machine.visit(run, node)?),
            Next::End(status, exit) => {
                return end(run, status, Some(exit), machine.surface);
            }
        };
    }
    Err(Fault::too_many_transitions(ID.fqdn, 64))
}

fn end(
    run: &Run,
    status: Status,
    exit: Option<Exit>,
    surface: Map<String, Value>,
) -> Result<(Status, End), Fault> {
    let ended = End {
        status: status.as_str(),
        surface,
        exit,
    };
    run.workflow_ends(&ID, &ended)?;
    Ok((status, ended))
}

/// The nodes that run contracts.
#[derive(Clone, Copy)]
enum Node {
    /// `CC_CHECK_PICKUP_CODE_V0`
    CcCheckPickupCodeV0,
    /// `CC_FIND_PARCEL_V0`
    CcFindParcelV0,
    /// `CC_MARK_PARCEL_V0`
    CcMarkParcelV0,
    /// `RECORD_DELIVERED`
    RecordDelivered,
    /// `REFUSE_SECOND_DELIVERY`
    RefuseSecondDelivery,
    /// `REFUSE_WRONG_CODE`
    RefuseWrongCode,
}

/// What a node answered.
enum Outcome {
    InParcelAskedForV0(Verdict),
    CcCheckPickupCodeV0(cc_check_pickup_code_v0::Outcome),
    CcFindParcelV0(cc_find_parcel_v0::Outcome),
    CcMarkParcelV0(cc_mark_parcel_v0::Outcome),
    RecordDelivered(cc_record_parcel_event_v0::Outcome),
    RefuseSecondDelivery(cc_record_parcel_event_v0::Outcome),
    RefuseWrongCode(cc_record_parcel_event_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InParcelAskedForV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcFindParcelV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcCheckPickupCodeV0(outcome) => {
            use cc_check_pickup_code_v0::Outcome as Of;
            match outcome {
                Of::Success => Next::Node(Node::CcMarkParcelV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
                Of::WrongCode => Next::Node(Node::RefuseWrongCode),
            }
        }
        Outcome::CcFindParcelV0(outcome) => {
            use cc_find_parcel_v0::Outcome as Of;
            match outcome {
                Of::AlreadyDelivered => Next::Node(Node::RefuseSecondDelivery),
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::End(Status::NotFound, EXIT_REJECTED),
                Of::Success => Next::Node(Node::CcCheckPickupCodeV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcMarkParcelV0(outcome) => {
            use cc_mark_parcel_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::RecordDelivered),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RecordDelivered(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_DELIVERED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RefuseSecondDelivery(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REFUSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RefuseWrongCode(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REFUSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_parcel_asked_for_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcCheckPickupCodeV0 => {
                    Outcome::CcCheckPickupCodeV0(self.cc_check_pickup_code_v0(run)?)
                }
                Node::CcFindParcelV0 => {
                    Outcome::CcFindParcelV0(self.cc_find_parcel_v0(run)?)
                }
                Node::CcMarkParcelV0 => {
                    Outcome::CcMarkParcelV0(self.cc_mark_parcel_v0(run)?)
                }
                Node::RecordDelivered => {
                    Outcome::RecordDelivered(self.record_delivered(run)?)
                }
                Node::RefuseSecondDelivery => {
                    Outcome::RefuseSecondDelivery(self.refuse_second_delivery(run)?)
                }
                Node::RefuseWrongCode => {
                    Outcome::RefuseWrongCode(self.refuse_wrong_code(run)?)
                }
            },
        )
    }

    /// Node `CC_CHECK_PICKUP_CODE_V0`: `parcels::CC_CHECK_PICKUP_CODE_V0`.
    fn cc_check_pickup_code_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_check_pickup_code_v0::Outcome, Fault> {
        let inputs = cc_check_pickup_code_v0::Inputs {
            code_mark: self.results.cc_find_parcel_v0.code_mark.bound(),
            parcel_id: self.payload.parcel_id.clone().into(),
            pickup_code: self.payload.pickup_code.clone().into(),
            ..Default::default()
        };
        let (outcome, surface) = cc_check_pickup_code_v0::run(
            run,
            "CC_CHECK_PICKUP_CODE_V0",
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_FIND_PARCEL_V0`: `parcels::CC_FIND_PARCEL_V0`.
    fn cc_find_parcel_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_find_parcel_v0::Outcome, Fault> {
        let inputs = cc_find_parcel_v0::Inputs {
            parcel_id: self.payload.parcel_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_find_parcel_v0::Bindings {
            parcel_numbers: rb_parcels_v0::PARCEL_NUMBERS,
            parcels: rb_parcels_v0::PARCELS,
        };
        let (outcome, surface) = cc_find_parcel_v0::run(
            run,
            "CC_FIND_PARCEL_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_find_parcel_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_MARK_PARCEL_V0`: `parcels::CC_MARK_PARCEL_V0`.
    fn cc_mark_parcel_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_mark_parcel_v0::Outcome, Fault> {
        let inputs = cc_mark_parcel_v0::Inputs {
            parcel_id: self.payload.parcel_id.clone().into(),
            state: "DELIVERED".into(),
            ..Default::default()
        };
        let bindings = cc_mark_parcel_v0::Bindings {
            parcels: rb_parcels_v0::PARCELS,
        };
        let (outcome, surface) = cc_mark_parcel_v0::run(
            run,
            "CC_MARK_PARCEL_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `RECORD_DELIVERED`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn record_delivered(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(
                object([
                    ("area", self.results.cc_find_parcel_v0.record.value_at(&["area"])),
                    ("left_with_neighbour", false.into()),
                    ("signature", self.payload.signature.clone().into()),
                ]),
            ),
            event_code: "EV_PARCEL_DELIVERED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_record_parcel_event_v0::run(
            run,
            "RECORD_DELIVERED",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `REFUSE_SECOND_DELIVERY`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn refuse_second_delivery(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([("reason", "ALREADY_DELIVERED".into())])),
            event_code: "EV_DELIVERY_REFUSED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_record_parcel_event_v0::run(
            run,
            "REFUSE_SECOND_DELIVERY",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `REFUSE_WRONG_CODE`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn refuse_wrong_code(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(
                object([("at", run.timestamp().into()), ("reason", "WRONG_CODE".into())]),
            ),
            event_code: "EV_DELIVERY_REFUSED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_record_parcel_event_v0::run(
            run,
            "REFUSE_WRONG_CODE",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_find_parcel_v0: cc_find_parcel_v0::Surface,
}

const EXIT_DELIVERED: Exit = Exit {
    node: "EXIT_DELIVERED",
    reason: Some("COMPLETED"),
    emit: Some("EV_PARCEL_DELIVERED_V0"),
};

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_REFUSED: Exit = Exit {
    node: "EXIT_REFUSED",
    reason: Some("COMPLETED"),
    emit: Some("EV_DELIVERY_REFUSED_V0"),
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};
