//! The trace of a run: what is called what in it, and where it goes (`docs/traces.md`).
//!
//! ```text
//! event      the events: their types, and what each holds
//! detail     how the values of a detail are written and read
//! line       the keys of a line
//! chain      the hashes, written and checked
//! recorded   a line that is read
//! exact      a line that stands as it is written here
//! trace      a file as traces and lines
//! redaction  what no event may show
//! hidden     what stands in its place, and where
//! flow       where values come from, as the build knows it
//! admission  what a run does with a payload that breaks a rule
//!
//! draw       what a run took from outside the protocol
//! writer     how the line of an event is written
//! error      why a trace can't be kept
//! file       the trace of a run while it is written: chained, sealed, whole lines only
//! destination  where traces go: a folder for each, or one file
//! log        the one file
//! ids        the times that ids have taken
//! sources    where a run gets time and randomness from
//! recording  a trace that is read back to run its workflow again
//! marked     what it says is suppressed
//! side       what is compared of an event then
//! ```
//!
//! What only reads traces needs no clock and no random bytes: it does without the feature `record`, which the second part
//! is.

mod admission;
mod chain;
#[cfg(feature = "record")]
mod destination;
mod detail;
#[cfg(feature = "record")]
mod draw;
#[cfg(feature = "record")]
mod error;
pub mod event;
mod exact;
#[cfg(feature = "record")]
mod file;
mod flow;
mod hidden;
#[cfg(feature = "record")]
mod ids;
mod line;
#[cfg(feature = "record")]
mod log;
#[cfg(feature = "record")]
mod marked;
mod recorded;
#[cfg(feature = "record")]
mod recording;
mod redaction;
#[cfg(feature = "record")]
mod repair;
#[cfg(feature = "record")]
mod side;
#[cfg(feature = "record")]
pub mod sources;
mod trace;
#[cfg(feature = "record")]
mod writer;

pub use admission::Admission;
pub use chain::{Chain, ChainError, Chained, GENESIS, chained, check as check_chain};
#[cfg(feature = "record")]
pub use destination::{Begun, Sink, Traces};
pub use detail::{Data, DetailWriter, ExitNode, Keys, MARKS, Nullable, Plain, Secrets, Sentence};
#[cfg(feature = "record")]
pub use draw::{Draw, DrawError};
#[cfg(feature = "record")]
pub use error::{DestinationError, TraceError};
pub use event::Event;
pub use exact::ExactLine;
#[cfg(feature = "record")]
pub use file::{TraceFile, payload_digest, trace_suffix};
pub use flow::{Flow, Origin};
pub use hidden::{SUPPRESSED, below, visit as visit_values};
/// How a file that a user names is opened.
pub use pgs_folder::open_named;
pub use pgs_value::hidden::{has_hidden, hidden, is_hidden};
pub use recorded::{CommonKey, DEPTH_LIMIT, Format, Inexact, LineError, RecordedEvent};
#[cfg(feature = "record")]
pub use recording::{NotRepeatable, ROOT, Recorded, Recording, RecordingError, Told};
pub use redaction::{Marks, Redaction};
#[cfg(feature = "record")]
pub use side::Side;
#[cfg(feature = "record")]
pub use sources::{Sources, SystemSources, Timestamp, trace_stamp};
pub use trace::{Line, ReadError, Trace, Traces as TraceReader, UnreadableLine, read, traces};

/// The version of the schema of traces that are written (`docs/traces.md`).
pub const SCHEMA_VERSION: &str = "v0";

/// The extension of files with traces.
pub const EXTENSION: &str = "jsonl";

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
