//! A trace file as traces and lines.
//!
//! Everything is read as far as it can be: a trace that a kill cut off ends in half a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use pgs_folder::open_named;
use serde::{Serialize, Serializer};

use crate::{LineError, RecordedEvent};

/// The lines of one file that belong to one trace.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The file.
    pub file: PathBuf,
    /// Whether the file holds no other trace.
    pub alone: bool,
    /// Its lines, at least one unless the file is empty.
    pub lines: Vec<Line>,
    /// Whether the last line ends.
    pub ends: bool,
}

/// One line of a file.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its text without the line break; empty where it is not UTF-8.
    pub text: String,
    /// The event, or why it is none.
    pub event: Result<RecordedEvent, LineError>,
}

/// Why a trace file can't be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: can't be read: {source}", file.display())]
#[non_exhaustive]
pub struct ReadError {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl ReadError {
    /// That of this file.
    pub fn new(file: &Path, source: io::Error) -> Self {
        Self { file: file.to_owned(), source }
    }
}

/// A line that is no event, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {error}")]
pub struct UnreadableLine {
    /// Its number in the file, from 1.
    pub line: usize,
    /// Why it is no event.
    pub error: LineError,
}

impl Serialize for UnreadableLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Trace {
    /// The events that can be read, in order.
    pub fn events(&self) -> impl Iterator<Item = &RecordedEvent> {
        self.lines.iter().filter_map(|line| line.event.as_ref().ok())
    }

    /// The lines that can't be read.
    pub fn unreadable(&self) -> impl Iterator<Item = UnreadableLine> {
        let unreadable = |line: &Line| Some((line.number, line.event.as_ref().err()?.clone()));
        self.lines.iter().filter_map(unreadable).map(|(line, error)| UnreadableLine { line, error })
    }

    /// The trace id, of the first event that has one.
    pub fn id(&self) -> Option<&str> {
        self.events().find_map(|event| event.trace_id())
    }

    /// The version of its schema, of the first line that has one.
    pub fn schema_version(&self) -> Option<&str> {
        self.events().find_map(RecordedEvent::schema_version)
    }

    /// The number of its first line in the file.
    pub fn first_line(&self) -> usize {
        self.lines.first().map_or(1, |line| line.number)
    }
}

/// Reads the traces of a file: at least one, which may be without lines.
pub fn read(file: &Path) -> Result<Vec<Trace>, ReadError> {
    traces(file)?.collect()
}

/// The traces of a file, one after the other: at least one, which may be without lines. No more of the file is in memory
/// than one of them.
pub fn traces(file: &Path) -> Result<Traces<BufReader<File>>, ReadError> {
    let open = open_named(file).map_err(|source| ReadError { file: file.to_owned(), source })?;
    Ok(Traces::of(file, BufReader::with_capacity(BUFFER, open)))
}

/// How much of a file is read at once.
const BUFFER: usize = 256 * 1024;

/// The traces of a file. One ends where another trace id begins with a first event, or after a seal, and before the first line
/// of a trace of PGC.
#[derive(Debug)]
pub struct Traces<R> {
    file: PathBuf,
    input: R,
    /// How many lines and bytes were read.
    lines: usize,
    bytes: u64,
    /// The line that begins the next trace, how many bytes it has, and whether it ends.
    next: Option<(Line, usize, bool)>,
    /// Whether any trace was given.
    begun: bool,
    ended: bool,
}

impl<R: BufRead> Traces<R> {
    /// The traces of what is read here, which is (or is a part of) this file.
    pub fn of(file: &Path, input: R) -> Self {
        Self { file: file.to_owned(), input, lines: 0, bytes: 0, next: None, begun: false, ended: false }
    }

    /// The same where so many lines stand before it.
    #[must_use]
    pub fn after(self, lines: usize) -> Self {
        Self { lines, ..self }
    }

    /// How many bytes the traces take that were given.
    pub fn taken(&self) -> u64 {
        self.bytes - self.next.as_ref().map_or(0, |(_, bytes, _)| u64::try_from(*bytes).unwrap_or_default())
    }

