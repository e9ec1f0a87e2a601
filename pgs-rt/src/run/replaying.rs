//! A run as the repetition of a recorded one.

use std::sync::Mutex;

use pgs_value::Value;

use super::{Run, Shared, Sink, Waits};
use crate::journal::Replay;
use crate::{Comparison, Fault, Recording, SUPPRESSED, SystemSources, Unmet, WorkflowId};
use pgs_trace::Redaction;

impl Run {
    /// Begins to run a recorded workflow again. Nothing is written: times, random bytes and the answers of side effects
    /// are the recorded ones, and every event is compared with the recorded one.
    pub fn replay(workflow: WorkflowId, suppressed: &'static [&'static str], recording: Recording) -> Self {
        Self::new(Shared {
            admission: recording.admission(),
            sink: Sink::Replay(Replay::new(recording)),
            workflow,
            protocol: "",
            redaction: Redaction::new(suppressed),
            state: None,
            waits: Waits::Run,
            sources: Box::new(SystemSources),
            notes: Mutex::default(),
        })
    }

    /// The replay, if this run is one.
    pub(crate) fn replayed(&self) -> Option<&Replay> {
        match &self.shared.sink {
            Sink::Replay(replay) => Some(replay),
            Sink::File(_) | Sink::Nowhere => None,
        }
    }

    /// How this replay, which has ended, compares with its recording; none if the run is no replay.
    pub fn comparison(&self) -> Option<Comparison> {
        self.replayed().map(Replay::comparison)
    }

    /// Whether this value stands for one that the recording does not show. Rules can't be checked on it.
    pub fn is_unknown(&self, value: &Value) -> bool {
        value.as_str() == Some(SUPPRESSED) && self.replayed().is_some()
    }

    /// The violations that the recording of this replay holds next, if it does.
    pub fn recorded_violations(&self) -> Vec<Unmet> {
        self.replayed().map_or_else(Vec::new, |replay| replay.violations(self.span()))
    }

    /// Ends a replay that can't go on without a value that the recording does not show.
    pub fn lacks_suppressed(&self, reason: String) -> Fault {
        match self.replayed() {
            Some(replay) => replay.suppressed(self.span(), reason),
            None => Fault::new(reason),
        }
    }
}
