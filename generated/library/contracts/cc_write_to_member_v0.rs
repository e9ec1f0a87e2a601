// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_WRITE_TO_MEMBER_V0`: Send a member the letter for a reason

use pgs_capabilities::side_effects::send_email;
use pgs_capabilities::transforms::lookup;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.pick_letter(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.find_address(run)? {
            registry::ResolveStatus::Success => {}
            registry::ResolveStatus::NotFound => return Ok(Outcome::NotFound),
            registry::ResolveStatus::Violation => return Ok(Outcome::Violation),
            registry::ResolveStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.send_letter(run)? {
            send_email::SendStatus::Success => Ok(Outcome::Success),
            send_email::SendStatus::Violation => Ok(Outcome::Violation),
            send_email::SendStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn pick_letter(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("pick_letter", "capability_transforms::CT_PURE_LOOKUP_V0", 9);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/key", Origin::Input("/reason"))], &[("/letter", Origin::Raw("/result"))]);
        let inputs = lookup::Inputs {
            key: self.surface.inputs.reason.bound(),
            map: Field::json(object([
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
                            "The book {book_id} that you reserved lies at the desk.".into(),
                        ),
                        ("subject", "Your book is ready".into()),
                    ]),
                ),
            ])),
        };
        let mut answer = step.transform(inputs, lookup::run)?;
        self.surface.letter = answer.take(|it| &mut it.result).into();
        step.ends_with(answer, &[("letter", &self.surface.letter)])
    }

    fn find_address(&mut self, run: &Run) -> Result<registry::ResolveStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "find_address",
            "RESOLVE",
            "capability_side_effects::CS_REGISTRY_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/key_or_address", Origin::Input("/member_id"))], &[("/email", Origin::Raw("/target_ref"))]);
        let call = registry::Named { key_or_address: self.surface.inputs.member_id.bound() };
        let mut answer = registry::resolve(&step, &self.bindings.members, call)?;
        self.surface.email = answer.take(|it| &mut it.target_ref).into();
        step.ends_with(answer, &[("email", &self.surface.email)])
    }

    fn send_letter(&mut self, run: &Run) -> Result<send_email::SendStatus, Fault> {
        const STEP: StepId = StepId::side_effect("send_letter", "SEND", "capability_side_effects::CS_SEND_EMAIL_V0", 3);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/body_template", Origin::Step("pick_letter", "/letter/body")),
                ("/recipient", Origin::Step("find_address", "/email")),
                ("/subject", Origin::Step("pick_letter", "/letter/subject")),
                ("/template_vars/book_id", Origin::Input("/book_id")),
            ],
            &[("/delivery", Origin::Raw("/delivery_status"))],
        );
        let call = send_email::Send {
            body_template: self.surface.letter.dig(&["body"]),
            recipient: self.surface.email.bound().cast(),
            subject: self.surface.letter.dig(&["subject"]),
            template_vars: Field::json(object([("book_id", self.surface.inputs.book_id.to_value())])),
            ..Default::default()
        };
        let mut answer = step.effect(None, call, |run, call| send_email::send(run, self.bindings.send_email, call))?;
        self.surface.delivery = answer.take(|it| &mut it.delivery_status).into();
        step.ends_with(answer, &[("delivery", &self.surface.delivery)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
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
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("book_id", &self.book_id), ("member_id", &self.member_id), ("reason", &self.reason)])
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
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("letter", &self.letter),
            ("email", &self.email),
            ("delivery", &self.delivery),
            ("book_id", &self.inputs.book_id),
            ("member_id", &self.inputs.member_id),
            ("reason", &self.inputs.reason),
        ])
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

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_WRITE_TO_MEMBER_V0", address: 32 };
