//! Where and how runs take place.

use std::fmt;
use std::sync::Arc;

use pgs_store::{Isolation, State};
use pgs_trace::Traces;

use crate::{Admission, Answers, Sources, SystemSources};

/// Where and how runs take place. Any number of runs share it, also at the same time; a clone is the same place.
#[derive(Clone)]
pub struct Context {
    /// The state that they work on.
    pub state: State,
    /// Where their traces go.
    pub traces: Traces,
    /// The admission mode.
    pub admission: Admission,
    /// What runs at the same time see of each other.
    pub isolation: Isolation,
    /// Who waits until what they did is on disk.
    pub waits: Waits,
    /// Where they get time and random bytes from.
    pub sources: Arc<dyn Sources>,
    /// Who answers in the place of side effects; none: they take place.
    pub answers: Option<Arc<dyn Answers>>,
}

impl Context {
    /// Runs on this state and with traces here. Admission rules are enforced, runs are isolated, each waits for the disk,
    /// and time and random bytes are those of the operating system.
    pub fn new(state: State, traces: Traces) -> Self {
        Self {
            state,
            traces,
            admission: Admission::default(),
            isolation: Isolation::default(),
            waits: Waits::default(),
            sources: Arc::new(SystemSources),
            answers: None,
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { state, traces, admission, isolation, waits, sources: _, answers: _ } = self;
        let mut context = f.debug_struct("Context");
        context.field("state", state).field("traces", traces).field("admission", admission);
        context.field("isolation", isolation).field("waits", waits).finish_non_exhaustive()
    }
}

/// Who waits until what a run did is on disk, before anybody is told how the run ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waits {
    /// The run, before its trace says how it ended.
    #[default]
    Run,
    /// Whoever began it, with [`State::sync`], once for a group of runs.
    Caller,
}
