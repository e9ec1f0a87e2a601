// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_REPORT_PARCELS_V0`: Count all parcels and read the journal

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NoParcels = "NO_PARCELS",
        Success = "SUCCESS",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.count_parcels(run)? {
            registry::CountStatus::Success => {}
            registry::CountStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.read_journal(run)? {
            append_only::ReadAllStatus::Success => Ok(self.any_parcels(run)),
            append_only::ReadAllStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.parcels_total > 0`
    fn any_parcels(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Greater,
            [&self.surface.parcels_total.to_value(), &0.into()],
            "$.parcels_total > 0",
        );
        if holds { Outcome::Success } else { Outcome::NoParcels }
    }

    fn count_parcels(&mut self, run: &Run) -> Result<registry::CountStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "count_parcels",
            "COUNT",
            "capability_side_effects::CS_REGISTRY_V0",
            3,
        );
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = registry::count(&step, &self.bindings.parcel_numbers)?;
        self.surface.parcels_total = answer.take(|it| &mut it.count).into();
        step.ends_with(answer, &[("parcels_total", &self.surface.parcels_total)])
    }

    fn read_journal(&mut self, run: &Run) -> Result<append_only::ReadAllStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "read_journal",
            "GET_ALL",
            "capability_side_effects::CS_APPENDONLY_JSONL_V0",
            0,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::ReadAll { ..Default::default() };
        let mut answer = append_only::read_all(&step, &self.bindings.parcel_journal, call)?;
        self.surface.journal = answer.take(|it| &mut it.entries).into();
        step.ends_with(answer, &[("journal", &self.surface.journal)])
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
pub struct Inputs {}

impl Inputs {
    fn fields(&self) -> Fields<'_, 0> {
        fields([])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many parcels were ever accepted. Declared integer.
    pub parcels_total: Field<i64>,
    /// All entries of the journal. Declared array.
    pub journal: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("parcels_total", &self.parcels_total), ("journal", &self.journal)])
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

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_REPORT_PARCELS_V0", address: 33 };
