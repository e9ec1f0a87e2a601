//! Results that wait for the disk together: none is printed before what its run did is there.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use pgs_evidence::text::plural;
use pgs_rt::store::State;

use super::bar::Bar;
use super::reader::Reader;
use super::result::LineResult;
use super::stop::Stop;
use super::totals::Totals;
use crate::output::CLOSED;

/// How many results wait at most, how many bytes of them, and for how long.
const LARGEST: usize = 256;
const BYTES: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_millis(50);

/// The results since the disk was waited for last.
pub(super) struct Group<'a> {
    state: State,
    reader: Reader<'a>,
    bar: &'a Bar,
    totals: Totals,
    /// How many results could not be printed.
    lost: usize,
    results: Vec<LineResult>,
    bytes: usize,
    /// When the first of them came.
    since: Instant,
}

impl<'a> Group<'a> {
    pub fn new(state: State, reader: Reader<'a>, bar: &'a Bar, totals: Totals) -> Self {
        let results = Vec::new();
        Self { state, reader, bar, totals, lost: 0, results, bytes: 0, since: Instant::now() }
    }

    /// Adds the next result. Where the group is large or old enough it is printed.
    pub fn add(&mut self, result: LineResult) -> Result<(), Stop> {
        if self.results.is_empty() {
            self.since = Instant::now();
        }
        self.bytes += result.text.len();
        self.results.push(result);
        let due = self.results.len() >= LARGEST || self.bytes >= BYTES || self.since.elapsed() >= PATIENCE;
        if due { self.finish() } else { Ok(()) }
    }

    /// For how long the group can wait for more; none where nothing waits.
    pub fn patience(&self) -> Option<Duration> {
        (!self.results.is_empty()).then(|| PATIENCE.saturating_sub(self.since.elapsed()))
    }

    /// Waits for the disk, then prints the results. Where the wait fails nothing of the group counts as done: each of
    /// its runs is an error, and nothing more is run. To ask the disk again would not bring back what it has lost.
    pub fn finish(&mut self) -> Result<(), Stop> {
        let results = self.drain();
        if results.is_empty() {
            return Ok(());
        }
        match self.state.sync() {
            Ok(()) => self.print(results),
            Err(fault) => {
                let reason = fault.to_string();
                // Whoever can't be told this is told by the exit status.
                let _ = self.print(results.into_iter().map(|result| result.not_synced(&reason)).collect());
                Err(Stop::NotSynced(reason))
            }
        }
    }

    /// Ends a batch that has stopped, with what was still running. Gives the reason to tell.
    pub fn clear(&mut self, left: Vec<LineResult>, stop: Stop) -> Option<String> {
        match stop {
            Stop::NotSynced(reason) => {
                let results = self.drain().into_iter().chain(left).map(|result| result.not_synced(&reason)).collect();
                let _ = self.print(results);
                Some(format!("the batch has stopped: {reason}"))
            }
            Stop::Closed | Stop::Unread(_) | Stop::Unwritable(_) => {
                let results = self.drain().into_iter().chain(left);
                results.for_each(|result| {
                    self.count(&result);
                    self.lost += 1;
                });
                let not_synced = self.state.sync().err().map(|fault| fault.to_string());
                not_synced.or_else(|| Some(self.unprinted(&stop)))
            }
            Stop::Signal(signal) => {
                self.results.extend(left);
                match self.finish() {
                    Ok(()) => Some(format!("{signal} has ended the batch; no line behind these was run")),
                    // Nothing is left to be cleared.
                    Err(second) => self.clear(Vec::new(), second),
                }
            }
        }
    }

    /// That nobody got some results.
    fn unprinted(&self, stop: &Stop) -> String {
        let reason = match stop {
            Stop::Unwritable(reason) => reason.clone(),
            Stop::Unread(wait) => format!("nobody read standard output for {} s after a signal", wait.as_secs()),
            Stop::Closed | Stop::NotSynced(_) | Stop::Signal(_) => CLOSED.to_owned(),
        };
        let lost = self.lost;
        format!(
            "{reason}: nobody got {lost} result{} of runs that took place, and no further run was begun",
            plural(lost)
        )
    }

    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    fn count(&mut self, result: &LineResult) {
        self.totals.count(result.status.as_deref());
        if result.not_done {
            self.totals.is_not_done();
        }
    }

    fn drain(&mut self) -> Vec<LineResult> {
        self.bytes = 0;
        std::mem::take(&mut self.results)
    }

    fn print(&mut self, results: Vec<LineResult>) -> Result<(), Stop> {
        let mut text = String::new();
        for result in &results {
            self.count(result);
            text.push_str(&result.text);
            text.push('\n');
        }
        self.bar.show(self.totals.lines(), results.last().map_or(0, |last| last.end));
        let reader = &mut self.reader;
        let (whole, written) = self.bar.beside(|| reader.write_lines(&text));
        self.lost += results.len() - whole;
        written.map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Stop::Closed,
            ErrorKind::TimedOut => Stop::Unread(self.reader.wait()),
            _ => Stop::Unwritable(format!("standard output can't be written: {error}")),
        })
    }
}
