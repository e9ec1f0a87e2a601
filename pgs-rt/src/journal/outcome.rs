//! How a replay compares with its recording.

use pgs_trace::Side;

/// Where a replay goes another way.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The number of the recorded event, from 1; of the last one in its span where the replay goes on beyond it.
    pub number: usize,
    /// What was recorded; none where the replay goes on beyond it.
    pub recorded: Option<Side>,
    /// What happens now; none where the replay ends before it.
    pub replayed: Option<Side>,
}

/// How a replay compares with its recording.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplayOutcome {
    /// Every event is the same.
    Identical,
    /// Every event is the same up to where the recording breaks off.
    BreaksOff,
    /// Every event is the same up to one that needs a suppressed value.
    Suppressed {
        /// The number of the recorded event, from 1.
        number: usize,
        /// What needs the value.
        reason: String,
    },
    /// An event is another.
    Diverged(Box<Divergence>),
}
