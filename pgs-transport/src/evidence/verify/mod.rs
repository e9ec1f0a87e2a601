//! `pgs verify`: whether traces are whole and unchanged (`docs/traces.md`, "Events" and "The chain").
//!
//! ```text
//! chain  every line as it was written, in its place, up to the seal
//! ids    what all events of a trace have in common
//! spans  which event may follow which
//! ```

mod chain;
mod ids;
mod spans;

use std::path::{Path, PathBuf};

use super::files;
use super::read::{Event, Trace, read};
use super::text::{lines, plain, plural};
use crate::Answer;

/// Why a trace is not evidence, and at which line of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// One sentence.
    pub reason: String,
}

impl Broken {
    fn new(line: usize, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

/// One event that was read, with the number of its line.
type Numbered<'t> = (usize, &'t Event);

/// Checks these traces: a line for each, and a last one for several.
pub(crate) fn verify(traces: &[PathBuf]) -> Answer {
    let files = match files::find(traces) {
        Ok(files) => files,
        Err(message) => return Answer::error(message),
    };
    let reports: Vec<Result<String, String>> = files.iter().flat_map(|file| reports(file)).collect();
    let failed = reports.iter().filter(|report| report.is_err()).count();
    let count = reports.len();
    let total = (count > 1).then(|| format!("{count} traces: {} ok, {failed} failed", count - failed));
    let stdout = lines(reports.into_iter().map(|(Ok(line) | Err(line))| line).chain(total));
    Answer { stdout, status: u8::from(failed > 0), ..Answer::default() }
}

/// The lines of one file's traces; an error is that of a trace that failed.
fn reports(file: &Path) -> Vec<Result<String, String>> {
    match read(file) {
        Ok(traces) => traces.iter().map(report).collect(),
        Err(message) => vec![Err(format!("FAILED {}", plain(&message)))],
    }
}

/// The line of one trace.
fn report(trace: &Trace) -> Result<String, String> {
    match check(trace) {
        Ok(events) => Ok(format!("ok {} ({events} event{})", plain(trace.id().unwrap_or_default()), plural(events))),
        Err(Broken { line, reason }) => {
            Err(format!("FAILED {}:{line}: {}", plain(&trace.file.display().to_string()), plain(&reason)))
        }
    }
}

/// How many events a trace has that is whole and unchanged; else why it is not.
pub(crate) fn check(trace: &Trace) -> Result<usize, Broken> {
    let events = chain::check(trace)?;
    ids::check(trace, &events)?;
    spans::check(&events)?;
    Ok(events.len())
}
