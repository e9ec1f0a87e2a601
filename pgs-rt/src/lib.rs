//! The engine that generated code stands on: what a compiled workflow needs while it runs.
//!
//! Nothing here knows a workflow, a domain or a transport. Generated code calls it directly:
//!
//! - [`Run`] is one run: its trace, its data root, its sources of time and randomness;
//! - [`Workflow`] describes a compiled workflow to whoever runs, lists or examines it;
//! - [`store`] holds the operations of the four stores of the specification (`docs/reference/README.md`), and the state that they
//!   work on;
//! - [`Field`] is one declared field of a contract, together with what really arrived in it.
//!
//! Values stand in `pgs-value`, traces in `pgs-trace`, state in `pgs-store`; what generated code uses of them is named here.

pub mod admission;
mod answers;
mod begin;
pub mod cause;
mod context;
mod end;
pub mod engine;
mod fault;
mod journal;
pub mod limits;
pub mod machine;
pub mod once;
mod operations;
pub mod prelude;
mod run;
mod runs;
mod step;
mod version;
mod workflow;

pub use answers::{Answers, Asked, Reach};
pub use cause::Cause;
pub use context::{Context, Waits};
pub use end::{End, Exit};
pub use engine::{BrokenOff, Ended, RunError};
pub use fault::Fault;
pub use journal::{Divergence, DivergenceCause, ReplayOutcome, Replayed};
pub use machine::Machine;
pub use pgs_trace::{
    Admission, ContractId, DestinationError, Flow, GENESIS, Origin, Recording, SUPPRESSED, Side, Sources, StepId,
    SystemSources, Timestamp, TraceError, Traces, WorkflowId, chained, trace_suffix,
};
pub use pgs_value::{
    AnyField, Described, DeserializeError, Dig, Failure, Field, FieldList, Fields, Graph, Map, NoInputs, NoOutputs,
    Number, Reason, ReasonCode, Reply, Status, StatusWords, TransformStatus, Transformed, Typed, Value, View,
    Violation, arithmetic, described, fields, fields_with, from_str, from_value, graph, json, list, map, mapped_or,
    number, object, statuses, to_value,
};
pub use run::Run;
pub use runs::{FirstEnd, FirstExit, RUNS, RunId, RunIdError};
pub use step::{Answer, Step};
pub use version::expects;
pub use workflow::{PayloadField, Workflow};

/// What `payload!` is written in.
#[doc(hidden)]
pub use pgs_value::serde;

/// The stores of the specification, and the state that they work on.
pub mod store {
    pub use pgs_store::{
        BACKENDS, Backend, BackendEntry, Constructors, DataRoot, DeclaredStore, Durability, FILES, Isolation, Links,
        Location, Object, Scope, Session, State, StoreError, StoreKind, StoreOptions, StoreResult, StoreUse,
        WITHOUT_SQLITE, Wait, check_depth, moving, normal_path,
    };

    pub use crate::operations::{append_only, mutable_json, name_registry, registry};
}
