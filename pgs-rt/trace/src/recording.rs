//! A trace that is read back to run its workflow again.

use std::collections::{BTreeMap, VecDeque};

use pgs_value::json::ParseError;
use pgs_value::{Map, Value, View};

use crate::detail::{Data, MARKS};
use crate::draw::{DRAWS, Draw, DrawError};
use crate::event::{ADMISSION, ANSWER, Event, PAYLOAD, WorkflowStart};
use crate::marked::{has_marker, hide, hide_marked, hide_marked_fields, hides_at_key};
use crate::side::Side;
use crate::trace::{Line, Trace};
use crate::{Admission, LineError, RecordedEvent};

/// The span of the workflow that was started.
pub const ROOT: &str = "0";

/// A recorded run: what it was given, and its events by span.
#[derive(Clone, Debug)]
pub struct Recording {
    workflow: String,
    protocol: Option<String>,
    admission: Admission,
    payload: Map<String, Value>,
    /// Whether the last event seals it.
    pub sealed: bool,
    /// Whether a value of it is suppressed.
    pub suppressed: bool,
    /// What says what of it is suppressed.
    pub told: Told,
    events: usize,
    /// The events by span, in order.
    pub spans: BTreeMap<String, VecDeque<Recorded>>,
}

/// What says what of a recording is suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Its events, out of band.
    ByEvents,
    /// Its values alone, as those of older builds.
    ByValues,
    /// Nothing.
    ByNothing,
}

/// One recorded event.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its number in the trace, from 1.
    pub number: usize,
    /// What is compared of it.
    pub side: Side,
    /// What was drawn before it, since the event before in its span.
    pub draws: VecDeque<Draw>,
    /// Whether random bytes are among it that no trace shows.
    pub drew_secret: bool,
}

/// Why a trace can't be repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// It has no line.
    #[error("the trace is empty")]
    Empty,
    /// A line of it is at fault.
    #[error("line {line}: {reason}")]
    Line {
        /// Its number in the trace, from 1.
        line: usize,
        /// What is wrong with it.
        reason: NotRepeatable,
    },
}

/// Why an event can't be repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotRepeatable {
    /// It is none.
    #[error(transparent)]
    NotAnEvent(LineError),
    /// It is no JSON.
    #[error(transparent)]
    NotJson(ParseError),
    /// It is the first one, of a trace of PGC.
    #[error("it begins a trace of PGC, which holds no payload and no answers")]
    OfPgc,
    /// It is the first one, and begins no workflow.
    #[error("it is no WF_START")]
    NoStart,
    /// It names no workflow.
    #[error("`detail.wf_fqdn` is missing")]
    NoWorkflow,
    /// It names another admission mode than there are.
    #[error("`detail.admission` is no admission mode")]
    Admission,
    /// It holds no payload.
    #[error("no payload is recorded; only traces of compiled workflows can be replayed")]
    NoPayload,
    /// It belongs to no span.
    #[error("`span` is missing")]
    NoSpan,
    /// What it says is suppressed is not, or not there.
    #[error("`detail.suppressed` names what is not suppressed")]
    Marks,
    /// It has no detail.
    #[error("`detail` is no object")]
    NoDetail,
    /// It has no type.
    #[error("`event_type` is missing")]
    NoType,
    /// What was drawn before it can't be read.
    #[error(transparent)]
    Draws(#[from] DrawError),
}

impl Recording {
    /// Takes a trace. Refused, with the line: what is no event, and a trace of a system that records no payloads.
    pub fn of(trace: &Trace) -> Result<Self, RecordingError> {
        let at = |n: usize| move |reason| RecordingError::Line { line: n + 1, reason };
        let events = trace.lines.iter().enumerate().map(|(n, line)| event(line).map_err(at(n)));
        let events: Vec<&RecordedEvent> = events.collect::<Result<_, _>>()?;
        let first = events.first().ok_or(RecordingError::Empty)?;
        if first.classifies() {
            return Err(at(0)(NotRepeatable::OfPgc));
        }
        let mut recording = Self::begun(first).map_err(at(0))?;
        recording.sealed = events.last().is_some_and(|last| last.seals());
        if events.iter().any(|event| event.detail().is_some_and(|detail| detail.contains_key(MARKS))) {
            recording.told = Told::ByEvents;
        }
        recording.events = events.len();
        for (n, event) in events.into_iter().enumerate() {
            recording.add(n + 1, event).map_err(at(n))?;
        }
        if let Some(start) = recording.spans.get(ROOT).and_then(VecDeque::front)
            && let Some(Value::Object(payload)) = start.side.detail.get(PAYLOAD)
        {
            recording.payload = payload.clone();
        }
        Ok(recording)
    }

