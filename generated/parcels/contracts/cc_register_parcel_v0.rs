// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_REGISTER_PARCEL_V0`: Give a parcel a number and write its record

use pgs_capabilities::transforms::generate_id;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.derive_number(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.derive_code_mark(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.enter_number(run)? {
            registry::RegisterStatus::Success => {}
            registry::RegisterStatus::AlreadyExists => return Ok(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => return Ok(Outcome::Violation),
            registry::RegisterStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.write_parcel(run)? {
            mutable_json::WriteStatus::Success => Ok(Outcome::Success),
            mutable_json::WriteStatus::Violation => Ok(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn derive_number(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("derive_number", "capability_transforms::CT_PURE_GENERATE_ID_V0", 7);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/data/at", Origin::Input("/handed_in_at")),
                ("/data/from", Origin::Input("/sender_email")),
                ("/data/to", Origin::Input("/recipient")),
            ],
            &[("/parcel_id", Origin::Raw("/id"))],
        );
        let inputs = generate_id::Inputs {
            data: Field::json(object([
                ("at", self.surface.inputs.handed_in_at.to_value()),
                ("from", self.surface.inputs.sender_email.to_value()),
                ("to", self.surface.inputs.recipient.to_value()),
            ])),
            prefix: "P".into(),
        };
        let mut answer = step.transform(inputs, generate_id::run)?;
        self.surface.parcel_id = answer.take(|it| &mut it.id).into();
        self.derive_number_parcel_id = self.surface.parcel_id.clone();
        step.ends_with(answer, &[("parcel_id", &self.surface.parcel_id)])
    }

    fn derive_code_mark(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("derive_code_mark", "capability_transforms::CT_PURE_GENERATE_ID_V0", 7);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/data/0", Origin::Step("derive_number", "/parcel_id")), ("/data/1", Origin::Input("/pickup_code"))],
            &[("/code_mark", Origin::Raw("/id"))],
        );
        let inputs = generate_id::Inputs {
            data: Field::json(
                list([self.derive_number_parcel_id.to_value(), self.surface.inputs.pickup_code.to_value()]),
            ),
            prefix: "MARK".into(),
        };
        let mut answer = step.transform(inputs, generate_id::run)?;
        self.surface.code_mark = answer.take(|it| &mut it.id).into();
        step.ends_with(answer, &[("code_mark", &self.surface.code_mark)])
    }

    fn enter_number(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "enter_number",
            "REGISTER",
            "capability_side_effects::CS_REGISTRY_V0",
            3,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Step("derive_number", "/parcel_id")),
                ("/target_ref", Origin::Step("derive_number", "/parcel_id")),
            ],
            &[],
        );
        let call = registry::Register {
            key: self.derive_number_parcel_id.bound(),
            target_cs: Field::json(2.into()),
            target_ref: self.derive_number_parcel_id.bound().cast(),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.parcel_numbers, call)?;
        step.ends_with(answer, &[])
    }

    fn write_parcel(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "write_parcel",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Step("derive_number", "/parcel_id")),
                ("/value/area", Origin::Input("/recipient/area")),
                ("/value/code_mark", Origin::Step("derive_code_mark", "/code_mark")),
                ("/value/parcel_id", Origin::Step("derive_number", "/parcel_id")),
                ("/value/price_cents", Origin::Input("/price_cents")),
                ("/value/recipient", Origin::Input("/recipient")),
                ("/value/sender_reference", Origin::Input("/sender_reference")),
                ("/value/service", Origin::Input("/service")),
                ("/value/size/edges_mm/0", Origin::Input("/parcel/length_mm")),
                ("/value/size/edges_mm/1", Origin::Input("/parcel/width_mm")),
                ("/value/size/edges_mm/2", Origin::Input("/parcel/height_mm")),
                ("/value/size/grams", Origin::Input("/parcel/weight_grams")),
            ],
            &[("/parcel_id", Origin::Step("derive_number", "/parcel_id"))],
        );
        let call = mutable_json::Write {
            key: self.derive_number_parcel_id.bound(),
            value: Field::json(object([
                ("accepted_at", run.timestamp().into()),
                ("area", self.surface.inputs.recipient.value_at(&["area"])),
                ("attempts", 0.into()),
                ("code_mark", self.surface.code_mark.to_value()),
                ("damaged", false.into()),
                ("depot", Value::Null),
                ("parcel_id", self.derive_number_parcel_id.to_value()),
                ("price_cents", self.surface.inputs.price_cents.to_value()),
                ("recipient", self.surface.inputs.recipient.to_value()),
                ("sender_reference", self.surface.inputs.sender_reference.to_value()),
                ("service", self.surface.inputs.service.to_value()),
                (
                    "size",
                    object([
                        (
                            "edges_mm",
                            list([
                                self.surface.inputs.parcel.value_at(&["length_mm"]),
                                self.surface.inputs.parcel.value_at(&["width_mm"]),
                                self.surface.inputs.parcel.value_at(&["height_mm"]),
                            ]),
                        ),
                        ("grams", self.surface.inputs.parcel.value_at(&["weight_grams"])),
                    ]),
                ),
                ("state", "ACCEPTED".into()),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.parcels, call)?;
        self.surface.parcel_id = self.derive_number_parcel_id.bound();
        self.surface.state = "ACCEPTED".into();
        step.ends_with(answer, &[("parcel_id", &self.surface.parcel_id), ("state", &self.surface.state)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// Output `parcel_id` of step `derive_number`.
    derive_number_parcel_id: Field<String>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        derive_number_parcel_id: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// When it was weighed. Required string.
    pub handed_in_at: Field<String>,
    /// What the scale and the frame measured. Required object.
    pub parcel: Field<Map<String, Value>>,
    /// The secret that the receiver must know. Required string.
    pub pickup_code: Field<String>,
    /// What it cost, in cents. Required integer.
    pub price_cents: Field<i64>,
    /// Who is to get it. Required object.
    pub recipient: Field<Map<String, Value>>,
    /// Where the receipt goes. Required string.
    pub sender_email: Field<String>,
    /// Whatever the sender wants to find on the receipt. Optional value of any type.
    pub sender_reference: Field<Value>,
    /// How fast it is to go. Optional string.
    pub service: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 8> {
        fields([
            ("handed_in_at", &self.handed_in_at),
            ("parcel", &self.parcel),
            ("pickup_code", &self.pickup_code),
            ("price_cents", &self.price_cents),
            ("recipient", &self.recipient),
            ("sender_email", &self.sender_email),
            ("sender_reference", &self.sender_reference),
            ("service", &self.service),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// `P_` and 16 hex digits. Declared string.
    pub parcel_id: Field<String>,
    /// Mapped by a step, not declared.
    pub code_mark: Field<String>,
    /// The parcel's first state. Declared string.
    pub state: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 11> {
        fields([
            ("parcel_id", &self.parcel_id),
            ("code_mark", &self.code_mark),
            ("state", &self.state),
            ("handed_in_at", &self.inputs.handed_in_at),
            ("parcel", &self.inputs.parcel),
            ("pickup_code", &self.inputs.pickup_code),
            ("price_cents", &self.inputs.price_cents),
            ("recipient", &self.inputs.recipient),
            ("sender_email", &self.inputs.sender_email),
            ("sender_reference", &self.inputs.sender_reference),
            ("service", &self.inputs.service),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PARCEL_NUMBERS`.
    pub parcel_numbers: registry::Store,
    /// The store `PARCELS`.
    pub parcels: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_REGISTER_PARCEL_V0", address: 32 };
