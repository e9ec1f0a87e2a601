//! Everything that generated modules name, by one import.

pub use crate::admission::{Format, Intent, Kind, Literal, Payload as _, Schema, Verdict};
pub use crate::limits::STEP_LIMIT;
pub use crate::machine::{Entered, Left, Machine as _, Next};
pub use crate::store::{DeclaredStore, Location, StoreUse, append_only, mutable_json, name_registry, registry};
pub use crate::{
    Answer as _, Context, ContractId, Dig as _, End, Ended, Exit, Fault, Field, Fields, Map, NoInputs, Number, Origin,
    PayloadField, Run, RunError, StepId, TransformStatus, Value, Workflow, WorkflowId, arithmetic, engine, fields,
    fields_with, graph, list, machine, map, mapped_or, number, object, payload, statuses,
};
