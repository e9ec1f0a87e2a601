// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_PRICE_PARCEL_V0`: Price a parcel and check that it was paid for

use parcels_transforms::price_parcel;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Success = "SUCCESS",
        Underpaid = "UNDERPAID",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.price(run)? {
            TransformStatus::Success => Ok(self.paid_in_full(run)),
            TransformStatus::Violation => Ok(Outcome::Violation),
        }
    }

    /// `$.inputs.prepaid_cents >= $.price_cents`
    fn paid_in_full(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::GreaterOrEqual,
            [&self.surface.inputs.prepaid_cents.to_value(), &self.surface.price_cents.to_value()],
            "$.inputs.prepaid_cents >= $.price_cents",
        );
        if holds { Outcome::Success } else { Outcome::Underpaid }
    }

    fn price(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("price", "parcels::CT_PURE_PRICE_PARCEL_V0", 36);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/height_mm", Origin::Input("/parcel/height_mm")),
                ("/insured_value", Origin::Input("/insured_value")),
                ("/length_mm", Origin::Input("/parcel/length_mm")),
                ("/service", Origin::Input("/service")),
                ("/weight_grams", Origin::Input("/parcel/weight_grams")),
                ("/width_mm", Origin::Input("/parcel/width_mm")),
            ],
            &[("/billed_grams", Origin::Raw("/billed_grams")), ("/price_cents", Origin::Raw("/price_cents"))],
        );
        let inputs = price_parcel::Inputs {
            height_mm: self.surface.inputs.parcel.dig(&["height_mm"]),
            insured_value: self.surface.inputs.insured_value.bound(),
            length_mm: self.surface.inputs.parcel.dig(&["length_mm"]),
            service: self.surface.inputs.service.bound(),
            weight_grams: self.surface.inputs.parcel.dig(&["weight_grams"]),
            width_mm: self.surface.inputs.parcel.dig(&["width_mm"]),
        };
        let mut answer = step.transform(inputs, price_parcel::run)?;
        self.surface.billed_grams = answer.take(|it| &mut it.billed_grams).into();
        self.surface.price_cents = answer.take(|it| &mut it.price_cents).into();
        step.ends_with(
            answer,
            &[("billed_grams", &self.surface.billed_grams), ("price_cents", &self.surface.price_cents)],
        )
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
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
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("insured_value", &self.insured_value),
            ("parcel", &self.parcel),
            ("prepaid_cents", &self.prepaid_cents),
            ("service", &self.service),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The weight that was priced, in grams. Declared integer.
    pub billed_grams: Field<i64>,
    /// What the sender must pay, in cents. Declared integer.
    pub price_cents: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("billed_grams", &self.billed_grams),
            ("price_cents", &self.price_cents),
            ("insured_value", &self.inputs.insured_value),
            ("parcel", &self.inputs.parcel),
            ("prepaid_cents", &self.inputs.prepaid_cents),
            ("service", &self.inputs.service),
        ])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_PRICE_PARCEL_V0", address: 30 };
