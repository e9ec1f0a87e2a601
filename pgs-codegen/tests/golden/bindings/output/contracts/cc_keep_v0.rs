// Generated from the protocol snapshot. Change the protocol, not this file.

//! `bindings::CC_KEEP_V0`: Everything that a step can bind

use pgs_capabilities::transforms::generate_id;
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
        match self.identify(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match self.write(run)? {
            mutable_json::WriteStatus::Success => Ok(Outcome::Success),
            mutable_json::WriteStatus::Violation => Ok(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn identify(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("identify", "capability_transforms::CT_PURE_GENERATE_ID_V0", 6);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(object([
                (
                    "names",
                    list([self.surface.inputs.names.to_value(), 1.into(), Value::Null, true.into(), number("2.5")]),
                ),
                ("town", self.surface.inputs.all.value_at(&["town", "name"])),
                ("who", self.surface.inputs.who.to_value()),
            ])),
            prefix: "P".into(),
        };
        let mut answer = step.transform(inputs, generate_id::run)?;
        self.identify_raw_id = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.surface.id = answer.take(|it| &mut it.id).into();
        step.ends_with(answer, &[("id", &self.surface.id)])
    }

    fn write(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect("write", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 5);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.surface.id.bound(),
            value: Field::json(object([
                ("address", 0.into()),
                ("again", self.identify_raw_id.to_value()),
                ("literal", object([("a", list([1.into(), "two".into()])), ("b", false.into())])),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.cards, call)?;
        self.surface.count = self.surface.id.dig(&["length"]);
        self.surface.note = "written".into();
        self.surface.status = answer.word().into();
        step.ends_with(
            answer,
            &[("count", &self.surface.count), ("note", &self.surface.note), ("status", &self.surface.status)],
        )
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `id` of the raw result of step `identify`.
    identify_raw_id: Field<String>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        identify_raw_id: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Optional object.
    pub all: Field<Map<String, Value>>,
    /// Optional integer.
    pub count: Field<i64>,
    /// Optional array.
    pub names: Field<Vec<Value>>,
    /// Optional string.
    pub town: Field<String>,
    /// Required string.
    pub who: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("all", &self.all),
            ("count", &self.count),
            ("names", &self.names),
            ("town", &self.town),
            ("who", &self.who),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub id: Field<String>,
    /// Declared integer.
    pub count: Field<i64>,
    /// Declared string.
    pub note: Field<String>,
    /// Declared string.
    pub status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields([
            ("id", &self.id),
            ("count", mapped_or(&self.count, &self.inputs.count)),
            ("note", &self.note),
            ("status", &self.status),
            ("all", &self.inputs.all),
            ("names", &self.inputs.names),
            ("town", &self.inputs.town),
            ("who", &self.inputs.who),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CARDS`.
    pub cards: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "bindings::CC_KEEP_V0", address: 0 };
