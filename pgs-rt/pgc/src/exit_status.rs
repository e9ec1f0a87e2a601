//! What a process ends with: the rules of the reference's command line, as values.

use pgs_value::is_wanted;

use crate::agreement::Agreement;
use crate::engine::{Ended, RunError};
use crate::event::Event;
use crate::recording::Recording;

/// What a process ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// It did what was asked for: 0.
    Done,
    /// It did not: 1.
    NotDone,
    /// It was asked for what there is not: 2.
    Usage,
}

impl ExitStatus {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotDone => 1,
            Self::Usage => 2,
        }
    }

    fn of(done: bool) -> Self {
        if done { Self::Done } else { Self::NotDone }
    }

    /// Of a run: done where it ended with `SUCCESS` or `ALREADY_EXISTS`. Any other status, also `ACK`, and a refusal is not.
    pub fn of_run(run: &Result<Ended, RunError>) -> Self {
        Self::of(run.as_ref().is_ok_and(|ended| is_wanted(ended.status)))
    }

    /// Of a replay: done where the run was reproduced.
    pub fn of_replay(agreement: Agreement) -> Self {
        Self::of(matches!(agreement, Agreement::Reproduced { .. }))
    }

    /// Of looking at a trace: done where the run came to its end, whichever that was.
    pub fn of_trace(recording: &Recording) -> Self {
        let errors = recording.events().any(|line| matches!(line.event, Event::Error(_)));
        let ends = recording.events().any(|line| matches!(line.event, Event::WorkflowEnd(_)));
        Self::of(ends && !errors)
    }
}
