//! Which runs are asked about: those of a workflow, since a time, that failed, or failed in one way.

use std::time::Duration;

use pgs_rt::{Sources as _, SystemSources, Workflow};
use pgs_trace::{Trace, trace_stamp};

use crate::examine::{Class, Finding, examine};
use crate::runs::Runs;

/// Which runs are asked about. What is not said asks for all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The FQDN of their workflow, or its code.
    pub workflow: Option<String>,
    /// When they began, at the earliest.
    pub since: Option<Since>,
    /// Only those that failed: that ended in no success, or in nothing.
    pub failed: bool,
    /// The classes of what they failed at; all where there is none.
    pub classes: Vec<Class>,
}

impl Filter {
    /// Whether every run is asked about.
    pub fn is_all(&self) -> bool {
        let Self { workflow, since, failed, classes } = self;
        workflow.is_none() && since.is_none() && !failed && classes.is_empty()
    }

    /// Whether the run of this trace is asked about. One that can't be read is.
    pub fn takes(&self, trace: &Trace, workflows: &[Workflow]) -> bool {
        if self.is_all() {
            return true;
        }
        let by_name = self.takes_id(trace.id().unwrap_or_default());
        let Some(runs) = Runs::of(trace) else { return true };
        let workflow = runs.root.workflow.unwrap_or_default();
        by_name
            && self
                .workflow
                .as_deref()
                .is_none_or(|wanted| wanted == workflow || code(wanted) == wanted && code(workflow) == wanted)
            && (!self.asks_for_failures()
                || examine(trace, workflows).map_or(true, |report| self.takes_failure(report.failure.as_ref())))
    }

    /// Whether a run whose trace has this id is asked about, as far as that can be told by it.
    pub fn takes_id(&self, trace_id: &str) -> bool {
        self.since.as_ref().is_none_or(|since| since.takes(trace_id))
            && self
                .workflow
                .as_deref()
                .is_none_or(|workflow| code_of_id(trace_id).is_none_or(|code_| code_ == code(workflow)))
    }

    fn asks_for_failures(&self) -> bool {
        self.failed || !self.classes.is_empty()
    }

    /// Whether a run that failed at this is asked about.
    pub fn takes_failure(&self, failure: Option<&Finding>) -> bool {
        let class = failure.map(|failure| failure.class);
        let failed = class.is_some_and(|class| class != Class::Denial);
        (!self.failed || failed)
            && (self.classes.is_empty() || class.is_some_and(|class| self.classes.contains(&class)))
    }
}

/// The code of the workflow that a trace id names.
fn code_of_id(trace_id: &str) -> Option<&str> {
    trace_id.split_once("__")?.1.rsplit_once("__").map(|(code, _)| code)
}

fn code(fqdn: &str) -> &str {
    fqdn.rsplit("::").next().unwrap_or(fqdn)
}

/// A time from which on runs are asked about, in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since(String);

/// What is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give a time in UTC, such as 2026-11-26 or 2026-11-26T09:30, or how long ago: 90s, 30m, 12h, 7d")]
pub struct SinceError;

/// How many digits the time in a trace id has: `YYYYMMDDHHMMSSmmm`.
const DIGITS: usize = 17;

impl Since {
    /// `2026-11-26`, `2026-11-26T09:30`, `2026-11-26 09:30:15Z`, or how long ago: `90s`, `30m`, `12h`, `7d`.
    pub fn read(text: &str) -> Result<Self, SinceError> {
        if let Some(ago) = ago(text) {
            // Before the first time that there is everything is later.
            let then = SystemSources.now().checked_sub(ago).ok();
            return Ok(Self(then.map(|then| digits(&trace_stamp(then))).unwrap_or_default()));
        }
        let plain = text.strip_suffix('Z').unwrap_or(text);
        let is_time = plain.bytes().enumerate().all(|(n, byte)| match n {
            4 | 7 => byte == b'-',
            10 => matches!(byte, b'T' | b't' | b' '),
            13 | 16 => byte == b':',
            19 => byte == b'.',
            _ => byte.is_ascii_digit(),
        });
        if is_time && matches!(plain.len(), 4 | 7 | 10 | 13 | 16 | 19 | 23) {
            Ok(Self(digits(plain)))
        } else {
            Err(SinceError)
        }
    }

    /// Whether the run of this trace began then or later. One whose id says no time is taken for one.
    fn takes(&self, trace_id: &str) -> bool {
        let began = digits(trace_id.split("__").next().unwrap_or_default());
        began.len() != DIGITS || began >= self.0
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn ago(text: &str) -> Option<Duration> {
    let unit = match text.bytes().last()? {
        b's' => 1,
        b'm' => 60,
        b'h' => 3600,
        b'd' => 86_400,
        _ => return None,
    };
    let count: u32 = text.get(..text.len() - 1)?.parse().ok()?;
    Some(Duration::from_secs(u64::from(count) * unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_compared_as_trace_ids_have_them() {
        let id = "20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3";
        for (since, taken) in [
            ("2026-02-03", true),
            ("2026-02-04", false),
            ("2026-02-03T04:05", true),
            ("2026-02-03 04:05:06Z", true),
            ("2026-02-03T04:05:07", false),
            ("1d", false),
            ("4000000000d", true),
        ] {
            assert_eq!(Since::read(since).unwrap().takes(id), taken, "{since}");
        }
        for text in ["", "yesterday", "2026-2-3", "12", "-1d", "1w", "2026-02-03T04:0"] {
            assert_eq!(Since::read(text), Err(SinceError), "{text}");
        }
    }
}
