//! How state is worked on.

use std::time::{Duration, Instant};

use crate::durability::Durability;

/// How state is worked on, as whoever opens it chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreOptions {
    /// What has happened to state when a run says how it ended.
    pub durability: Durability,
    /// How long is waited for what another run or process holds.
    pub wait: Wait,
}

impl From<Durability> for StoreOptions {
    fn from(durability: Durability) -> Self {
        Self { durability, ..Self::default() }
    }
}

/// How long is waited for what somebody else holds. Then the operation ends with [`StoreError::Busy`], and nothing is
/// done.
///
/// [`StoreError::Busy`]: crate::StoreError::Busy
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub Duration);

impl Default for Wait {
    /// 30 seconds.
    fn default() -> Self {
        Self(Duration::from_secs(30))
    }
}

impl Wait {
    /// Not at all.
    pub const NONE: Self = Self(Duration::ZERO);

    /// Begins to wait.
    pub fn begin(self) -> Deadline {
        Deadline { end: Instant::now().checked_add(self.0), wait: self }
    }
}

/// When waiting ends.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// None: later than the system's clock can say.
    end: Option<Instant>,
    wait: Wait,
}

impl Deadline {
    /// How much time is left.
    pub(crate) fn left(self) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }

    /// How long is waited in all.
    pub(crate) fn wait(self) -> Duration {
        self.wait.0
    }
}
