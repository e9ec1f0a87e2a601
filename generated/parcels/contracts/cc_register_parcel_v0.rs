// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_REGISTER_PARCEL_V0`: Give a parcel a number and write its record

use pgs_capabilities::transforms::generate_id;
use pgs_rt::store::{mutable_json, registry};
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value,
    fields, list, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_REGISTER_PARCEL_V0",
    address: 32,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `ALREADY_EXISTS`
    AlreadyExists,
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
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::BackendError => "BACKEND_ERROR",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
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
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 8> {
        fields(
            [
                ("handed_in_at", &self.handed_in_at),
                ("parcel", &self.parcel),
                ("pickup_code", &self.pickup_code),
                ("price_cents", &self.price_cents),
                ("recipient", &self.recipient),
                ("sender_email", &self.sender_email),
                ("sender_reference", &self.sender_reference),
                ("service", &self.service),
            ],
            &self.undeclared,
        )
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
    /// The input of this name.
    pub handed_in_at: Field<String>,
    /// The input of this name.
    pub parcel: Field<Map<String, Value>>,
    /// The input of this name.
    pub pickup_code: Field<String>,
    /// The input of this name.
    pub price_cents: Field<i64>,
    /// The input of this name.
    pub recipient: Field<Map<String, Value>>,
    /// The input of this name.
    pub sender_email: Field<String>,
    /// The input of this name.
    pub sender_reference: Field<Value>,
    /// The input of this name.
    pub service: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 11> {
        fields(
            [
                ("parcel_id", &self.parcel_id),
                ("code_mark", &self.code_mark),
                ("state", &self.state),
                ("handed_in_at", &self.handed_in_at),
                ("parcel", &self.parcel),
                ("pickup_code", &self.pickup_code),
                ("price_cents", &self.price_cents),
                ("recipient", &self.recipient),
                ("sender_email", &self.sender_email),
                ("sender_reference", &self.sender_reference),
                ("service", &self.service),
            ],
            &self.undeclared,
        )
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
        match pipeline.derive_number(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.derive_code_mark(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.enter_number(run)? {
            registry::RegisterStatus::Success => {}
            registry::RegisterStatus::AlreadyExists => break 'run Outcome::AlreadyExists,
            registry::RegisterStatus::Violation => break 'run Outcome::Violation,
            registry::RegisterStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.write_parcel(run)? {
            mutable_json::WriteStatus::Success => break 'run Outcome::Success,
            mutable_json::WriteStatus::Violation => break 'run Outcome::Violation,
            mutable_json::WriteStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `derive_number`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn derive_number(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "derive_number",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 7,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(
                object([
                    ("at", self.inputs.handed_in_at.to_value()),
                    ("from", self.inputs.sender_email.to_value()),
                    ("to", self.inputs.recipient.to_value()),
                ]),
            ),
            prefix: "P".into(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.surface.parcel_id = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.results.derive_number.parcel_id = self.surface.parcel_id.clone();
        step.ends(
            answer.status.as_str(),
            &[("parcel_id", &self.surface.parcel_id)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `derive_code_mark`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn derive_code_mark(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "derive_code_mark",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 7,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(
                list([
                    self.results.derive_number.parcel_id.to_value(),
                    self.inputs.pickup_code.to_value(),
                ]),
            ),
            prefix: "MARK".into(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.surface.code_mark = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.results.derive_code_mark.code_mark = self.surface.code_mark.clone();
        step.ends(
            answer.status.as_str(),
            &[("code_mark", &self.surface.code_mark)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `enter_number`: `REGISTER` of `capability_side_effects::CS_REGISTRY_V0`.
    fn enter_number(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId {
            name: "enter_number",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 3,
            op: Some("REGISTER"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.results.derive_number.parcel_id.bound(),
            target_cs: Field::json(2.into()),
            target_ref: self.results.derive_number.parcel_id.bound().cast(),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.parcel_numbers, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `write_parcel`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn write_parcel(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "write_parcel",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 2,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.results.derive_number.parcel_id.bound(),
            value: Field::json(
                object([
                    ("accepted_at", run.timestamp().into()),
                    ("area", self.inputs.recipient.value_at(&["area"])),
                    ("attempts", 0.into()),
                    ("code_mark", self.results.derive_code_mark.code_mark.to_value()),
                    ("damaged", false.into()),
                    ("depot", Value::Null),
                    ("parcel_id", self.results.derive_number.parcel_id.to_value()),
                    ("price_cents", self.inputs.price_cents.to_value()),
                    ("recipient", self.inputs.recipient.to_value()),
                    ("sender_reference", self.inputs.sender_reference.to_value()),
                    ("service", self.inputs.service.to_value()),
                    (
                        "size",
                        object([
                            (
                                "edges_mm",
                                list([
                                    self.inputs.parcel.value_at(&["length_mm"]),
                                    self.inputs.parcel.value_at(&["width_mm"]),
                                    self.inputs.parcel.value_at(&["height_mm"]),
                                ]),
                            ),
                            ("grams", self.inputs.parcel.value_at(&["weight_grams"])),
                        ]),
                    ),
                    ("state", "ACCEPTED".into()),
                ]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.parcels, call)?;
        self.surface.parcel_id = self.results.derive_number.parcel_id.bound();
        self.surface.state = "ACCEPTED".into();
        step.ends(
            answer.status.as_str(),
            &[("parcel_id", &self.surface.parcel_id), ("state", &self.surface.state)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            handed_in_at: inputs.handed_in_at,
            parcel: inputs.parcel,
            pickup_code: inputs.pickup_code,
            price_cents: inputs.price_cents,
            recipient: inputs.recipient,
            sender_email: inputs.sender_email,
            sender_reference: inputs.sender_reference,
            service: inputs.service,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    derive_number: DeriveNumberResults,
    derive_code_mark: DeriveCodeMarkResults,
}

/// Of step `derive_number`.
#[derive(Default)]
struct DeriveNumberResults {
    /// Output `parcel_id`.
    parcel_id: Field<String>,
}

/// Of step `derive_code_mark`.
#[derive(Default)]
struct DeriveCodeMarkResults {
    /// Output `code_mark`.
    code_mark: Field<String>,
}
