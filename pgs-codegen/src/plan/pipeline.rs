//! A planned contract: its fields, its steps, what they call and where each of their statuses leads.

use pgs_description::{Operation, StoreKind, Transform};
use pgs_protocol::protocol::{Operator, Purity, Semantics, Type};

use super::{Bound, Expr, FeatureNames, Field, Folder, Imports, Module, Status, SurfaceField, Unenforced};
use crate::analysis::statuses::CapabilityStatus;

/// A contract as one domain runs it.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The FQDN.
    pub fqdn: String,
    /// The integer address in the domain.
    pub address: i64,
    /// What its declarations mean.
    pub semantics: Semantics,
    /// The Rust module.
    pub module: String,
    /// The summary.
    pub summary: String,
    /// The modules that it imports.
    pub imports: Imports,
    /// The features that it needs, with all that it starts.
    pub features: FeatureNames,
    /// The inputs.
    pub inputs: Vec<Field>,
    /// Whether a node binds an input that it does not declare.
    pub undeclared: bool,
    /// The surface: mapped outputs, then inputs.
    pub surface: Vec<SurfaceField>,
    /// What the runtime binding supplies.
    pub supplied: Vec<Supplied>,
    /// What later steps read of earlier ones, where the surface does not hold it.
    pub kept: Vec<Field>,
    /// The steps.
    pub steps: Vec<Step>,
    /// The evaluations that can be reached.
    pub evaluations: Vec<Evaluation>,
    /// The statuses with which it can end.
    pub outcomes: Vec<Status>,
    /// In which order the steps run.
    pub order: Order,
    /// Keys whose values reach no output.
    pub suppressed: Vec<String>,
    /// What is declared of it, without effect.
    pub unenforced: Vec<Unenforced>,
}

impl Contract {
    /// The fields of the surface that a step maps.
    pub fn mapped(&self) -> impl Iterator<Item = &Field> {
        self.surface.iter().filter_map(|it| match it {
            SurfaceField::Mapped(field) | SurfaceField::MappedOrInput { mapped: field, .. } => Some(field),
            SurfaceField::Input(_) => None,
        })
    }
}

/// In which order the steps of a contract run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Each leads to the next one, or ends the contract.
    Straight,
    /// One leads to another that is not the next, but never to itself or an earlier one.
    Forward,
    /// One leads to itself or to an earlier one.
    Back,
}

/// Something that a runtime binding supplies to a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supplied {
    /// A store.
    Store {
        /// The field's identifier.
        ident: String,
        /// The kind.
        kind: StoreKind,
        /// The store's name; none: the path of the side effect's policy.
        name: Option<String>,
        /// The side effect.
        side_effect: String,
    },
    /// Whether a side effect is switched on (`policy.enabled`).
    Switch {
        /// The field's identifier.
        ident: String,
        /// The side effect.
        side_effect: String,
    },
    /// The policy of a side effect that takes one.
    Policy {
        /// The field's identifier.
        ident: String,
        /// The side effect.
        side_effect: String,
        /// Its Rust module.
        module: String,
    },
}

impl Supplied {
    /// The field's identifier.
    pub fn ident(&self) -> &str {
        match self {
            Self::Store { ident, .. } | Self::Switch { ident, .. } | Self::Policy { ident, .. } => ident,
        }
    }
}

/// A step of a contract.
#[derive(Clone, Debug)]
pub struct Step {
    /// The name.
    pub name: String,
    /// The function's identifier.
    pub ident: String,
    /// The enum variant.
    pub variant: String,
    /// The FQDN of what it calls.
    pub fqdn: String,
    /// Its integer address in the domain.
    pub address: i64,
    /// The operation of a side effect.
    pub op: Option<String>,
    /// What it calls, and how.
    pub call: Call,
    /// Its inputs, as authors write them, those of the fields of objects one by one.
    pub inputs: Vec<(String, String)>,
    /// Which values it is given, where secrets are followed.
    pub given: Vec<Bound>,
    /// Which values it maps, where secrets are followed.
    pub mapped: Vec<Bound>,
    /// What it maps.
    pub outputs: Vec<Mapping>,
    /// Fields of its raw result that are kept for later, each with where.
    pub kept: Vec<(Expr, Field)>,
    /// Whether something is moved out of what the capability answers, or read.
    pub answer: AnswerUse,
    /// What follows each of its statuses.
    pub arms: Vec<Arm>,
}

/// An output of a step.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The key.
    pub key: String,
    /// The surface field.
    pub surface: Field,
    /// The value as authors write it.
    pub written: String,
    /// The value.
    pub value: Expr,
    /// Whether a success would have to give what the result never has: a fault.
    pub owed: bool,
    /// Where it is kept, if a later step reads it of this step, and another one maps the key too.
    pub kept: Option<Field>,
}

