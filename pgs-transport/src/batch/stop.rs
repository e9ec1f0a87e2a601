//! Why a batch ends before its input.

use std::time::Duration;

use crate::outside::{EndSignal, Outside};
use crate::success::NOT_DONE;

/// Why a batch ends before its input.
pub(super) enum Stop {
    /// Nobody reads the results any more.
    Closed,
    /// A signal asked for it, and then nobody read the results for so long.
    Unread(Duration),
    /// Results can't be written, for this reason.
    Unwritable(String),
    /// What runs did may not be on disk, for this reason.
    NotSynced(String),
    /// A signal asked for it.
    Signal(EndSignal),
}

impl Stop {
    /// The exit status, where it is a status of its own.
    pub fn exit_status(&self) -> Option<u8> {
        match self {
            Self::Signal(signal) => Some(signal.exit_status()),
            Self::NotSynced(_) => Some(NOT_DONE),
            Self::Closed | Self::Unread(_) | Self::Unwritable(_) => None,
        }
    }
}

impl From<Outside> for Stop {
    fn from(outside: Outside) -> Self {
        match outside {
            Outside::Signal(signal) => Self::Signal(signal),
            Outside::OutputClosed => Self::Closed,
        }
    }
}
