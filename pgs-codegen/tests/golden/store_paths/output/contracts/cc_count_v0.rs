// Generated from the protocol snapshot. Change the protocol, not this file.

//! `store_paths::CC_COUNT_V0`: A store of a policy, and letters that are not sent

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
        match self.count(run)? {
            registry::CountStatus::Success => {}
            registry::CountStatus::BackendError => {}
        }
        match self.write(run)? {
            send_email::SendStatus::Success => Ok(Outcome::Success),
            send_email::SendStatus::Violation => Ok(Outcome::Violation),
            send_email::SendStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn count(&mut self, run: &Run) -> Result<registry::CountStatus, Fault> {
        const STEP: StepId = StepId::side_effect("count", "COUNT", "capability_side_effects::CS_REGISTRY_V0", 1);
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = registry::count(&step, &self.bindings.registry)?;
        self.surface.count = answer.take(|it| &mut it.count).into();
        step.ends_with(answer, &[("count", &self.surface.count)])
    }

    fn write(&mut self, run: &Run) -> Result<send_email::SendStatus, Fault> {
        const STEP: StepId = StepId::side_effect("write", "SEND", "capability_side_effects::CS_SEND_EMAIL_V0", 2);
        let step = run.step(&CONTRACT, &STEP);
        let call = send_email::Send {
            recipient: "someone@example.org".into(),
            subject: "Members".into(),
            template_vars: Field::json(object([("count", self.surface.count.to_value())])),
            ..Default::default()
        };
        let answer = step.effect(None, call, |run, call| send_email::send(run, self.bindings.send_email, call))?;
        step.ends_with(answer, &[])
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
    /// Declared integer.
    pub count: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("count", &self.count)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store at the policy path of CS_REGISTRY_V0.
    pub registry: registry::Store,
    /// Whether CS_SEND_EMAIL_V0 is switched on.
    pub send_email: bool,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "store_paths::CC_COUNT_V0", address: 3 };