/// What becomes of the answer of a capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerUse {
    /// No output of it is read.
    Status,
    /// Outputs are read.
    Read,
    /// Outputs are moved out of it.
    Taken,
}

/// What a step calls.
#[derive(Clone, Debug)]
pub enum Call {
    /// A transform.
    Transform {
        /// How it is called.
        signature: Box<Transform>,
        /// Arguments, typed as the implementation takes them.
        arguments: Vec<(String, Type, Expr)>,
        /// Arguments that it does not declare and takes all the same.
        others: Vec<(String, Expr)>,
        /// What is declared of its result.
        purity: Purity,
    },
    /// A transform that is made of others, which is generated.
    Molecule {
        /// Its module.
        module: Module,
        /// Arguments, typed as it declares them.
        arguments: Vec<(String, Type, Expr)>,
    },
    /// A store operation.
    Store {
        /// The kind of store.
        kind: StoreKind,
        /// The operation.
        operation: Box<Operation>,
        /// The field of what the binding supplies.
        supplied: String,
        /// Arguments.
        arguments: Vec<(String, Type, Expr)>,
    },
    /// `CS_WORKFLOW_GATEWAY`
    Gateway {
        /// The workflow that is run.
        workflow: WorkflowRef,
        /// Its payload.
        payload: Expr,
    },
    /// `CS_WORKFLOW_LOOP`
    Loop {
        /// The sequence.
        sequence: Expr,
        /// What is done with each item.
        item: Box<Items>,
        /// What is done before with the items inside an item: their field, and how.
        sub: Option<(String, Box<Items>)>,
    },
    /// `CS_CONCURRENT_WORKFLOWS`
    Concurrent {
        /// The workflows with their integer addresses and payloads.
        workers: Vec<(WorkflowRef, i64, Expr)>,
    },
    /// An operation on something outside.
    World {
        /// The Rust module of the side effect.
        module: String,
        /// The operation.
        operation: Box<Operation>,
        /// The field of what the binding supplies, if it may switch the side effect off.
        switch: Option<String>,
        /// The policy that the runtime binding gives it, where it takes one: the field of what the binding supplies.
        policy: Option<String>,
        /// Arguments.
        arguments: Vec<(String, Type, Expr)>,
    },
}

/// How a loop treats its items.
#[derive(Clone, Debug)]
pub struct Items {
    /// Payload field and source keys in the item; empty: the item itself.
    pub payload_fields: Vec<(String, Vec<String>)>,
    /// Fields added to each payload.
    pub inject: Vec<(String, Expr)>,
    /// Which workflow is run.
    pub dispatch: Dispatch,
}

/// Which workflow a loop runs for an item.
#[derive(Clone, Debug)]
pub enum Dispatch {
    /// Always this one.
    One(WorkflowRef),
    /// The one that a field of the item names.
    ByField {
        /// The field.
        field: String,
        /// Value and workflow.
        mapping: Vec<(String, WorkflowRef)>,
    },
}

/// A workflow that another one starts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkflowRef {
    /// The FQDN.
    pub fqdn: String,
    /// The Rust module of its domain.
    pub domain_module: String,
    /// The Rust module of the workflow.
    pub module: String,
    /// The statuses with which it can end.
    pub statuses: Vec<Status>,
}

impl WorkflowRef {
    /// Its module.
    pub fn path(&self) -> Module {
        Module::generated(&self.domain_module, Folder::Workflows, &self.module)
    }
}

/// What follows one status of a step.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The status as the called capability names it: a variant of its enum.
    pub status: CapabilityStatus<Status>,
    /// What follows.
    pub goto: Goto,
}

impl Arm {
    /// The word of the status; none where there is but one way on.
    pub fn word(&self) -> Option<&str> {
        match &self.status {
            CapabilityStatus::Status(status) => Some(&status.word),
            CapabilityStatus::NotRun => Some("not run"),
            CapabilityStatus::Always => None,
        }
    }
}

/// What follows a status of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goto {
    /// The step with this variant.
    Step(String),
    /// The contract ends.
    End(Status),
    /// The contract goes on, and ends because no step follows.
    RunsOut(Status),
    /// No route is declared: the run is refused.
    Refused,
    /// The evaluation of this function decides how the contract ends.
    Evaluate(String),
}

/// An evaluation at one step.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The function's identifier.
    pub ident: String,
    /// The condition as written.
    pub text: String,
    /// The left side.
    pub left: Expr,
    /// The comparison.
    pub operator: Operator,
    /// The right side.
    pub right: Expr,
    /// The status if the condition holds.
    pub on_true: Status,
    /// The status if it does not.
    pub on_false: Status,
}
