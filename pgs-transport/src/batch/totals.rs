//! What is said of all lines of a batch.

use std::collections::BTreeMap;

use pgs_evidence::text::plural;

use crate::output::Output;
use crate::success::{DONE, NO_SUCCESS, NOT_DONE, Success};
use crate::text::one_line;

/// How many lines ended how.
#[derive(Default)]
pub(super) struct Totals {
    success: Success,
    quiet: bool,
    statuses: BTreeMap<String, usize>,
    errors: usize,
    /// Whether a run could not begin, or broke off.
    not_done: bool,
}

impl Totals {
    /// With these statuses for success; quiet ones have no sum.
    pub fn of(success: Success, quiet: bool) -> Self {
        Self { success, quiet, ..Self::default() }
    }

    /// A run could not begin, or broke off.
    pub fn is_not_done(&mut self) {
        self.not_done = true;
    }

    /// Counts a line: the status with which its run ended, or none for an error.
    pub fn count(&mut self, status: Option<&str>) {
        match status {
            // A text of its own for each status, not for each line.
            Some(status) => match self.statuses.get_mut(status) {
                Some(count) => *count += 1,
                None => drop(self.statuses.insert(status.to_owned(), 1)),
            },
            None => self.errors += 1,
        }
    }

    /// How many lines were counted.
    pub fn lines(&self) -> usize {
        self.statuses.values().sum::<usize>() + self.errors
    }

    /// The last line on standard error, and the exit status; before it the reason for which the batch broke off.
    pub fn output(&self, broken_off: Option<String>) -> Output {
        let wanted = self.errors == 0 && self.statuses.keys().all(|status| self.success.is(status));
        let status = match (self.not_done, wanted && broken_off.is_none()) {
            (true, _) => NOT_DONE,
            (false, true) => DONE,
            (false, false) => NO_SUCCESS,
        };
        let error = broken_off.map(|reason| format!("error: {}\n", one_line(&reason))).unwrap_or_default();
        let sum = if self.quiet { String::new() } else { self.text() + "\n" };
        Output { stderr: error + &sum, status, ..Output::default() }
    }

    fn text(&self) -> String {
        let errors = (self.errors > 0).then(|| format!("{} error{}", self.errors, plural(self.errors)));
        let statuses = self.statuses.iter().map(|(status, count)| format!("{count} {status}"));
        let parts: Vec<String> = statuses.chain(errors).collect();
        let lines = self.lines();
        let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
        format!("{lines} run{}{parts}", plural(lines))
    }
}
