// Generated from the protocol snapshot. Change the protocol, not this file.

//! `bindings::CC_KEEP_V0`: Everything that a step can bind

use pgs_capabilities::transforms::generate_id;
use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value,
    fields, list, number, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "bindings::CC_KEEP_V0",
    address: 0,
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
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 5> {
        fields(
            [
                ("all", &self.all),
                ("count", &self.count),
                ("names", &self.names),
                ("town", &self.town),
                ("who", &self.who),
            ],
            &self.undeclared,
        )
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
    /// The input of this name.
    pub all: Field<Map<String, Value>>,
    /// The input of this name.
    pub names: Field<Vec<Value>>,
    /// The input of this name.
    pub town: Field<String>,
    /// The input of this name.
    pub who: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields(
            [
                ("id", &self.id),
                ("count", &self.count),
                ("note", &self.note),
                ("status", &self.status),
                ("all", &self.all),
                ("names", &self.names),
                ("town", &self.town),
                ("who", &self.who),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CARDS`.
    pub cards: mutable_json::Store,
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
        match pipeline.identify(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match pipeline.write(run)? {
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
    /// Step `identify`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn identify(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "identify",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 6,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(
                object([
                    (
                        "names",
                        list([
                            self.inputs.names.to_value(),
                            1.into(),
                            Value::Null,
                            true.into(),
                            number("2.5"),
                        ]),
                    ),
                    ("town", self.inputs.all.value_at(&["town", "name"])),
                    ("who", self.inputs.who.to_value()),
                ]),
            ),
            prefix: "P".into(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.results.identify.raw_id = answer
            .outputs
            .as_ref()
            .map(|it| it.id.clone())
            .into();
        self.surface.id = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.results.identify.id = self.surface.id.clone();
        step.ends(
            answer.status.as_str(),
            &[("id", &self.surface.id)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `write`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn write(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "write",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 5,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.results.identify.id.bound(),
            value: Field::json(
                object([
                    ("address", 0.into()),
                    ("again", self.results.identify.raw_id.to_value()),
                    (
                        "literal",
                        object([
                            ("a", list([1.into(), "two".into()])),
                            ("b", false.into()),
                        ]),
                    ),
                ]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.cards, call)?;
        let word = answer.status.as_str();
        self.surface.count = self.results.identify.id.dig(&["length"]);
        self.surface.note = "written".into();
        self.surface.status = word.into();
        step.ends(
            word,
            &[
                ("count", &self.surface.count),
                ("note", &self.surface.note),
                ("status", &self.surface.status),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            count: surface.count.or(inputs.count),
            all: inputs.all,
            names: inputs.names,
            town: inputs.town,
            who: inputs.who,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    identify: IdentifyResults,
}

/// Of step `identify`.
#[derive(Default)]
struct IdentifyResults {
    /// Output `id`.
    id: Field<String>,
    /// `id` of the raw result.
    raw_id: Field<String>,
}
