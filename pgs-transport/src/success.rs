//! Which statuses are success, and the exit statuses of a process.

use std::collections::BTreeSet;

use pgs_evidence::statuses;
use pgs_rt::Workflow;
use pgs_scenario::near::nearest;
use pgs_value::{ACK, NACK, is_wanted};

use crate::output::Output;

/// A run did what its caller wanted.
pub(crate) const DONE: u8 = 0;
/// A run ended with a status that is no success.
pub(crate) const NO_SUCCESS: u8 = 1;
/// What was asked for can't be asked for: options, variables, folders, payloads.
pub(crate) const USAGE: u8 = 2;
/// What was asked for could not be done: disk, trace, corrupt state.
pub(crate) const NOT_DONE: u8 = 3;

/// What a run may end with whatever its workflow says.
const ALWAYS: [&str; 5] = ["SUCCESS", "ALREADY_EXISTS", ACK, NACK, "BACKEND_ERROR"];

/// No workflow ends with a status that is to be success.
#[derive(Debug, thiserror::Error)]
#[error("--success: no workflow here ends with {status}; {}", hint(.near.as_deref(), .ends))]
pub(crate) struct StatusError {
    status: String,
    near: Option<String>,
    ends: BTreeSet<String>,
}

impl StatusError {
    /// What a process gives back.
    pub fn output(self) -> Output {
        Output { status: USAGE, ..Output::error(self) }
    }
}

fn hint(near: Option<&str>, ends: &BTreeSet<String>) -> String {
    match near {
        Some(near) => format!("did you mean {near}?"),
        None => format!("they end with {}", ends.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
    }
}

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

    /// Why no run can end with one of the statuses that are given; none where one can, or where the graphs do not say with
    /// which these workflows end. These statuses are known besides.
    pub fn check<'s>(
        &self,
        workflows: &[Workflow],
        besides: impl IntoIterator<Item = &'s str>,
    ) -> Result<(), StatusError> {
        let Some(given) = &self.0 else { return Ok(()) };
        let Some(ends) = workflows.iter().map(statuses).collect::<Option<Vec<_>>>() else { return Ok(()) };
        let ends: BTreeSet<String> = ends.into_iter().flatten().collect();
        let others: BTreeSet<&str> = besides.into_iter().chain(ALWAYS).collect();
        let is_unknown = |status: &&String| !ends.contains(*status) && !others.contains(status.as_str());
        match given.iter().find(is_unknown) {
            None => Ok(()),
            Some(status) => {
                let known = ends.iter().map(String::as_str).chain(others);
                let near = nearest(status, known).map(str::to_owned);
                Err(StatusError { status: status.clone(), near, ends })
            }
        }
    }

    /// The exit status of a process that was asked for a run which ended with this status.
    pub fn exit_status(&self, status: &str) -> u8 {
        if self.is(status) { DONE } else { NO_SUCCESS }
    }
}
