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
    /// What the recording holds that no run does, where that is known.
    pub cause: Option<DivergenceCause>,
}

/// What a recording holds that no run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DivergenceCause {
    /// A value is suppressed though the protocol suppresses none there.
    NotSuppressedThere,
    /// The workflow has no such node, status or edge.
    NoWay,
}

impl std::fmt::Display for DivergenceCause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotSuppressedThere => "a value is suppressed though the protocol suppresses none there",
            Self::NoWay => "the workflow has no such node, status or edge",
        })
    }
}

/// How a replay compares with its recording.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplayOutcome {
    /// Every event is the same.
    Identical,
    /// Every event is the same up to where the recording breaks off.
    BreaksOff,
    /// Every event is the same up to one that needs what the recording does not hold, as a suppressed value.
    InPart {
        /// The number of the recorded event, from 1.
        number: usize,
        /// What needs it.
        reason: String,
    },
    /// An event is another.
    Diverged(Box<Divergence>),
}

/// What became of a replay.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// How it compares.
    pub outcome: ReplayOutcome,
    /// The keys that the one protocol suppresses and the other does not, where the recording is of another one: their values
    /// were not compared.
    pub suppression: Vec<String>,
}

impl ReplayOutcome {
    /// The same with what is suppressed as traces show it.
    pub(super) fn shown(self) -> Self {
        match self {
            Self::Diverged(divergence) => {
                let Divergence { number, recorded, replayed, cause } = *divergence;
                let (recorded, replayed) = (recorded.map(Side::shown), replayed.map(Side::shown));
                Self::Diverged(Box::new(Divergence { number, recorded, replayed, cause }))
            }
            Self::Identical | Self::BreaksOff | Self::InPart { .. } => self,
        }
    }
}
