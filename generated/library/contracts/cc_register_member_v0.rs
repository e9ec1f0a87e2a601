// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_REGISTER_MEMBER_V0`: Give a person a member id and enter it in the registry

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
        match self.derive_member_id(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.enter_member(run)? {
            registry::RegisterStatus::Success => Ok(Outcome::Success),
            registry::RegisterStatus::AlreadyExists => Ok(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => Ok(Outcome::Violation),
            registry::RegisterStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn derive_member_id(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("derive_member_id", "capability_transforms::CT_PURE_GENERATE_ID_V0", 8);
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/data/email", Origin::Input("/member/email"))], &[("/member_id", Origin::Raw("/id"))]);
        let inputs = generate_id::Inputs {
            data: Field::json(object([("email", self.surface.inputs.member.value_at(&["email"]))])),
            prefix: "M".into(),
        };
        let mut answer = step.transform(inputs, generate_id::run)?;
        self.surface.member_id = answer.take(|it| &mut it.id).into();
        step.ends_with(answer, &[("member_id", &self.surface.member_id)])
    }

    fn enter_member(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "enter_member",
            "REGISTER",
            "capability_side_effects::CS_REGISTRY_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Step("derive_member_id", "/member_id")),
                ("/target_ref", Origin::Input("/member/email")),
                ("/value/full_name", Origin::Input("/member/full_name")),
                ("/value/language", Origin::Input("/member/language")),
            ],
            &[],
        );
        let call = registry::Register {
            key: self.surface.member_id.bound(),
            target_cs: Field::json(3.into()),
            target_ref: self.surface.inputs.member.dig(&["email"]),
            value: Field::json(object([
                ("full_name", self.surface.inputs.member.value_at(&["full_name"])),
                ("language", self.surface.inputs.member.value_at(&["language"])),
                ("registered_at", run.timestamp().into()),
            ])),
        };
        let answer = registry::register(&step, &self.bindings.members, call)?;
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
pub struct Inputs {
    /// The registration form. Required object.
    pub member: Field<Map<String, Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("member", &self.member)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// `M_` and 16 hex digits. Declared string.
    pub member_id: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("member_id", &self.member_id), ("member", &self.inputs.member)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MEMBERS`.
    pub members: registry::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_REGISTER_MEMBER_V0", address: 26 };
