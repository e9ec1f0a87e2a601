//! The trace of a run: what is called what in it, and where it goes (`3-traces.md`, `docs/traces.md`).
//!
//! ```text
//! event      one event, and the text of its line
//! redaction  what no event may show
//! file       the trace of a run: chained, sealed, whole lines only
//! place      where traces go: a folder for each, or one file
//! log        the one file
//! ids        the times that ids have taken
//! recording  a trace that is read back
//! sources    where a run gets time and randomness from
//! admission  what a run does with a payload that breaks a rule
//! ```

mod admission;
mod event;
mod file;
mod ids;
mod log;
mod place;
mod recording;
mod redaction;
pub mod sources;

pub use admission::Admission;
pub use event::{Detail, Draw, Event};
pub use file::{GENESIS, TraceError, TraceFile, chained, trace_suffix};
pub use place::Traces;
pub use recording::{ROOT, Recorded, RecordedDraw, Recording, Side};
pub use redaction::{Redaction, SUPPRESSED, has_suppressed};
pub use sources::{Sources, SystemSources, Timestamp};

/// What a workflow is called in traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkflowId {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// The namespace, which is also the folder of its traces.
    pub domain: &'static str,
    /// The integer address from `artifact_index/index.json`.
    pub address: i64,
}

impl WorkflowId {
    /// The name without its namespace.
    pub fn code(&self) -> &'static str {
        self.fqdn.rsplit("::").next().unwrap_or(self.fqdn)
    }
}

/// What a contract is called in traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContractId {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// The integer address from `artifact_index/index.json`.
    pub address: i64,
}

/// What a step is called in traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepId {
    /// The step's name in its pipeline.
    pub name: &'static str,
    /// The fully qualified name of its transform or side effect.
    pub fqdn: &'static str,
    /// The integer address of its transform or side effect.
    pub address: i64,
    /// The operation; none for a transform.
    pub op: Option<&'static str>,
}

impl StepId {
    /// A step that calls a transform.
    pub const fn transform(name: &'static str, fqdn: &'static str, address: i64) -> Self {
        Self { name, fqdn, address, op: None }
    }

    /// A step that calls an operation of a side effect.
    pub const fn side_effect(name: &'static str, op: &'static str, fqdn: &'static str, address: i64) -> Self {
        Self { name, fqdn, address, op: Some(op) }
    }
}
