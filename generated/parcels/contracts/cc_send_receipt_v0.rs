// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_SEND_RECEIPT_V0`: Send the sender a receipt

use pgs_capabilities::side_effects::send_email;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.send_receipt(run)? {
            send_email::SendStatus::Success => Ok(Outcome::Success),
            send_email::SendStatus::Violation => Ok(Outcome::Violation),
            send_email::SendStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn send_receipt(&mut self, run: &Run) -> Result<send_email::SendStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "send_receipt",
            "SEND",
            "capability_side_effects::CS_SEND_EMAIL_V0",
            4,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/recipient", Origin::Input("/sender_email")),
                ("/template_vars/parcel_id", Origin::Input("/parcel_id")),
                ("/template_vars/price_cents", Origin::Input("/price_cents")),
            ],
            &[("/delivery", Origin::Raw("/delivery_status"))],
        );
        let call = send_email::Send {
            body_template: "Parcel {parcel_id} was accepted. Price: {price_cents} cents.".into(),
            recipient: self.surface.inputs.sender_email.bound(),
            subject: "Your parcel is on its way".into(),
            template_vars: Field::json(object([
                ("parcel_id", self.surface.inputs.parcel_id.to_value()),
                ("price_cents", self.surface.inputs.price_cents.to_value()),
            ])),
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
    /// The parcel's number. Required string.
    pub parcel_id: Field<String>,
    /// What it cost, in cents. Required integer.
    pub price_cents: Field<i64>,
    /// Where the receipt goes. Required string.
    pub sender_email: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("parcel_id", &self.parcel_id),
            ("price_cents", &self.price_cents),
            ("sender_email", &self.sender_email),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// `sent`, or `skipped` without a mail server. Declared string.
    pub delivery: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("delivery", &self.delivery),
            ("parcel_id", &self.inputs.parcel_id),
            ("price_cents", &self.inputs.price_cents),
            ("sender_email", &self.inputs.sender_email),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// Whether CS_SEND_EMAIL_V0 is switched on.
    pub send_email: bool,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_SEND_RECEIPT_V0", address: 35 };
