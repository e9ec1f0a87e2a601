//! Third stage: the protocol becomes the shape of the generated code.
//!
//! Everything is decided here: static types, outcome sets, which fields exist, where each value comes from, what is
//! called. The emitter holds no decision, the plan no token.

mod contract;
mod expression;
mod lint;
pub mod names;
mod pattern;
mod shape;
mod statuses;
mod stores;
mod workflow;

use serde_json::Value;

pub use workflow::plan;

use crate::capabilities::{Signature, StoreKind};
use crate::protocol::{Operator, Schema, Settings, Type};

/// Everything that is generated.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The domains, by name.
    pub domains: Vec<Domain>,
    /// The declared transforms, by FQDN, for `pgs conformance`.
    pub transforms: Vec<(String, Signature)>,
    /// Crates of the user's.
    pub settings: Settings,
}

/// The workflows of one namespace and what they share.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The namespace.
    pub name: String,
    /// The Rust module.
    pub module: String,
    /// Intents that admit payloads.
    pub intents: Vec<Intent>,
    /// Contracts that workflows of this domain run.
    pub contracts: Vec<Contract>,
    /// Runtime bindings that name their stores.
    pub bindings: Vec<RuntimeBinding>,
    /// The workflows.
    pub workflows: Vec<Workflow>,
}

/// A field of a generated struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in JSON.
    pub key: String,
    /// The Rust identifier.
    pub ident: String,
    /// The static type.
    pub ty: Type,
    /// What the protocol says about it.
    pub doc: String,
}

/// The payload of one intent.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The FQDN.
    pub fqdn: String,
    /// The Rust module.
    pub module: String,
    /// The summary.
    pub summary: String,
    /// The fields, with what is declared of each.
    pub fields: Vec<(Field, Schema)>,
}

/// A status with which something can end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Status {
    /// The word.
    pub word: String,
    /// The enum variant.
    pub variant: String,
}

impl Status {
    /// The status of a word.
    pub fn new(word: &str) -> Self {
        Self { word: word.to_owned(), variant: names::camel(word) }
    }
}

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
    /// Whether mail is sent at all (`policy.enabled`).
    Email {
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
            Self::Store { ident, .. } | Self::Email { ident, .. } => ident,
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
        signature: Box<Signature>,
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
        operation: Box<crate::capabilities::Operation>,
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
        item: Items,
        /// What is done before with the items inside an item: their field, and how.
        sub: Option<(String, Items)>,
    },
    /// `CS_CONCURRENT_WORKFLOWS`
    Concurrent {
        /// The workflows with their integer addresses and payloads.
        workers: Vec<(WorkflowRef, i64, Expr)>,
    },
    /// `CS_SEND_EMAIL`
    Email {
        /// The field of what the binding supplies.
        supplied: String,
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
    pub status: Answer,
    /// What follows.
    pub goto: Goto,
}

/// A status of a step as the generated code matches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The only way in which a transform that can't fail ends.
    Always,
    /// A status of the called capability.
    Status(Status),
    /// The inner workflow of a gateway could not be run to its end.
    NotRun,
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

/// A value in generated code.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Nothing: a path that never finds anything.
    Null,
    /// A literal.
    Literal(Value),
    /// `{{timestamp}}`
    Timestamp,
    /// `{{$.path + n}}`
    Plus {
        /// What the path finds.
        of: Box<Expr>,
        /// What is added.
        n: i64,
        /// The template as written.
        text: String,
    },
    /// An object with values inside.
    Object(Vec<(String, Expr)>),
    /// A list with values inside.
    List(Vec<Expr>),
    /// What is found at these keys below a place; the place itself if there are none.
    Read {
        /// The place.
        place: ReadPlace,
        /// Its static type.
        ty: Type,
        /// The keys.
        keys: Vec<String>,
    },
}

impl Expr {
    /// The static type.
    pub fn ty(&self) -> Type {
        match self {
            Self::Null => Type::Any,
            Self::Literal(value) => Type::of_value(value),
            Self::Timestamp => Type::Text,
            Self::Plus { .. } => Type::Integer,
            Self::Object(_) => Type::Object,
            Self::List(_) => Type::Array,
            Self::Read { ty, keys, .. } => {
                if keys.is_empty() {
                    *ty
                } else {
                    Type::Any
                }
            }
        }
    }
}

