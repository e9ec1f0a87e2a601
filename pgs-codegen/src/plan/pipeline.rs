//! A planned contract: its fields, its steps, what they call and where each of their statuses leads.

use pgs_description::{Operation, StoreKind, Transform};
use pgs_protocol::protocol::{Operator, Type};

use super::{Expr, Field, Status, Unenforced};
use crate::analysis::statuses::CapabilityStatus;

/// A contract as one domain runs it.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The FQDN.
    pub fqdn: String,
    /// The integer address in the domain.
    pub address: i64,
    /// The Rust module.
    pub module: String,
    /// The summary.
    pub summary: String,
    /// The inputs.
    pub inputs: Vec<Field>,
    /// The surface: mapped outputs, then inputs.
    pub surface: Vec<SurfaceField>,
    /// What the runtime binding supplies.
    pub supplied: Vec<Supplied>,
    /// What later steps read of earlier ones, by step.
    pub results: Vec<StepResults>,
    /// The steps.
    pub steps: Vec<Step>,
    /// The evaluations that can be reached.
    pub evaluations: Vec<Evaluation>,
    /// The statuses with which it can end.
    pub outcomes: Vec<Status>,
    /// Whether a step can lead to itself or an earlier one.
    pub jumps_back: bool,
    /// What is declared of it, without effect.
    pub unenforced: Vec<Unenforced>,
}

/// A field of a surface.
#[derive(Clone, Debug)]
pub struct SurfaceField {
    /// The field.
    pub field: Field,
    /// Whether a step maps it.
    pub mapped: bool,
    /// The contract input of the same key, which stands in where no step has mapped it.
    pub input: Option<Field>,
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
}

impl Supplied {
    /// The field's identifier.
    pub fn ident(&self) -> &str {
        match self {
            Self::Store { ident, .. } | Self::Switch { ident, .. } => ident,
        }
    }
}

/// What later steps read of one step.
#[derive(Clone, Debug)]
pub struct StepResults {
    /// The step's identifier, and the field's.
    pub ident: String,
    /// The struct's name.
    pub type_name: String,
    /// The step's name.
    pub step: String,
    /// The fields.
    pub fields: Vec<Field>,
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
    /// What it maps.
    pub outputs: Vec<Mapping>,
    /// Fields of its raw result that are kept for later.
    pub kept: Vec<(Expr, Field)>,
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
    /// The value.
    pub value: Expr,
    /// The field in the step's results, if a later step reads it.
    pub kept: Option<Field>,
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

/// What follows one status of a step.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The status as the called capability names it: a variant of its enum.
    pub status: CapabilityStatus<Status>,
    /// What follows.
    pub goto: Goto,
}

/// What follows a status of a step.
#[derive(Clone, Debug)]
pub enum Goto {
    /// The step with this variant.
    Step(String),
    /// The contract ends.
    End(Status),
    /// An evaluation decides how the contract ends.
    Evaluate {
        /// The function's identifier.
        ident: String,
        /// The status if the condition holds.
        on_true: Status,
        /// The status if it does not.
        on_false: Status,
    },
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
}
