//! Which statuses are success, and the exit statuses of a process.

use pgs_value::is_wanted;

/// A run did what its caller wanted.
pub(crate) const DONE: u8 = 0;
/// A run ended with a status that is no success.
pub(crate) const NO_SUCCESS: u8 = 1;
/// What was asked for can't be asked for: options, variables, folders, payloads.
pub(crate) const USAGE: u8 = 2;
/// What was asked for could not be done: disk, trace, corrupt state.
pub(crate) const NOT_DONE: u8 = 3;

/// The statuses that are success. The status of a run decides alone, whatever the EXIT node says that it ended at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Success(Option<Vec<String>>);

impl Success {
    /// These; the default where none are given.
    pub fn of(statuses: Option<Vec<String>>) -> Self {
        Self(statuses)
    }

    /// Whether others than by default are success.
    pub fn is_given(&self) -> bool {
        self.0.is_some()
    }

    /// Whether a run that ends with this status did what its caller wanted.
    pub fn is(&self, status: &str) -> bool {
        match &self.0 {
            Some(statuses) => statuses.iter().any(|success| success == status),
            None => is_wanted(status),
        }
    }

    /// The exit status of a process that was asked for a run which ended with this status.
    pub fn exit_status(&self, status: &str) -> u8 {
        if self.is(status) { DONE } else { NO_SUCCESS }
    }
}
