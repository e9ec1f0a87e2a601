//! Trace emission and storage: what a compiled workflow needs while it runs.
//!
//! Nothing here knows a workflow, a domain or a transport. Generated code calls it directly:
//!
//! - [`Run`] is one run: its trace, its data root, its sources of time and randomness;
//! - [`Workflow`] describes a compiled workflow to whoever runs, lists or examines it;
//! - [`Field`] is one declared field of a contract, together with what really arrived in it;
//! - [`store`] holds the four stores of the specification (`4-capabilities.md`), and the state that they work on;
//! - [`View`] is a value where it stands, which is how events are written;
//! - [`json`] is JSON as the reference interpreter writes and compares it.

pub mod arithmetic;
mod fault;
mod field;
pub mod json;
mod run;
mod sources;
mod step;
pub mod store;
mod trace;
mod view;
mod workflow;

pub use fault::{Fault, TransformStatus, Transformed, Violation};
pub use field::{AnyField, Dig, Field, Typed, list, map, number, object};
pub use run::{Admission, Ended, Exit, Run, RunError, Settings, Waits};
/// What [`statuses!`] is written in.
#[doc(hidden)]
pub use serde;
pub use serde_json::{Map, Number, Value};
pub use sources::{Sources, SystemSources, Timestamp};
pub use step::Step;
pub use trace::{
    Comparison, ContractId, Divergence, GENESIS, Recording, SUPPRESSED, Side, StepId, Traces, Unmet, WorkflowId,
    chained, trace_suffix,
};
pub use view::{FieldList, Fields, View, fields};
pub use workflow::{Graph, PayloadField, Workflow};
