//! A trace that is read back: its events, and the results that a replay takes from it.

use std::collections::HashMap;

use pgs_value::{DeserializeError, Map, Value};

use crate::event::{Event, EventError, Header, Line};
use crate::ids::Purity;

/// A whole trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    header: Map<String, Value>,
    events: Vec<Map<String, Value>>,
}

/// Why a text is no trace of this schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// It has no lines.
    #[error("there is no line")]
    Empty,
    /// A line is no JSON object.
    #[error("line {line}: {error}")]
    NoObject {
        /// Its number, from 1.
        line: usize,
        /// Why.
        error: DeserializeError,
    },
    /// The first line is no header, or a later one no event.
    #[error("line {line}: {error}")]
    NoEvent {
        /// Its number, from 1.
        line: usize,
        /// Why.
        error: EventError,
    },
}

impl Recording {
    /// Reads the text of a trace file.
    pub fn read(text: &str) -> Result<Self, RecordingError> {
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let object = pgs_value::from_str(line).map_err(|error| RecordingError::NoObject { line: number, error })?;
            lines.push((number, object));
        }
        Self::of(lines)
    }

    /// The lines of a trace, each with its number, from 1.
    pub fn of(lines: impl IntoIterator<Item = (usize, Map<String, Value>)>) -> Result<Self, RecordingError> {
        let mut lines = lines.into_iter();
        let (line, header) = lines.next().ok_or(RecordingError::Empty)?;
        Header::read(&header).map_err(|error| RecordingError::NoEvent { line, error })?;
        let events = lines.map(|(line, event)| match Line::read(&event) {
            Ok(_) => Ok(event),
            Err(error) => Err(RecordingError::NoEvent { line, error }),
        });
        Ok(Self { events: events.collect::<Result<_, _>>()?, header })
    }

    /// Its first line as it stands.
    pub fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// Its other lines as they stand.
    pub fn lines(&self) -> &[Map<String, Value>] {
        &self.events
    }

    /// Its events.
    pub fn events(&self) -> impl Iterator<Item = Line<'_>> {
        // All of them could be read when it was.
        self.events.iter().filter_map(|line| Line::read(line).ok())
    }

    /// The results of its impure atoms.
    pub fn results(&self) -> Results {
        let results = self.events().filter_map(|line| match line.event {
            Event::AtomEnd(atom) if atom.purity == Purity::Impure.as_str() => {
                let result = atom.outcome.map_or(Value::Null, |outcome| outcome.0.to_value());
                Some(((atom.contract, atom.step, atom.path.to_owned()), result))
            }
            _ => None,
        });
        Results(results.collect())
    }
}

/// Results of impure atoms, by the address of the contract, that of the transform, and the path within it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results(HashMap<(i64, i64, String), Value>);

impl Results {
    /// The result of the atom there. Where one place was passed several times it is that of the last time, as in the
    /// reference.
    pub fn get(&self, contract: i64, step: i64, path: &str) -> Option<&Value> {
        self.0.get(&(contract, step, path.to_owned()))
    }
}
