// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_PRICE_PARCEL_V0`: Price a parcel and check that it was paid for

use parcels_transforms::price_parcel;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Number, Run, StepId, TransformStatus,
    Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_PRICE_PARCEL_V0",
    address: 30,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `SUCCESS`
    Success,
    /// `UNDERPAID`
    Underpaid,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Underpaid => "UNDERPAID",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// What the sender wants back if it is lost, in euros. Optional number.
    pub insured_value: Field<Number>,
    /// What the scale and the frame measured. Required object.
    pub parcel: Field<Map<String, Value>>,
    /// What the sender has paid, in cents. Required integer.
    pub prepaid_cents: Field<i64>,
    /// How fast it is to go. Optional string.
    pub service: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("insured_value", &self.insured_value),
                ("parcel", &self.parcel),
                ("prepaid_cents", &self.prepaid_cents),
                ("service", &self.service),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The weight that was priced, in grams. Declared integer.
    pub billed_grams: Field<i64>,
    /// What the sender must pay, in cents. Declared integer.
    pub price_cents: Field<i64>,
    /// The input of this name.
    pub insured_value: Field<Number>,
    /// The input of this name.
    pub parcel: Field<Map<String, Value>>,
    /// The input of this name.
    pub prepaid_cents: Field<i64>,
    /// The input of this name.
    pub service: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields(
            [
                ("billed_grams", &self.billed_grams),
                ("price_cents", &self.price_cents),
                ("insured_value", &self.insured_value),
                ("parcel", &self.parcel),
                ("prepaid_cents", &self.prepaid_cents),
                ("service", &self.service),
            ],
            &self.undeclared,
        )
    }
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        surface: Surface::default(),
    };
    let outcome = 'run: {
        match pipeline.price(run)? {
            TransformStatus::Success => {
                if pipeline.paid_in_full() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::Underpaid
                }
            }
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    surface: Surface,
}

impl Pipeline {
    /// Step `price`: `parcels::CT_PURE_PRICE_PARCEL_V0`.
    fn price(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "price",
            fqdn: "parcels::CT_PURE_PRICE_PARCEL_V0",
            address: 36,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = price_parcel::Inputs {
            height_mm: self.inputs.parcel.dig(&["height_mm"]),
            insured_value: self.inputs.insured_value.bound(),
            length_mm: self.inputs.parcel.dig(&["length_mm"]),
            service: self.inputs.service.bound(),
            weight_grams: self.inputs.parcel.dig(&["weight_grams"]),
            width_mm: self.inputs.parcel.dig(&["width_mm"]),
        };
        let answer = step.transform(inputs, price_parcel::run)?;
        self.surface.billed_grams = answer
            .outputs
            .as_ref()
            .map(|it| it.billed_grams)
            .into();
        self.surface.price_cents = answer
            .outputs
            .as_ref()
            .map(|it| it.price_cents)
            .into();
        step.ends(
            answer.status.as_str(),
            &[
                ("billed_grams", &self.surface.billed_grams),
                ("price_cents", &self.surface.price_cents),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.inputs.prepaid_cents >= $.price_cents`
    fn paid_in_full(&self) -> bool {
        arithmetic::Comparison::GreaterOrEqual
            .holds(
                &self.inputs.prepaid_cents.to_value(),
                &self.surface.price_cents.to_value(),
            )
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            insured_value: inputs.insured_value,
            parcel: inputs.parcel,
            prepaid_cents: inputs.prepaid_cents,
            service: inputs.service,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