/// A place that generated code reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadPlace {
    /// A field of the payload struct.
    Payload(String),
    /// A payload field that no intent declares.
    UndeclaredPayload,
    /// A field of the surface of a node.
    Node {
        /// The node's identifier.
        node: String,
        /// The field's.
        field: String,
    },
    /// An input that the contract at a node does not declare.
    UndeclaredOfNode {
        /// The node's identifier.
        node: String,
    },
    /// A contract input.
    Input(String),
    /// What was kept of an earlier step.
    Step {
        /// The step's identifier.
        step: String,
        /// The field's.
        field: String,
    },
    /// A field of the raw result of this step.
    Raw {
        /// The field's identifier.
        field: String,
        /// Where in the answer the field is.
        shape: RawShape,
    },
    /// The status word of this step.
    RawStatus,
    /// What the surface holds so far.
    Surface(String),
}

/// Where in a call's answer a field of the raw result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawShape {
    /// A field of the answer.
    Plain,
    /// A field of the answer, as an `Option`.
    Optional,
    /// A field of the answer's outputs, which are there if the transform succeeded.
    OfOutputs,
    /// The same, and the field itself is an `Option`.
    OptionalOfOutputs,
}

/// A runtime binding: the stores that it places.
#[derive(Clone, Debug)]
pub struct RuntimeBinding {
    /// The FQDN.
    pub fqdn: String,
    /// The Rust module.
    pub module: String,
    /// The summary.
    pub summary: String,
    /// The stores that workflows of the domain use.
    pub stores: Vec<Store>,
    /// Whether mail is sent, if a workflow sends any: the constant and its value.
    pub email: Option<(String, bool)>,
}

/// A store as a runtime binding places it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Store {
    /// The constant's identifier.
    pub ident: String,
    /// The kind.
    pub kind: StoreKind,
    /// The name in messages: the store's, or the side effect's code.
    pub name: String,
    /// The path below the data root.
    pub path: Option<String>,
}

/// A workflow.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// The FQDN.
    pub fqdn: String,
    /// The integer address.
    pub address: i64,
    /// The namespace.
    pub domain: String,
    /// The Rust module.
    pub module: String,
    /// The binary's name.
    pub binary: String,
    /// The summary.
    pub summary: String,
    /// How the payload is admitted.
    pub entry: Entry,
    /// The nodes that run contracts.
    pub nodes: Vec<Node>,
    /// The EXIT nodes that can be reached.
    pub exits: Vec<Exit>,
    /// Nodes whose surface a later node reads.
    pub kept: Vec<(String, String)>,
    /// The statuses with which it can end.
    pub statuses: Vec<Status>,
    /// Keys whose values reach no output of it.
    pub suppressed: Vec<String>,
}

/// Where a run begins.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The IN node, if the workflow starts at one.
    pub node: Option<EntryNode>,
    /// The module of the intent, if one is known.
    pub intent: Option<Intent>,
    /// Where the run begins if there is no IN node.
    pub first: Option<Next>,
}

/// The IN node of a workflow.
#[derive(Clone, Debug)]
pub struct EntryNode {
    /// The key.
    pub key: String,
    /// The enum variant.
    pub variant: String,
    /// What follows ACK.
    pub ack: Next,
    /// What follows NACK.
    pub nack: Next,
}

/// A node that runs a contract.
#[derive(Clone, Debug)]
pub struct Node {
    /// The key.
    pub key: String,
    /// The function's identifier.
    pub ident: String,
    /// The enum variant.
    pub variant: String,
    /// The contract's module.
    pub contract: String,
    /// The contract's FQDN.
    pub contract_fqdn: String,
    /// Inputs that the contract has a field for.
    pub inputs: Vec<(Field, Expr)>,
    /// Inputs that it has none for.
    pub undeclared: Vec<(String, Expr)>,
    /// What the binding supplies: field, and constant of the binding's module.
    pub supplied: Vec<(String, String)>,
    /// The module of the runtime binding, if something is supplied.
    pub binding: Option<String>,
    /// Whether a later node reads its surface.
    pub kept: bool,
    /// What follows each outcome.
    pub arms: Vec<(Status, Next)>,
}

/// What follows an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The node with this variant.
    Node(String),
    /// The run ends with this status, at this exit (a constant), or where an outcome has no edge.
    End {
        /// The status.
        status: Status,
        /// The constant of the EXIT node.
        exit: Option<String>,
    },
}

/// An EXIT node.
#[derive(Clone, Debug)]
pub struct Exit {
    /// The key.
    pub key: String,
    /// The constant's identifier.
    pub ident: String,
    /// The reason.
    pub reason: Option<String>,
    /// The event.
    pub emit: Option<String>,
}
