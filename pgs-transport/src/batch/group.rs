//! Results that wait for the disk together: none is printed before what its run did is there.

use std::io::{ErrorKind, Write};
use std::time::{Duration, Instant};

use pgs_rt::store::State;

use super::bar::Bar;
use super::result::LineResult;
use super::stop::Stop;
use super::totals::Totals;

/// How many results wait at most, how many bytes of them, and for how long.
const LARGEST: usize = 256;
const BYTES: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_millis(50);

/// The results since the disk was waited for last.
pub(super) struct Group<'a> {
    state: State,
    out: &'a mut dyn Write,
    bar: &'a Bar,
    totals: Totals,
    results: Vec<LineResult>,
    bytes: usize,
    /// When the first of them came.
    since: Instant,
}

impl<'a> Group<'a> {
    pub fn new(state: State, out: &'a mut dyn Write, bar: &'a Bar) -> Self {
        Self { state, out, bar, totals: Totals::default(), results: Vec::new(), bytes: 0, since: Instant::now() }
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
        let results = self.drain().into_iter().chain(left);
        match stop {
            Stop::NotSynced(reason) => {
                let lost = results.map(|result| result.not_synced(&reason)).collect();
                let _ = self.print(lost);
                Some(format!("the batch has stopped: {reason}"))
            }
            Stop::Closed | Stop::Unwritable(_) => {
                results.for_each(|result| self.totals.count(result.status));
                let not_synced = self.state.sync().err().map(|fault| fault.to_string());
                let unwritable = if let Stop::Unwritable(reason) = stop { Some(reason) } else { None };
                not_synced.or(unwritable)
            }
        }
    }

    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    fn drain(&mut self) -> Vec<LineResult> {
        self.bytes = 0;
        std::mem::take(&mut self.results)
    }

    fn print(&mut self, results: Vec<LineResult>) -> Result<(), Stop> {
        let mut text = String::new();
        for result in &results {
            self.totals.count(result.status);
            text.push_str(&result.text);
            text.push('\n');
        }
        self.bar.show(self.totals.lines(), results.last().map_or(0, |last| last.end));
        let out = &mut self.out;
        let written = self.bar.beside(|| out.write_all(text.as_bytes()).and_then(|()| out.flush()));
        written.map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Stop::Closed,
            _ => Stop::Unwritable(format!("standard output can't be written: {error}")),
        })
    }
}
