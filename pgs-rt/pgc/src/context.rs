//! Where and how runs take place.

use std::fmt;
use std::sync::Arc;

use pgs_store::State;
use pgs_trace::{Sources, SystemSources, Traces};

/// Where and how runs take place. Any number of runs share it, also at the same time; a clone is the same place.
#[derive(Clone)]
pub struct Context {
    /// The state that they work on.
    pub state: State,
    /// Where their traces go.
    pub traces: Traces,
    /// Where they get time and random bytes from.
    pub sources: Arc<dyn Sources>,
}

impl Context {
    /// Runs on this state, with their traces in the folder `traces` of its data root. Time and random bytes are those of the
    /// operating system.
    pub fn new(state: State) -> Self {
        let traces = Traces::below(state.data_root());
        Self { state, traces, sources: Arc::new(SystemSources) }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { state, traces, sources: _ } = self;
        f.debug_struct("Context").field("state", state).field("traces", traces).finish_non_exhaustive()
    }
}
