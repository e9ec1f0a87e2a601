//! A run while its lines pass: whether it is whole and unchanged, as long as every line is as it is mostly written.

use std::path::Path;

use pgs_trace::{Chained, ExactLine, ROOT, RecordedEvent};

use super::codes;
use super::ids::at_the_start;
use super::spans::{Spans, Step};
use super::verified::Verified;

/// A run of which some lines have passed.
pub(super) struct PassingRun {
    common: Vec<u8>,
    id: String,
    chain: Chained,
    events: u64,
    time: u64,
    spans: Spans,
    sealed: bool,
}

/// What the next line is to a run.
pub(super) enum Passed {
    /// A part of it, whole and unchanged.
    Part,
    /// The beginning of the next one, after this one has ended.
    Next,
    /// Something that a closer look has to tell.
    Unclear,
}

impl PassingRun {
    /// A run that begins with this line; none where a closer look has to tell.
    pub fn begin(file: &Path, line: &[u8]) -> Option<Self> {
        let exact = ExactLine::read(line)?;
        let first = RecordedEvent::parse(str::from_utf8(line).ok()?).ok()?;
        at_the_start(file, &first).ok()?;
        let mut run = Self {
            common: exact.common.concat(),
            id: first.trace_id()?.to_owned(),
            chain: Chained::default(),
            events: 0,
            time: 0,
            spans: Spans::default(),
            sealed: false,
        };
        run.add(&exact, line)?;
        Some(run)
    }

    /// Takes the next line.
    pub fn pass(&mut self, line: &[u8]) -> Passed {
        let Some(exact) = ExactLine::read(line) else { return Passed::Unclear };
        if self.sealed {
            let [_, id, ..] = exact.common;
            return if self.is_id(id) { Passed::Unclear } else { Passed::Next };
        }
        match self.add(&exact, line) {
            Some(()) => Passed::Part,
            None => Passed::Unclear,
        }
    }

    fn is_id(&self, id: &[u8]) -> bool {
        id.strip_prefix(b"\"").and_then(|id| id.strip_suffix(b"\"")) == Some(self.id.as_bytes())
    }

    fn add(&mut self, line: &ExactLine<'_>, text: &[u8]) -> Option<()> {
        let mut common = self.common.as_slice();
        for part in line.common {
            common = common.strip_prefix(part)?;
        }
        let may_have = match line.event {
            "WF_START" | "ADMISSION" | "ERROR" => [false; 4],
            "CC_START" => [true, false, false, false],
            "CS_CALL" | "CC_STEP" => [true, true, true, false],
            "CC_COMPLETE" => [true, false, false, true],
            "WF_COMPLETE" => [false, false, false, true],
            _ => [true; 4],
        };
        if line.has.iter().zip(may_have).any(|(has, may)| *has && !may) {
            return None;
        }
        let is_in_place = line.seq == self.events + 1 && line.time >= self.time;
        if !is_in_place || !self.chain.advance(line.body, line.hash) {
            return None;
        }
        self.spans.take(line.span, line.event, Step::named(line.event, line.contract, line.op)).ok()?;
        if line.coded && codes::of(&RecordedEvent::parse(str::from_utf8(text).ok()?).ok()?).is_err() {
            return None;
        }
        if line.marks && !line.is_marked() {
            let event = RecordedEvent::parse(str::from_utf8(text).ok()?).ok()?;
            if event.marks().is_some() && !event.is_marked() {
                return None;
            }
        }
        if line.seals && (line.span != ROOT || !matches!(line.event, "WF_COMPLETE" | "ERROR")) {
            return None;
        }
        (self.events, self.time, self.sealed) = (line.seq, line.time, line.seals);
        Some(())
    }

    /// The run, if it has ended.
    pub fn verified(&self) -> Option<Verified> {
        let events = usize::try_from(self.events).unwrap_or(usize::MAX);
        self.sealed.then(|| Verified { trace_id: self.id.clone(), events, chained: true })
    }
}
