//! Where the events of a workflow go, where its draws come from, and who does what its steps ask for.
//!
//! ```text
//! file     a trace that is written
//! replay   a recorded trace, which the run repeats, and where both differ
//! none     nothing is written
//! agree    when two events are the same
//! outcome  how a replay compares with its recording
//! searched when they are, but for what was hidden by looking for secrets
//! possible whether an answer of which parts are not shown can be one
//! ```

mod agree;
mod file;
mod none;
mod outcome;
mod possible;
mod replay;
mod searched;

use pgs_trace::event::{self, StepEnd};
use pgs_trace::{Event, Secrets, TraceFile};
use pgs_value::schema::SchemaViolation;

use crate::{Fault, Sources, Timestamp, Value, Violation};

pub(crate) use file::FileJournal;
pub(crate) use none::NoJournal;
pub use outcome::{Divergence, DivergenceCause, ReplayOutcome, Replayed};
pub(crate) use possible::Unknown;
pub(crate) use replay::{Replay, ReplayJournal};

/// What one workflow of a run leaves behind, or follows: its events, what it takes from outside the protocol, and what
/// its steps have done for them.
pub(crate) trait Journal: Send + Sync {
    /// The journal of a workflow that this one starts, with a span of its own.
    fn nested(&self, span: &str) -> Box<dyn Journal>;

    /// Adds an event without these secrets, with what was drawn since the one before.
    fn event(&self, event: &Event<'_>, secrets: &Secrets) -> Result<(), Fault>;

    /// Draws the time.
    fn time(&self, sources: &dyn Sources) -> Timestamp;

    /// Draws random bytes; no trace shows those that secrets are made of.
    fn random(&self, bytes: &mut [u8], secret: bool, sources: &dyn Sources) -> Result<(), Violation>;

    /// The random bytes since the last event that no trace shows, as hex.
    fn secret_draws(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether there are any.
    fn drew_secret(&self) -> bool {
        !self.secret_draws().is_empty()
    }

    /// Runs a transform. Gives what the event of its step keeps of the answer, if anything.
    fn compute(&self, place: &Place<'_>, call: &mut dyn Call) -> Result<Option<Value>, Fault>;

    /// Runs a side effect, which this event announces, once it holds the arguments. Gives what the event of its step
    /// keeps of the answer.
    fn perform(
        &self,
        place: &Place<'_>,
        announced: event::Call<'_>,
        secrets: &Secrets,
        call: &mut dyn Call,
    ) -> Result<Option<Value>, Fault>;

    /// Makes sure that every event so far outlives this process.
    fn flush(&self) -> Result<(), Fault> {
        Ok(())
    }

    /// Takes down what was found torn and repaired, for the next event.
    fn note(&self, _notes: &[String]) {}

    /// The trace that is written.
    fn trace(&self) -> Option<&TraceFile> {
        None
    }

    /// In a replay, the violations of the payload that the recording holds next.
    fn recorded_violations(&self) -> Option<Vec<SchemaViolation>> {
        None
    }

    /// In a replay, where the next event says that something is suppressed; none where no event says so.
    fn recorded_marks(&self) -> Option<Vec<String>> {
        None
    }

    /// Ends a replay that can't go on without a value that the recording does not show.
    fn lacks_suppressed(&self, reason: String) -> Fault {
        Fault::new(reason)
    }
}

/// A step in its contract.
pub(crate) struct Place<'a> {
    /// The FQDN of the contract.
    pub contract: &'a str,
    /// The name of the step.
    pub step: &'a str,
    /// What of its answer the protocol may suppress.
    pub may_hide: &'a dyn Fn() -> MayHide,
}

/// What of the answer of a step the protocol may suppress, beside what stands at suppressed keys.
pub(crate) struct MayHide {
    /// Where the values of the answer stand in it, as a JSON pointer.
    pub within: &'static str,
    /// What is mapped to a suppressed key, as JSON pointers below that.
    pub mapped: Vec<String>,
    /// What a text or number anywhere else may be; none where it is shown.
    pub elsewhere: Option<Unknown>,
}

impl Place<'_> {
    /// Why a replay can't go on at this step.
    fn needs_suppressed(&self) -> String {
        format!("step `{}` of {} needs a suppressed value", self.step, self.contract)
    }
}

/// What a step asks for, whatever it is given and answers.
pub(crate) trait Call {
    /// What it is given, as JSON.
    fn inputs(&self) -> Result<Value, Fault>;

    /// Runs it.
    fn run(&mut self);

    /// What it answered, as JSON.
    fn answer(&self) -> Option<Value>;

    /// Takes the answer that a recorded step holds. False where it can't be read.
    fn recall(&mut self, step: &StepEnd<'_>) -> bool;

    /// Whether this can be read as an answer.
    fn reads(&self, answer: &Value) -> bool;
}
