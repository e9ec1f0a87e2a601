//! The engine that generated code of a PGC workflow stands on: what a compiled workflow needs while it runs.
//!
//! Nothing here knows a workflow, a domain or a transport. It is not the engine of PGS (`pgs-rt`), and shares with it what is
//! of no generation: values, state, where traces go, sources of time and randomness. What differs is not asked for at run
//! time: text that was generated for PGC stands on this crate.
//!
//! - [`Run`] is one run: its trace, its state, its sources of time and randomness;
//! - [`Workflow`] describes a compiled workflow to whoever runs, lists or examines it;
//! - [`binding`] has what a path reaches, where *absent* is not null;
//! - [`Step`] and [`Atoms`] are what a contract calls: transforms of one atom or of many, and side effects;
//! - [`store`] holds the operations of the three stores;
//! - [`event`] is the schema of traces, for writing and for reading; [`Recording`] is a trace that is read back.

pub mod admission;
mod agreement;
mod answer;
mod atoms;
pub mod binding;
mod case;
mod context;
pub mod engine;
pub mod event;
mod exit_status;
mod fault;
mod ids;
pub mod limits;
pub mod machine;
mod operations;
pub mod prelude;
mod recording;
mod run;
mod step;
mod trace;
mod workflow;

pub use agreement::{Agreement, agree, determinative};
pub use answer::{Answer, Transformed, named_output};
pub use atoms::{Atoms, Stop};
pub use case::Case;
pub use context::Context;
pub use engine::{BrokenOff, Ended, RunError};
pub use exit_status::ExitStatus;
pub use fault::{Fault, FaultPlace, Refusal};
pub use ids::{AtomId, Exit, NodeId, Place, Protocol, Purity};
pub use machine::{End, Machine};
pub use pgs_trace::{
    ContractId, DestinationError, Sources, StepId, SystemSources, Timestamp, TraceError, Traces, WorkflowId,
};
pub use pgs_value::{
    ACK, AnyField, Failure, Field, Fields, Graph, Map, NACK, NoOutputs, Number, Reply, Status, TransformStatus, Typed,
    Value, Violation, fields, graph, json, list, map, number, object, statuses,
};
pub use recording::{Recording, RecordingError, Results};
pub use run::Run;
pub use step::{Step, StepOutcome};
pub use workflow::Workflow;

/// The stores of the specification, and the state that they work on.
pub mod store {
    pub use pgs_store::{
        BACKENDS, Durability, FILES, Location, State, StoreError, StoreOptions, StoreResult, StoreUse,
    };

    pub use crate::operations::{Reach, append_only, mutable_json, registry};
}