    /// What the first event tells.
    fn begun(first: &RecordedEvent) -> Result<Self, NotRepeatable> {
        let (Event::WorkflowStart(start), Some(_)) = (first.event(), first.detail()) else {
            return Err(NotRepeatable::NoStart);
        };
        let WorkflowStart { workflow, protocol, admission, payload, .. } = start;
        let workflow = workflow.ok_or(NotRepeatable::NoWorkflow)?.to_owned();
        let is_unknown = |detail: &Map<String, Value>| detail.contains_key(ADMISSION) && admission.is_none();
        if first.detail().is_some_and(is_unknown) {
            return Err(NotRepeatable::Admission);
        }
        let Some(Data(View::Object(payload))) = payload else { return Err(NotRepeatable::NoPayload) };
        Ok(Self {
            workflow,
            protocol: protocol.map(str::to_owned),
            admission: admission.unwrap_or_default(),
            payload: payload.clone(),
            sealed: false,
            suppressed: false,
            told: Told::ByNothing,
            events: 0,
            spans: BTreeMap::new(),
        })
    }

    fn add(&mut self, number: usize, recorded: &RecordedEvent) -> Result<(), NotRepeatable> {
        let span = recorded.span().ok_or(NotRepeatable::NoSpan)?;
        let detail = recorded.detail().ok_or(NotRepeatable::NoDetail)?;
        let draws = detail.get(DRAWS).map(Draw::read_all).transpose()?.unwrap_or_default();
        let event = recorded.event();
        if event.name().is_empty() {
            return Err(NotRepeatable::NoType);
        }
        let mut detail = detail.clone();
        let drew_secret = draws.contains(&Draw::Suppressed);
        self.suppressed |= drew_secret;
        if let Some(marks) = detail.get(MARKS).cloned() {
            let pointers = marks.as_array().ok_or(NotRepeatable::Marks)?;
            let pointers: Option<Vec<&str>> = pointers.iter().map(Value::as_str).collect();
            let pointers = pointers.ok_or(NotRepeatable::Marks)?;
            self.suppressed |= !pointers.is_empty();
            hide(&mut detail, &pointers).ok_or(NotRepeatable::Marks)?;
        }
        let side = Side::new(&event, detail, span == ROOT && number == 1);
        self.spans.entry(span.to_owned()).or_default().push_back(Recorded { number, side, draws, drew_secret });
        Ok(())
    }

    /// What an older trace suppresses stands in its values alone: at one of the keys that its workflow suppresses, and
    /// wherever the same value is. Where no such key holds anything, that can only be an answer that was made of secret
    /// random bytes.
    pub fn read_older(&mut self, keys: &[&str]) {
        if self.told == Told::ByEvents {
            return;
        }
        let suppresses = self.spans.values().flatten().any(|recorded| hides_at_key(&recorded.side.detail, keys));
        let mut found = suppresses;
        for recorded in self.spans.values_mut().flatten() {
            let detail = &mut recorded.side.detail;
            if suppresses {
                hide_marked_fields(detail);
            } else if let Some(answer) = detail.get_mut(ANSWER).filter(|_| recorded.drew_secret) {
                found |= has_marker(answer);
                hide_marked(answer);
            }
        }
        if suppresses {
            hide_marked_fields(&mut self.payload);
        }
        if found {
            self.told = Told::ByValues;
            self.suppressed = true;
        }
    }

    /// The FQDN of the workflow.
    pub fn workflow(&self) -> &str {
        &self.workflow
    }

    /// The digest of the protocol that the workflow was built from.
    pub fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// The payload. What is suppressed in it, [`is_hidden`](crate::is_hidden) tells.
    pub fn payload(&self) -> &Map<String, Value> {
        &self.payload
    }

    /// The admission mode.
    pub fn admission(&self) -> Admission {
        self.admission
    }

    /// Whether a value of the trace is suppressed.
    pub fn has_suppressed(&self) -> bool {
        self.suppressed
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        self.events
    }
}

fn event(line: &Line) -> Result<&RecordedEvent, NotRepeatable> {
    line.event.as_ref().map_err(|error| match error.clone() {
        LineError::NotJson(error) => NotRepeatable::NotJson(error),
        error @ (LineError::NotUtf8 { .. }
        | LineError::NotAnObject
        | LineError::OtherFormat(_)
        | LineError::NoEvent(_)) => NotRepeatable::NotAnEvent(error),
    })
}
