// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_WRITE_TO_MEMBER_V0`: Send a member the letter for a reason

use pgs_capabilities::transforms::lookup;
use pgs_capabilities::side_effects::send_email;
use pgs_rt::store::registry;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value,
    fields, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_WRITE_TO_MEMBER_V0",
    address: 32,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NOT_FOUND`
    NotFound,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NotFound => "NOT_FOUND",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The barcode of the book that the letter is about. Required string.
    pub book_id: Field<String>,
    /// Who is written to. Required string.
    pub member_id: Field<String>,
    /// Which letter it is. Required string.
    pub reason: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("book_id", &self.book_id),
                ("member_id", &self.member_id),
                ("reason", &self.reason),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub letter: Field<Value>,
    /// Mapped by a step, not declared.
    pub email: Field<Value>,
    /// `sent`, or `skipped` without a mail server. Declared string.
    pub delivery: Field<String>,
    /// The input of this name.
    pub book_id: Field<String>,
    /// The input of this name.
    pub member_id: Field<String>,
    /// The input of this name.
    pub reason: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields(
            [
                ("letter", &self.letter),
                ("email", &self.email),
                ("delivery", &self.delivery),
                ("book_id", &self.book_id),
                ("member_id", &self.member_id),
                ("reason", &self.reason),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MEMBERS`.
    pub members: registry::Store,
    /// Whether CS_SEND_EMAIL_V0 is switched on.
    pub send_email: bool,
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(
    run: &Run,
    node: &str,
    bindings: Bindings,
    inputs: Inputs,
) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        bindings,
        surface: Surface::default(),
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.pick_letter(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.find_address(run)? {
            registry::ResolveStatus::Success => {}
            registry::ResolveStatus::NotFound => break 'run Outcome::NotFound,
            registry::ResolveStatus::Violation => break 'run Outcome::Violation,
            registry::ResolveStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.send_letter(run)? {
            send_email::SendStatus::Success => break 'run Outcome::Success,
            send_email::SendStatus::Violation => break 'run Outcome::Violation,
            send_email::SendStatus::BackendError => break 'run Outcome::BackendError,
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    bindings: Bindings,
    surface: Surface,
    results: Results,
}

impl Pipeline {
    /// Step `pick_letter`: `capability_transforms::CT_PURE_LOOKUP_V0`.
    fn pick_letter(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "pick_letter",
            fqdn: "capability_transforms::CT_PURE_LOOKUP_V0",
            address: 9,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = lookup::Inputs {
            key: self.inputs.reason.bound(),
            map: Field::json(
                object([
                    (
                        "OVERDUE",
                        object([
                            ("body", "Please bring back the book {book_id}.".into()),
                            ("subject", "A book is overdue".into()),
                        ]),
                    ),
                    (
                        "READY",
                        object([
                            (
                                "body",
                                "The book {book_id} that you reserved lies at the desk."
                                    .into(),
                            ),
                            ("subject", "Your book is ready".into()),
                        ]),
                    ),
                ]),
            ),
        };
        let answer = step.transform(inputs, lookup::run)?;
        self.surface.letter = answer.outputs.as_ref().map(|it| it.result.clone()).into();
        self.results.pick_letter.letter = self.surface.letter.clone();
        step.ends(
            answer.status.as_str(),
            &[("letter", &self.surface.letter)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `find_address`: `RESOLVE` of `capability_side_effects::CS_REGISTRY_V0`.
    fn find_address(&mut self, run: &Run) -> Result<registry::ResolveStatus, Fault> {
        const STEP: StepId = StepId {
            name: "find_address",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 2,
            op: Some("RESOLVE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named {
            key_or_address: self.inputs.member_id.bound(),
        };
        let answer = registry::resolve(&step, &self.bindings.members, call)?;
        self.surface.email = answer
            .outputs
            .as_ref()
            .map(|it| it.target_ref.clone())
            .into();
        self.results.find_address.email = self.surface.email.clone();
        step.ends(
            answer.status.as_str(),
            &[("email", &self.surface.email)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `send_letter`: `SEND` of `capability_side_effects::CS_SEND_EMAIL_V0`.
    fn send_letter(&mut self, run: &Run) -> Result<send_email::SendStatus, Fault> {
        const STEP: StepId = StepId {
            name: "send_letter",
            fqdn: "capability_side_effects::CS_SEND_EMAIL_V0",
            address: 3,
            op: Some("SEND"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = send_email::Send {
            body_template: self.results.pick_letter.letter.dig(&["body"]),
            recipient: self.results.find_address.email.bound().cast(),
            subject: self.results.pick_letter.letter.dig(&["subject"]),
            template_vars: Field::json(
                object([("book_id", self.inputs.book_id.to_value())]),
            ),
            ..Default::default()
        };
        let answer = step
            .effect(
                None,
                call,
                |run, call| send_email::send(run, self.bindings.send_email, call),
            )?;
        self.surface.delivery = answer
            .outputs
            .as_ref()
            .map(|it| it.delivery_status.clone())
            .into();
        step.ends(
            answer.status.as_str(),
            &[("delivery", &self.surface.delivery)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            book_id: inputs.book_id,
            member_id: inputs.member_id,
            reason: inputs.reason,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    pick_letter: PickLetterResults,
    find_address: FindAddressResults,
}

/// Of step `pick_letter`.
#[derive(Default)]
struct PickLetterResults {
    /// Output `letter`.
    letter: Field<Value>,
}

/// Of step `find_address`.
#[derive(Default)]
struct FindAddressResults {
    /// Output `email`.
    email: Field<Value>,
}
