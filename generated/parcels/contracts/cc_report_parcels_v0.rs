// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_REPORT_PARCELS_V0`: Count all parcels and read the journal

use pgs_rt::store::{append_only, registry};
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_REPORT_PARCELS_V0",
    address: 33,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NO_PARCELS`
    NoParcels,
    /// `SUCCESS`
    Success,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NoParcels => "NO_PARCELS",
            Self::Success => "SUCCESS",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 0> {
        fields([], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many parcels were ever accepted. Declared integer.
    pub parcels_total: Field<i64>,
    /// All entries of the journal. Declared array.
    pub journal: Field<Vec<Value>>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("parcels_total", &self.parcels_total), ("journal", &self.journal)],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PARCEL_NUMBERS`.
    pub parcel_numbers: registry::Store,
    /// The store `PARCEL_JOURNAL`.
    pub parcel_journal: append_only::Store,
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
        match pipeline.count_parcels(run)? {
            registry::CountStatus::Success => {}
            registry::CountStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.read_journal(run)? {
            append_only::ReadAllStatus::Success => {
                if pipeline.any_parcels() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::NoParcels
                }
            }
            append_only::ReadAllStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `count_parcels`: `COUNT` of `capability_side_effects::CS_REGISTRY_V0`.
    fn count_parcels(&mut self, run: &Run) -> Result<registry::CountStatus, Fault> {
        const STEP: StepId = StepId {
            name: "count_parcels",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 3,
            op: Some("COUNT"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = registry::count(&step, &self.bindings.parcel_numbers)?;
        self.surface.parcels_total = answer.outputs.as_ref().map(|it| it.count).into();
        step.ends(
            answer.status.as_str(),
            &[("parcels_total", &self.surface.parcels_total)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `read_journal`: `GET_ALL` of `capability_side_effects::CS_APPENDONLY_JSONL_V0`.
    fn read_journal(&mut self, run: &Run) -> Result<append_only::ReadAllStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read_journal",
            fqdn: "capability_side_effects::CS_APPENDONLY_JSONL_V0",
            address: 0,
            op: Some("GET_ALL"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::ReadAll {
            ..Default::default()
        };
        let answer = append_only::read_all(&step, &self.bindings.parcel_journal, call)?;
        self.surface.journal = answer
            .outputs
            .as_ref()
            .map(|it| it.entries.clone())
            .into();
        step.ends(
            answer.status.as_str(),
            &[("journal", &self.surface.journal)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.parcels_total > 0`
    fn any_parcels(&self) -> bool {
        arithmetic::Comparison::Greater
            .holds(&self.surface.parcels_total.to_value(), &0.into())
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
