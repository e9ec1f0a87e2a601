//! What a crate implements.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Type;

/// Everything that one crate implements, by FQDN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The crate, as Rust paths name it.
    pub crate_name: String,
    /// Whose protocols call it.
    pub generation: Generation,
    /// The transforms.
    pub transforms: BTreeMap<String, Transform>,
    /// Those that do something else in snapshots of compilers before 0.5, as they do it there.
    pub earlier: BTreeMap<String, Transform>,
    /// The side effects.
    pub side_effects: BTreeMap<String, SideEffect>,
}

/// A generation of protocols. They share names of capabilities, and mean different things by them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// Protocols of `pgs_runtime`.
    #[default]
    Pgs,
    /// Protocols of `pgc-runtime` 6. A transform refuses or faults (`Failure`).
    Pgc,
}

/// How a transform is called.
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the file, and says one thing")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transform {
    /// The path of the Rust module with `Inputs`, `Outputs` and `run`.
    pub module: String,
    /// The cargo feature of the crate without which the module is not there.
    pub feature: Option<String>,
    /// The fields of `Inputs`.
    pub inputs: Vec<Argument>,
    /// The fields of `Outputs`.
    pub outputs: Vec<Output>,
    /// Whether `run` takes the sources of time and randomness.
    pub draws: bool,
    /// Whether `run` can fail.
    pub fallible: bool,
    /// Whether `Inputs` has `others`, for arguments that the transform does not declare.
    pub others: bool,
    /// Whether a VIOLATION is a refusal: the transform does nothing but let pass or refuse.
    pub gate: bool,
    /// Whether what it is given is what it gives.
    pub hands_on: bool,
    /// In PGC: whether its result is the value of its one output, and not an object of outputs.
    pub bare: bool,
    /// What it is for, in a line.
    pub summary: String,
    /// What it does, and when it fails, in Markdown.
    pub description: String,
    /// Calls, and what comes of them.
    pub examples: Vec<TransformExample>,
}

/// A call of a transform, and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransformExample {
    /// The arguments, a JSON object.
    pub inputs: String,
    /// What comes of it.
    pub ends: TransformEnd,
}

/// How a transform ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransformEnd {
    /// It succeeds with these outputs, a JSON object.
    Success(String),
    /// It fails for this reason; in PGC, it refuses.
    Violation(String),
    /// In PGC: it faults for this reason.
    Fault(String),
}

/// How the operations of a side effect are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEffect {
    /// The path of the Rust module with the functions of its operations.
    pub module: String,
    /// The cargo feature of the crate without which the module is not there.
    pub feature: Option<String>,
    /// What its operations work on.
    pub works_on: WorksOn,
    /// In PGC: the keys of the policy that a runtime binding gives it. Its functions take a `Policy` of them.
    pub policy: Vec<Argument>,
    /// The operations, by name.
    pub operations: BTreeMap<String, Operation>,
    /// What it is for, in a line.
    pub summary: String,
    /// More of it, in Markdown.
    pub description: String,
    /// Calls one after the other, from an empty store on, and what comes of them.
    pub examples: Vec<OperationExample>,
}

/// A call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperationExample {
    /// The call by itself.
    Call {
        /// The operation.
        op: String,
        /// The arguments, a JSON object.
        inputs: String,
        /// The status.
        status: String,
        /// What it gives, a JSON object; `{}` where it fails.
        outputs: String,
    },
    /// A step of a contract, for what does nothing without a protocol around it.
    Step {
        /// The operation.
        op: String,
        /// The FQDN of the contract that the step stands in.
        contract: String,
        /// The step, in YAML.
        step: String,
    },
}

/// What the operations of a side effect work on: their functions take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorksOn {
    /// A store that the runtime binding places: `function(step, store, call)`. In `pgs-rt` alone.
    Store(StoreKind),
    /// Workflows of the protocol, which the compiler hands over. In `pgs-capabilities` alone.
    Workflows(Starts),
    /// Something outside: `function(run, call)`, or where the runtime binding may switch it off (`policy.enabled`)
    /// `function(run, is_on, call)`.
    World {
        /// Whether the runtime binding may switch it off.
        switch: bool,
    },
}

/// The kinds of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// `CS_REGISTRY`
    Registry,
    /// `CS_APPENDONLY_JSONL`
    AppendOnly,
    /// `CS_MUTABLE_JSON`
    MutableJson,
    /// `CS_NAME_REGISTRY`
    NameRegistry,
}

impl StoreKind {
    /// The word in `capabilities.toml`, and the last part of the Rust module.
    pub fn module(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::AppendOnly => "append_only",
            Self::MutableJson => "mutable_json",
            Self::NameRegistry => "name_registry",
        }
    }
}

/// Which workflows a side effect starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// One (`CS_WORKFLOW_GATEWAY`).
    One,
    /// One for each item of a sequence (`CS_WORKFLOW_LOOP`).
    Sequence,
    /// Several at the same time (`CS_CONCURRENT_WORKFLOWS`).
    Concurrent,
}

/// How an operation of a side effect is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The function in the side effect's module.
    pub function: String,
    /// The struct of its arguments, unless it takes none.
    pub call: Option<String>,
    /// The fields of that struct.
    pub inputs: Vec<Argument>,
    /// The fields of its outputs, which are there where it succeeded.
    pub outputs: Vec<Output>,
    /// The enum of its statuses.
    pub status: String,
    /// The status words with which it can end.
    pub statuses: Vec<String>,
    /// What it does to what it works on. Workflows may do anything: for an operation that starts some, it is `Mutate`.
    pub access: Access,
    /// What it does, in a line or more.
    pub summary: String,
}

/// What an operation does to what it works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// It changes nothing.
    Read,
    /// It adds, and leaves what is there.
    Append,
    /// It replaces or removes what is there.
    Mutate,
}

/// One argument of a capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name, in the protocol and in Rust.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether the call fails without it.
    pub required: bool,
    /// What it is.
    pub description: String,
}

/// One output of a capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name, in the protocol and in Rust.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be missing.
    pub optional: bool,
    /// What it is.
    pub description: String,
}