    fn line(&mut self) -> io::Result<Option<(Line, usize, bool)>> {
        let mut bytes = Vec::new();
        let read = self.input.read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.bytes += u64::try_from(read).unwrap_or_default();
        self.lines += 1;
        let ends = bytes.pop_if(|last| *last == b'\n').is_some();
        Ok(Some((line(self.lines, &bytes), read, ends)))
    }

    fn trace(&mut self) -> io::Result<Option<Trace>> {
        let mut trace = Trace { file: self.file.clone(), alone: !self.begun, lines: Vec::new(), ends: false };
        loop {
            let next = match self.next.take() {
                Some(next) => Some(next),
                None => self.line()?,
            };
            let Some((line, bytes, ends)) = next else {
                self.ended = true;
                let is_one = !self.begun || !trace.lines.is_empty();
                self.begun = true;
                return Ok(is_one.then_some(trace));
            };
            if starts_another(&trace, &line) {
                self.next = Some((line, bytes, ends));
                self.begun = true;
                return Ok(Some(Trace { alone: false, ..trace }));
            }
            trace.lines.push(line);
            trace.ends = ends;
        }
    }
}

impl<R: BufRead> Iterator for Traces<R> {
    type Item = Result<Trace, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let read = self.trace();
        self.ended |= read.is_err();
        read.map_err(|source| ReadError { file: self.file.clone(), source }).transpose()
    }
}

fn line(number: usize, bytes: &[u8]) -> Line {
    match std::str::from_utf8(bytes) {
        Ok(text) => Line { number, text: text.to_owned(), event: RecordedEvent::parse(text) },
        Err(error) => {
            Line { number, text: String::new(), event: Err(LineError::NotUtf8 { from: error.valid_up_to() }) }
        }
    }
}

/// A damaged id in the middle of a trace begins no other one.
fn starts_another(current: &Trace, line: &Line) -> bool {
    let Ok(event) = &line.event else { return false };
    if event.classifies() {
        return !current.lines.is_empty();
    }
    let Some(id) = event.trace_id() else { return false };
    let sealed = || current.lines.last().and_then(|line| line.event.as_ref().ok()).is_some_and(RecordedEvent::seals);
    current.id().is_some_and(|current| current != id) && (event.begins() || sealed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<Trace> {
        Traces::of(Path::new("x"), text).map(Result::unwrap).collect()
    }

    fn shape(text: &[u8]) -> Vec<(usize, bool)> {
        read(text).iter().map(|trace| (trace.lines.len(), trace.ends)).collect()
    }

    #[test]
    fn a_file_may_hold_several_traces() {
        let a = br#"{"trace_id":"a","event_type":"WF_START"}"#;
        let b = br#"{"trace_id":"b","event_type":"WF_START"}"#;
        let more = br#"{"trace_id":"c","event_type":"CC_START"}"#;
        let join = |lines: &[&[u8]]| lines.join(&b'\n');
        assert_eq!(shape(&join(&[a, b, b""])), [(1, true), (1, true)]);
        assert_eq!(shape(&join(&[a, more, b])), [(2, true), (1, false)]);
        assert_eq!(shape(b""), [(0, false)]);
        assert_eq!(shape(b"\n\n"), [(2, true)]);
        // The first line of a trace of PGC has no id.
        let of_pgc = br#"{"trace_schema_version":"v2","event_type":"trace_classification"}"#;
        assert_eq!(shape(&join(&[of_pgc, a, of_pgc, b, a, b""])), [(2, true), (2, true), (1, true)]);
    }

    #[test]
    fn rubbish_is_lines_without_events() {
        for (bytes, reason) in [
            (&b"\xff\xfe"[..], "it is no UTF-8 from byte 0 on"),
            (b"[]", "it is no JSON object"),
            (b"{", "it is no JSON: EOF while parsing an object at line 1 column 1"),
        ] {
            let traces = read(bytes);
            let unreadable: Vec<_> = traces[0].unreadable().map(|line| line.to_string()).collect();
            assert_eq!(unreadable, [format!("line 1: {reason}")]);
        }
        let deep = [&b"{\"detail\":"[..], "[".repeat(1_000_000).as_bytes()].concat();
        assert_eq!(read(&deep)[0].events().count(), 0);
    }
}
