//! Everything that can be wrong with a trace.

use pgs_trace::{ChainError, Format, Inexact, LineError};

use super::pgc_defect::PgcDefect;

/// What is wrong with a line of a trace, as far as it can be told: removed, moved, added, altered or cut off.
///
/// The rules are those of `docs/traces.md`, "Events" and "The chain".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Defect {
    /// There is no line.
    #[error("the file is empty")]
    EmptyFile,
    /// There is nothing on the line.
    #[error("the line is empty")]
    EmptyLine,
    /// The line is no event.
    #[error("it was altered: {0}")]
    NoEvent(LineError),
    /// The trace is of another format.
    #[error("it is an event of {0}: traces of this format are not read")]
    OtherFormat(Format),
    /// The line ends in the middle of its event.
    #[error("the trace is cut off in this line")]
    CutOff,
    /// The last event is not the one that seals the trace.
    #[error("the trace is cut off: this last event does not seal it")]
    NotSealed,
    /// The last line does not end.
    #[error("the trace is cut off: the line break of its last line is missing")]
    NoLineBreak,
    /// The event that seals the trace is none with which a run ends.
    #[error("the event that seals the trace does not end the run")]
    SealedEarly,
    /// The event stands after the one that seals the trace.
    #[error("it was added: it stands after the event that seals the trace")]
    AfterSeal,

    /// The trace has no chain.
    #[error("no `hash`: written by a system that does not chain its traces")]
    NotChained,
    /// An event of a chained trace has no hash.
    #[error("it was altered or added: it has no `hash`")]
    NoHash,
    /// The hash is no text.
    #[error("it was altered: `hash` is no text")]
    HashNotText,
    /// The line does not continue the chain.
    #[error("it was altered: {0}")]
    Chain(#[from] ChainError),
    /// The line is not what the writer of traces makes of its event.
    #[error("it was altered: {0}")]
    Inexact(#[from] Inexact),

    /// `seq` is no number.
    #[error("it was altered: `seq` is no number")]
    SeqNotNumber,
    /// `seq` was changed.
    #[error("it was altered: its `seq` is {seq}, its place is {place}")]
    SeqAltered {
        /// Its `seq`.
        seq: u64,
        /// Which event belongs here.
        place: u64,
    },
    /// An earlier line has the same `seq`.
    #[error("it was added: event {seq} stands at line {line} already")]
    Added {
        /// Its `seq`.
        seq: u64,
        /// The line of the other one.
        line: usize,
    },
    /// The event that belongs here stands further down.
    #[error("events were moved: event {place} stands at line {line} instead of here")]
    Moved {
        /// Which event belongs here.
        place: u64,
        /// The line where it stands.
        line: usize,
    },
    /// The event was moved here from further down, or added.
    #[error("it was moved or added: its `seq` is {seq}, its place is {place}")]
    MovedOrAdded {
        /// Its `seq`.
        seq: u64,
        /// Which event belongs here.
        place: u64,
    },
    /// The one event before it is missing.
    #[error("event {0}, which belongs before it, was removed")]
    RemovedOne(u64),
    /// Events before it are missing.
    #[error("events {first} to {last}, which belong before it, were removed")]
    Removed {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },

    /// `trace_schema_version` is another than the one that is written.
    #[error("`trace_schema_version` is not \"v0\"")]
    SchemaVersion,
    /// `trace_id` has not the form of one.
    #[error("`trace_id` is no trace id")]
    NotATraceId,
    /// The file is named by another trace id.
    #[error("`trace_id` is {id}, the file's name is that of another trace")]
    FileName {
        /// The trace id in the file.
        id: String,
    },
    /// The first event does not say which workflow ran.
    #[error("`domain` or `detail.wf_fqdn` is missing")]
    NoWorkflow,
    /// The trace id is that of another workflow.
    #[error("`trace_id` does not name the workflow {workflow}")]
    OtherWorkflow {
        /// The workflow that ran.
        workflow: String,
    },
    /// The first event has no payload.
    #[error("`detail.payload` is no object")]
    NoPayload,
    /// The trace id is that of another payload.
    #[error("the end of `trace_id` is not that of this workflow and payload")]
    OtherPayload,
    /// A key that has one value in all events has another one here.
    #[error("`{key}` is not that of the first event")]
    NotCommon {
        /// The key.
        key: &'static str,
    },
    /// `ts_ns` is no number.
    #[error("`ts_ns` is no number")]
    TimeNotNumber,
    /// `ts_ns` is less than that of the event before.
    #[error("`ts_ns` goes back")]
    TimeGoesBack,

    /// An address, an operation or a status is not of a form that events of this type have.
    #[error("an address, `step_op` or `result_status` is none that an event of this type has")]
    Fields,
    /// What the event says is suppressed is not.
    #[error("`detail.suppressed` names what is not suppressed")]
    Marks,

    /// `span` is no text.
    #[error("`span` is no text")]
    SpanNotText,
    /// The span has no `WF_START` yet.
    #[error("{event} of span {span}, which has not begun")]
    SpanNotBegun {
        /// The event type.
        event: String,
        /// The span.
        span: String,
    },
    /// The span has had its `WF_START`.
    #[error("WF_START of span {span}, which has begun already")]
    SpanBegunTwice {
        /// The span.
        span: String,
    },
    /// The span begins outside a contract of the one that would have started it.
    #[error("WF_START of span {span}, which no contract has started")]
    SpanNotStarted {
        /// The span.
        span: String,
    },
    /// The workflow ran out of its turn, or beside another one that the same step started, though it may not.
    #[error("events were moved: the workflow of span {span} did not run in its turn")]
    SpansMixed {
        /// The span.
        span: String,
    },
    /// The step that started the workflow has ended before it.
    #[error("the step has ended before the workflow of span {span} that it started")]
    SpanOpen {
        /// The span.
        span: String,
    },
    /// The code is none with which this operation ends with this status.
    #[error("`reason_code` is none that this step has with this status")]
    Code,
    /// The span has had its `WF_COMPLETE`.
    #[error("{event} of span {span}, whose workflow has ended")]
    SpanEnded {
        /// The event type.
        event: String,
        /// The span.
        span: String,
    },
    /// A step or the end of a contract that has not started.
    #[error("{event} outside its contract")]
    OutsideContract {
        /// The event type.
        event: String,
    },
    /// A trace of PGC contradicts itself.
    #[error(transparent)]
    Pgc(#[from] PgcDefect),
    /// A contract or the end of the workflow before the end of the contract that runs.
    #[error("{event} inside a contract that has not ended")]
    InsideContract {
        /// The event type.
        event: String,
    },
}

/// What a check of a trace gives; else the number of the line that is wrong, from 1, and what is wrong with it.
pub(super) type Checked<T> = Result<T, (usize, Defect)>;
