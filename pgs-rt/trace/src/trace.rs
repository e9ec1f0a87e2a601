//! A trace file as traces and lines.
//!
//! Everything is read as far as it can be: a trace that a kill cut off ends in half a line.

use std::io::{self, Read as _};
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

    /// The number of its first line in the file.
    pub fn first_line(&self) -> usize {
        self.lines.first().map_or(1, |line| line.number)
    }
}

/// Reads the traces of a file: at least one, which may be without lines.
pub fn read(file: &Path) -> Result<Vec<Trace>, ReadError> {
    let mut bytes = Vec::new();
    let read = open_named(file).and_then(|mut open| open.read_to_end(&mut bytes));
    read.map_err(|source| ReadError { file: file.to_owned(), source })?;
    Ok(traces(file, &bytes))
}

/// The traces in the bytes of a file. One ends where another trace id begins with a first event, or after a seal.
fn traces(file: &Path, bytes: &[u8]) -> Vec<Trace> {
    let ends = bytes.last() == Some(&b'\n');
    let body = if ends { &bytes[..bytes.len() - 1] } else { bytes };
    let mut traces = vec![Trace { file: file.to_owned(), alone: true, lines: Vec::new(), ends: true }];
    if !bytes.is_empty() {
        for (n, bytes) in body.split(|byte| *byte == b'\n').enumerate() {
            add(&mut traces, line(n + 1, bytes));
        }
    }
    if let Some(last) = traces.last_mut() {
        last.ends = ends;
    }
    let alone = traces.len() == 1;
    for trace in &mut traces {
        trace.alone = alone;
    }
    traces
}

fn line(number: usize, bytes: &[u8]) -> Line {
    match std::str::from_utf8(bytes) {
        Ok(text) => Line { number, text: text.to_owned(), event: RecordedEvent::parse(text) },
        Err(error) => {
            Line { number, text: String::new(), event: Err(LineError::NotUtf8 { from: error.valid_up_to() }) }
        }
    }
}

fn add(traces: &mut Vec<Trace>, line: Line) {
    let Some(current) = traces.last_mut() else { return };
    if starts_another(current, &line) {
        let file = current.file.clone();
        traces.push(Trace { file, alone: false, lines: vec![line], ends: true });
    } else {
        current.lines.push(line);
    }
}

/// A damaged id in the middle of a trace begins no other one.
fn starts_another(current: &Trace, line: &Line) -> bool {
    let Ok(event) = &line.event else { return false };
    let Some(id) = event.trace_id() else { return false };
    let sealed = || current.lines.last().and_then(|line| line.event.as_ref().ok()).is_some_and(RecordedEvent::seals);
    current.id().is_some_and(|current| current != id) && (event.begins() || sealed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &[u8]) -> Vec<(usize, bool)> {
        traces(Path::new("x"), text).iter().map(|trace| (trace.lines.len(), trace.ends)).collect()
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
    }

    #[test]
    fn rubbish_is_lines_without_events() {
        for (bytes, reason) in [
            (&b"\xff\xfe"[..], "it is no UTF-8 from byte 0 on"),
            (b"[]", "it is no JSON object"),
            (b"{", "it is no JSON: EOF while parsing an object at line 1 column 1"),
        ] {
            let traces = traces(Path::new("x"), bytes);
            let unreadable: Vec<_> = traces[0].unreadable().map(|line| line.to_string()).collect();
            assert_eq!(unreadable, [format!("line 1: {reason}")]);
        }
        let deep = [&b"{\"detail\":"[..], "[".repeat(1_000_000).as_bytes()].concat();
        assert_eq!(traces(Path::new("x"), &deep)[0].events().count(), 0);
    }
}
