// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_REGISTER_MEMBER_V0`: Give a person a member id and enter it in the registry

use pgs_capabilities::transforms::generate_id;
use pgs_rt::store::registry;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value,
    fields, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_REGISTER_MEMBER_V0",
    address: 26,
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
    /// The registration form. Required object.
    pub member: Field<Map<String, Value>>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("member", &self.member)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// `M_` and 16 hex digits. Declared string.
    pub member_id: Field<String>,
    /// The input of this name.
    pub member: Field<Map<String, Value>>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("member_id", &self.member_id), ("member", &self.member)],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MEMBERS`.
    pub members: registry::Store,
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
        match pipeline.derive_member_id(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.enter_member(run)? {
            registry::RegisterStatus::Success => break 'run Outcome::Success,
            registry::RegisterStatus::AlreadyExists => break 'run Outcome::AlreadyExists,
            registry::RegisterStatus::Violation => break 'run Outcome::Violation,
            registry::RegisterStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `derive_member_id`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn derive_member_id(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "derive_member_id",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 8,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(
                object([("email", self.inputs.member.value_at(&["email"]))]),
            ),
            prefix: "M".into(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.surface.member_id = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.results.derive_member_id.member_id = self.surface.member_id.clone();
        step.ends(
            answer.status.as_str(),
            &[("member_id", &self.surface.member_id)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `enter_member`: `REGISTER` of `capability_side_effects::CS_REGISTRY_V0`.
    fn enter_member(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId {
            name: "enter_member",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 2,
            op: Some("REGISTER"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.results.derive_member_id.member_id.bound(),
            target_cs: Field::json(3.into()),
            target_ref: self.inputs.member.dig(&["email"]),
            value: Field::json(
                object([
                    ("full_name", self.inputs.member.value_at(&["full_name"])),
                    ("language", self.inputs.member.value_at(&["language"])),
                    ("registered_at", run.timestamp().into()),
                ]),
            ),
        };
        let answer = registry::register(&step, &self.bindings.members, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            member: inputs.member,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    derive_member_id: DeriveMemberIdResults,
}

/// Of step `derive_member_id`.
#[derive(Default)]
struct DeriveMemberIdResults {
    /// Output `member_id`.
    member_id: Field<String>,
}
