// Generated from the protocol snapshot. Change the protocol, not this file.

//! `store_paths::CC_COUNT_V0`: A store of a policy, and letters that are not sent

use pgs_capabilities::side_effects::send_email;
use pgs_rt::store::registry;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, object};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "store_paths::CC_COUNT_V0",
    address: 3,
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
    /// Declared integer.
    pub count: Field<i64>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("count", &self.count)], &self.undeclared)
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
        match pipeline.count(run)? {
            registry::CountStatus::Success => {}
            registry::CountStatus::BackendError => {}
        }
        match pipeline.write(run)? {
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
    results: Results,
}

impl Pipeline {
    /// Step `count`: `COUNT` of `capability_side_effects::CS_REGISTRY_V0`.
    fn count(&mut self, run: &Run) -> Result<registry::CountStatus, Fault> {
        const STEP: StepId = StepId {
            name: "count",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 1,
            op: Some("COUNT"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = registry::count(&step, &self.bindings.registry)?;
        self.surface.count = answer.outputs.as_ref().map(|it| it.count).into();
        self.results.count.count = self.surface.count.clone();
        step.ends(
            answer.status.as_str(),
            &[("count", &self.surface.count)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `write`: `SEND` of `capability_side_effects::CS_SEND_EMAIL_V0`.
    fn write(&mut self, run: &Run) -> Result<send_email::SendStatus, Fault> {
        const STEP: StepId = StepId {
            name: "write",
            fqdn: "capability_side_effects::CS_SEND_EMAIL_V0",
            address: 2,
            op: Some("SEND"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = send_email::Send {
            recipient: "someone@example.org".into(),
            subject: "Members".into(),
            template_vars: Field::json(
                object([("count", self.results.count.count.to_value())]),
            ),
            ..Default::default()
        };
        let answer = step
            .effect(
                None,
                call,
                |run, call| send_email::send(run, self.bindings.send_email, call),
            )?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
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

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    count: CountResults,
}

/// Of step `count`.
#[derive(Default)]
struct CountResults {
    /// Output `count`.
    count: Field<i64>,
}
