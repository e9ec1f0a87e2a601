// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_SEND_RECEIPT_V0`: Send the sender a receipt

use pgs_capabilities::side_effects::send_email;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, object};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_SEND_RECEIPT_V0",
    address: 35,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
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
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
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
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("parcel_id", &self.parcel_id),
                ("price_cents", &self.price_cents),
                ("sender_email", &self.sender_email),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// `sent`, or `skipped` without a mail server. Declared string.
    pub delivery: Field<String>,
    /// The input of this name.
    pub parcel_id: Field<String>,
    /// The input of this name.
    pub price_cents: Field<i64>,
    /// The input of this name.
    pub sender_email: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("delivery", &self.delivery),
                ("parcel_id", &self.parcel_id),
                ("price_cents", &self.price_cents),
                ("sender_email", &self.sender_email),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
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
    };
    let outcome = 'run: {
        match pipeline.send_receipt(run)? {
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
}

impl Pipeline {
    /// Step `send_receipt`: `SEND` of `capability_side_effects::CS_SEND_EMAIL_V0`.
    fn send_receipt(&mut self, run: &Run) -> Result<send_email::SendStatus, Fault> {
        const STEP: StepId = StepId {
            name: "send_receipt",
            fqdn: "capability_side_effects::CS_SEND_EMAIL_V0",
            address: 4,
            op: Some("SEND"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = send_email::Send {
            body_template: "Parcel {parcel_id} was accepted. Price: {price_cents} cents."
                .into(),
            recipient: self.inputs.sender_email.bound(),
            subject: "Your parcel is on its way".into(),
            template_vars: Field::json(
                object([
                    ("parcel_id", self.inputs.parcel_id.to_value()),
                    ("price_cents", self.inputs.price_cents.to_value()),
                ]),
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
            parcel_id: inputs.parcel_id,
            price_cents: inputs.price_cents,
            sender_email: inputs.sender_email,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
