//! Everything that generated modules name, by one import.

pub use crate::admission::{Declared, DeclaredType, Gate, Payload as _, Verdict};
pub use crate::binding::{Source as _, Unless, literal, mapping, merge};
pub use crate::machine::{Entered, Left, Machine as _, Next};
pub use crate::store::{Location, Reach, StoreUse, append_only, mutable_json, registry};
pub use crate::{
    Answer as _, AtomId, Atoms, Context, ContractId, Ended, Exit, Fault, Field, Fields, Map, NodeId, Number,
    Place as _, Protocol, Purity, Run, RunError, StepId, StepOutcome, Stop, TransformStatus, Value, Workflow,
    WorkflowId, engine, fields, graph, list, machine, map, named_output, nodes, number, object, payload, statuses,
};
