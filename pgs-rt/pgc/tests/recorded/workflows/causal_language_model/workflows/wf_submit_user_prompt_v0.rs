//! `causal_language_model::WF_SUBMIT_USER_PROMPT_V0`

use crate::workflows::causal_language_model::bindings::rb_model_response_bindings_v0;
use crate::workflows::causal_language_model::contracts::{
    cc_admit_user_prompt_v0, cc_claim_user_prompt_identity_v0, cc_confirm_reading_fits_v0,
    cc_confirm_requester_acts_for_customer_v0, cc_confirm_response_releasable_v0, cc_confirm_within_ceiling_v0,
    cc_record_user_prompt_v0, cc_write_model_response_v0,
};
use crate::workflows::causal_language_model::intents::in_submit_user_prompt_v0;
use pgs_pgc::prelude::*;

const EXIT_REFUSED: Exit = Exit { node: "EXIT_REFUSED", emit: &["causal_language_model::EV_USER_PROMPT_REFUSED_V0"] };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };
const EXIT_RESPONDED: Exit =
    Exit { node: "EXIT_RESPONDED", emit: &["causal_language_model::EV_USER_PROMPT_RESPONDED_V0"] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId {
        fqdn: "causal_language_model::WF_SUBMIT_USER_PROMPT_V0",
        domain: "causal_language_model",
        address: 96,
    };
    const GATE: NodeId =
        NodeId { key: "IN_SUBMIT_USER_PROMPT_V0", address: in_submit_user_prompt_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_submit_user_prompt_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(
                Self {
                    payload,
                    cc_admit_user_prompt_v0: Default::default(),
                    cc_confirm_reading_fits_v0: Default::default(),
                    cc_confirm_within_ceiling_v0: Default::default(),
                    cc_write_model_response_v0: Default::default(),
                },
                Next::Node(Node::CcClaimUserPromptIdentityV0),
            )),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REJECTED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcAdmitUserPromptV0 => {
                use cc_admit_user_prompt_v0::Outcome;
                let (outcome, surface) = self.cc_admit_user_prompt_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Node(Node::RecordFailedBeforeReading),
                    Outcome::NotFound => Next::Node(Node::RecordRefusedNotRegistered),
                    Outcome::Success => Next::Node(Node::CcConfirmWithinCeilingV0),
                    Outcome::Violation => Next::Node(Node::RecordRefusedNotInService),
                };
                self.cc_admit_user_prompt_v0 = surface;
                Ok(next.leaving(outcome, self.cc_admit_user_prompt_v0.fields()))
            }
            Node::CcClaimUserPromptIdentityV0 => {
                use cc_claim_user_prompt_identity_v0::Outcome;
                let (outcome, surface) = self.cc_claim_user_prompt_identity_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(EXIT_REJECTED),
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Node(Node::CcConfirmRequesterActsForCustomerV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcConfirmReadingFitsV0 => {
                use cc_confirm_reading_fits_v0::Outcome;
                let (outcome, surface) = self.cc_confirm_reading_fits_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcWriteModelResponseV0),
                    Outcome::Violation => Next::Node(Node::RecordRefusedTooLongToRead),
                };
                self.cc_confirm_reading_fits_v0 = surface;
                Ok(next.leaving(outcome, self.cc_confirm_reading_fits_v0.fields()))
            }
            Node::CcConfirmRequesterActsForCustomerV0 => {
                use cc_confirm_requester_acts_for_customer_v0::Outcome;
                let (outcome, surface) = self.cc_confirm_requester_acts_for_customer_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcAdmitUserPromptV0),
                    Outcome::Violation => Next::Node(Node::RecordRefusedNotPermitted),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcConfirmWithinCeilingV0 => {
                use cc_confirm_within_ceiling_v0::Outcome;
                let (outcome, surface) = self.cc_confirm_within_ceiling_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Node(Node::RecordFailedBeforeReading),
                    Outcome::NotFound => Next::Node(Node::RecordRefusedNotInService),
                    Outcome::Success => Next::Node(Node::CcConfirmReadingFitsV0),
                    Outcome::Violation => Next::Node(Node::RecordRefusedAboveCeiling),
                };
                self.cc_confirm_within_ceiling_v0 = surface;
                Ok(next.leaving(outcome, self.cc_confirm_within_ceiling_v0.fields()))
            }
            Node::CcWriteModelResponseV0 => {
                use cc_write_model_response_v0::Outcome;
                let (outcome, surface) = self.cc_write_model_response_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::ConfirmNoRuleStopped),
                    Outcome::Violation => Next::Node(Node::RecordFailedWhileWriting),
                };
                self.cc_write_model_response_v0 = surface;
                Ok(next.leaving(outcome, self.cc_write_model_response_v0.fields()))
            }
            Node::ConfirmFinished => {
                use cc_confirm_response_releasable_v0::Outcome;
                let (outcome, surface) = self.confirm_finished(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::RecordResponded),
                    Outcome::Violation => Next::Node(Node::RecordRefusedUnfinished),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::ConfirmNoRuleStopped => {
                use cc_confirm_response_releasable_v0::Outcome;
                let (outcome, surface) = self.confirm_no_rule_stopped(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::ConfirmFinished),
                    Outcome::Violation => Next::Node(Node::RecordRefusedByRule),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordFailedBeforeReading => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_failed_before_reading(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REJECTED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordFailedWhileWriting => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_failed_while_writing(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REJECTED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordRefusedAboveCeiling => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_refused_above_ceiling(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordRefusedByRule => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_refused_by_rule(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordRefusedNotInService => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_refused_not_in_service(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordRefusedNotPermitted => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_refused_not_permitted(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordRefusedNotRegistered => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_refused_not_registered(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordRefusedTooLongToRead => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_refused_too_long_to_read(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordRefusedUnfinished => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_refused_unfinished(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::RecordResponded => {
                use cc_record_user_prompt_v0::Outcome;
                let (outcome, surface) = self.record_responded(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_RESPONDED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_admit_user_prompt_v0(&self, run: &Run) -> Result<cc_admit_user_prompt_v0::Completed, Fault> {
        let inputs = cc_admit_user_prompt_v0::Inputs { identity_key: self.payload.identity_key.bind() };
        let bindings = cc_admit_user_prompt_v0::Bindings { models: rb_model_response_bindings_v0::MODELS };
        cc_admit_user_prompt_v0::run(run, "CC_ADMIT_USER_PROMPT_V0", bindings, inputs)
    }

    fn cc_claim_user_prompt_identity_v0(
        &self,
        run: &Run,
    ) -> Result<cc_claim_user_prompt_identity_v0::Completed, Fault> {
        let inputs = cc_claim_user_prompt_identity_v0::Inputs { user_prompt_id: self.payload.user_prompt_id.bind() };
        let bindings = cc_claim_user_prompt_identity_v0::Bindings {
            user_prompt_registry: rb_model_response_bindings_v0::USER_PROMPT_REGISTRY,
        };
        cc_claim_user_prompt_identity_v0::run(run, "CC_CLAIM_USER_PROMPT_IDENTITY_V0", bindings, inputs)
    }

    fn cc_confirm_reading_fits_v0(&self, run: &Run) -> Result<cc_confirm_reading_fits_v0::Completed, Fault> {
        let inputs = cc_confirm_reading_fits_v0::Inputs {
            question: self.payload.question.bind(),
            reading_capacity: self.cc_admit_user_prompt_v0.model_record.follow(&["description", "reading_capacity"]),
            supporting_material: self.payload.supporting_material.bind(),
            system_prompt: self.cc_confirm_within_ceiling_v0.time_in_service.follow(&["system_prompt"]),
        };
        cc_confirm_reading_fits_v0::run(run, "CC_CONFIRM_READING_FITS_V0", inputs)
    }

    fn cc_confirm_requester_acts_for_customer_v0(
        &self,
        run: &Run,
    ) -> Result<cc_confirm_requester_acts_for_customer_v0::Completed, Fault> {
        let inputs = cc_confirm_requester_acts_for_customer_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            permitted_customers: self.payload.permitted_customers.bind(),
        };
        cc_confirm_requester_acts_for_customer_v0::run(run, "CC_CONFIRM_REQUESTER_ACTS_FOR_CUSTOMER_V0", inputs)
    }

    fn cc_confirm_within_ceiling_v0(&self, run: &Run) -> Result<cc_confirm_within_ceiling_v0::Completed, Fault> {
        let inputs = cc_confirm_within_ceiling_v0::Inputs {
            kind: self.payload.kind.bind(),
            time_in_service_id: self.cc_admit_user_prompt_v0.model_record.follow(&["time_in_service_id"]),
        };
        let bindings = cc_confirm_within_ceiling_v0::Bindings {
            times_in_service: rb_model_response_bindings_v0::TIMES_IN_SERVICE,
        };
        cc_confirm_within_ceiling_v0::run(run, "CC_CONFIRM_WITHIN_CEILING_V0", bindings, inputs)
    }

    fn cc_write_model_response_v0(&self, run: &Run) -> Result<cc_write_model_response_v0::Completed, Fault> {
        let inputs = cc_write_model_response_v0::Inputs {
            account_numbers: self.payload.account_numbers.bind(),
            reading: self.cc_confirm_reading_fits_v0.reading.bind(),
            response_rules: self.cc_confirm_within_ceiling_v0.time_in_service.follow(&["response_rules"]),
            seed: self.payload.seed.bind(),
        };
        cc_write_model_response_v0::run(run, "CC_WRITE_MODEL_RESPONSE_V0", inputs)
    }

    fn confirm_finished(&self, run: &Run) -> Result<cc_confirm_response_releasable_v0::Completed, Fault> {
        let inputs = cc_confirm_response_releasable_v0::Inputs {
            release_facts: mapping([(
                "finished",
                self.cc_write_model_response_v0.written_response.follow(&["finished"]),
            )]),
            release_rules: literal(list([object([
                ("field", "finished".into()),
                ("op", "eq".into()),
                ("value", Value::from(true)),
            ])])),
        };
        cc_confirm_response_releasable_v0::run(run, "CONFIRM_FINISHED", inputs)
    }

    fn confirm_no_rule_stopped(&self, run: &Run) -> Result<cc_confirm_response_releasable_v0::Completed, Fault> {
        let inputs = cc_confirm_response_releasable_v0::Inputs {
            release_facts: mapping([(
                "stopped_by",
                self.cc_write_model_response_v0.written_response.follow(&["stopped_by"]),
            )]),
            release_rules: literal(list([object([
                ("field", "stopped_by".into()),
                ("op", "eq".into()),
                ("value", "none".into()),
            ])])),
        };
        cc_confirm_response_releasable_v0::run(run, "CONFIRM_NO_RULE_STOPPED", inputs)
    }

    fn record_failed_before_reading(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("FAILED"),
            question: self.payload.question.bind(),
            reason: literal("store_failed_before_the_model_read"),
            requester_id: self.payload.requester_id.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_FAILED_BEFORE_READING", bindings, inputs)
    }

    fn record_failed_while_writing(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("FAILED"),
            question: self.payload.question.bind(),
            reading: self.cc_confirm_reading_fits_v0.reading.bind(),
            reason: literal("writing_failed"),
            requester_id: self.payload.requester_id.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            time_in_service_id: self.cc_admit_user_prompt_v0.model_record.follow(&["time_in_service_id"]),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_FAILED_WHILE_WRITING", bindings, inputs)
    }

    fn record_refused_above_ceiling(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("REFUSED"),
            question: self.payload.question.bind(),
            reason: literal("kind_above_sensitivity_ceiling"),
            requester_id: self.payload.requester_id.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            time_in_service_id: self.cc_admit_user_prompt_v0.model_record.follow(&["time_in_service_id"]),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_REFUSED_ABOVE_CEILING", bindings, inputs)
    }

    fn record_refused_by_rule(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("REFUSED"),
            question: self.payload.question.bind(),
            reading: self.cc_confirm_reading_fits_v0.reading.bind(),
            reason: self.cc_write_model_response_v0.written_response.follow(&["stopped_by"]),
            requester_id: self.payload.requester_id.bind(),
            rules_in_force: self.cc_write_model_response_v0.rules_in_force.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            time_in_service_id: self.cc_admit_user_prompt_v0.model_record.follow(&["time_in_service_id"]),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_REFUSED_BY_RULE", bindings, inputs)
    }

    fn record_refused_not_in_service(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("REFUSED"),
            question: self.payload.question.bind(),
            reason: literal("model_not_in_service"),
            requester_id: self.payload.requester_id.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_REFUSED_NOT_IN_SERVICE", bindings, inputs)
    }

    fn record_refused_not_permitted(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("REFUSED"),
            question: self.payload.question.bind(),
            reason: literal("requester_not_permitted_for_customer"),
            requester_id: self.payload.requester_id.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_REFUSED_NOT_PERMITTED", bindings, inputs)
    }

    fn record_refused_not_registered(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("REFUSED"),
            question: self.payload.question.bind(),
            reason: literal("model_not_registered"),
            requester_id: self.payload.requester_id.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_REFUSED_NOT_REGISTERED", bindings, inputs)
    }

    fn record_refused_too_long_to_read(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("REFUSED"),
            question: self.payload.question.bind(),
            reason: literal("reading_longer_than_model_can_read"),
            requester_id: self.payload.requester_id.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            time_in_service_id: self.cc_admit_user_prompt_v0.model_record.follow(&["time_in_service_id"]),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_REFUSED_TOO_LONG_TO_READ", bindings, inputs)
    }

    fn record_refused_unfinished(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("REFUSED"),
            question: self.payload.question.bind(),
            reading: self.cc_confirm_reading_fits_v0.reading.bind(),
            reason: literal("longest_response_reached"),
            requester_id: self.payload.requester_id.bind(),
            rules_in_force: self.cc_write_model_response_v0.rules_in_force.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            time_in_service_id: self.cc_admit_user_prompt_v0.model_record.follow(&["time_in_service_id"]),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_REFUSED_UNFINISHED", bindings, inputs)
    }

    fn record_responded(&self, run: &Run) -> Result<cc_record_user_prompt_v0::Completed, Fault> {
        let inputs = cc_record_user_prompt_v0::Inputs {
            customer_id: self.payload.customer_id.bind(),
            identity_key: self.payload.identity_key.bind(),
            kind: self.payload.kind.bind(),
            outcome: literal("RESPONDED"),
            question: self.payload.question.bind(),
            reading: self.cc_confirm_reading_fits_v0.reading.bind(),
            requester_id: self.payload.requester_id.bind(),
            response: self.cc_write_model_response_v0.written_response.follow(&["text"]),
            rules_in_force: self.cc_write_model_response_v0.rules_in_force.bind(),
            supporting_material: self.payload.supporting_material.bind(),
            time_in_service_id: self.cc_admit_user_prompt_v0.model_record.follow(&["time_in_service_id"]),
            user_prompt_id: self.payload.user_prompt_id.bind(),
            ..Default::default()
        };
        let bindings = cc_record_user_prompt_v0::Bindings {
            user_prompt_records: rb_model_response_bindings_v0::USER_PROMPT_RECORDS,
        };
        cc_record_user_prompt_v0::run(run, "RECORD_RESPONDED", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAdmitUserPromptV0 = "CC_ADMIT_USER_PROMPT_V0": cc_admit_user_prompt_v0::CONTRACT,
        CcClaimUserPromptIdentityV0 = "CC_CLAIM_USER_PROMPT_IDENTITY_V0": cc_claim_user_prompt_identity_v0::CONTRACT,
        CcConfirmReadingFitsV0 = "CC_CONFIRM_READING_FITS_V0": cc_confirm_reading_fits_v0::CONTRACT,
        CcConfirmRequesterActsForCustomerV0 = "CC_CONFIRM_REQUESTER_ACTS_FOR_CUSTOMER_V0": cc_confirm_requester_acts_for_customer_v0::CONTRACT,
        CcConfirmWithinCeilingV0 = "CC_CONFIRM_WITHIN_CEILING_V0": cc_confirm_within_ceiling_v0::CONTRACT,
        CcWriteModelResponseV0 = "CC_WRITE_MODEL_RESPONSE_V0": cc_write_model_response_v0::CONTRACT,
        ConfirmFinished = "CONFIRM_FINISHED": cc_confirm_response_releasable_v0::CONTRACT,
        ConfirmNoRuleStopped = "CONFIRM_NO_RULE_STOPPED": cc_confirm_response_releasable_v0::CONTRACT,
        RecordFailedBeforeReading = "RECORD_FAILED_BEFORE_READING": cc_record_user_prompt_v0::CONTRACT,
        RecordFailedWhileWriting = "RECORD_FAILED_WHILE_WRITING": cc_record_user_prompt_v0::CONTRACT,
        RecordRefusedAboveCeiling = "RECORD_REFUSED_ABOVE_CEILING": cc_record_user_prompt_v0::CONTRACT,
        RecordRefusedByRule = "RECORD_REFUSED_BY_RULE": cc_record_user_prompt_v0::CONTRACT,
        RecordRefusedNotInService = "RECORD_REFUSED_NOT_IN_SERVICE": cc_record_user_prompt_v0::CONTRACT,
        RecordRefusedNotPermitted = "RECORD_REFUSED_NOT_PERMITTED": cc_record_user_prompt_v0::CONTRACT,
        RecordRefusedNotRegistered = "RECORD_REFUSED_NOT_REGISTERED": cc_record_user_prompt_v0::CONTRACT,
        RecordRefusedTooLongToRead = "RECORD_REFUSED_TOO_LONG_TO_READ": cc_record_user_prompt_v0::CONTRACT,
        RecordRefusedUnfinished = "RECORD_REFUSED_UNFINISHED": cc_record_user_prompt_v0::CONTRACT,
        RecordResponded = "RECORD_RESPONDED": cc_record_user_prompt_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_submit_user_prompt_v0::Payload,
    cc_admit_user_prompt_v0: cc_admit_user_prompt_v0::Surface,
    cc_confirm_reading_fits_v0: cc_confirm_reading_fits_v0::Surface,
    cc_confirm_within_ceiling_v0: cc_confirm_within_ceiling_v0::Surface,
    cc_write_model_response_v0: cc_write_model_response_v0::Surface,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "causal-language-model-wf-submit-user-prompt-v0",
    actor: Some("causal_language_model::AC_MODEL_STAFF_V0"),
    stores: &[
        StoreUse::reads("causal_language_model/model_response/models.json"),
        StoreUse::reads("causal_language_model/model_response/times_in_service.json"),
        StoreUse::writes("causal_language_model/model_response/user_prompt_records.jsonl"),
        StoreUse::writes("causal_language_model/model_response/user_prompt_registry.jsonl"),
    ],
    ..Workflow::new(Machine::ID, in_submit_user_prompt_v0::GATE, &crate::workflows::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
