//! A trace that is read back to run its workflow again.

use std::collections::{BTreeMap, VecDeque};

use pgs_value::{Map, Value};

use pgs_value::json;

use crate::{Admission, SUPPRESSED, Timestamp};

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
    events: usize,
    /// The events by span, in order.
    pub spans: BTreeMap<String, VecDeque<Recorded>>,
}

/// One recorded event.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its number in the trace, from 1.
    pub number: usize,
    /// What is compared of it.
    pub side: Side,
    /// What was drawn before it, since the event before in its span.
    pub draws: VecDeque<RecordedDraw>,
}

/// A draw as it was recorded.
#[derive(Clone, Debug)]
pub enum RecordedDraw {
    /// The time.
    Time(Timestamp),
    /// Random bytes.
    Random(Vec<u8>),
    /// Random bytes that are not recorded.
    Suppressed,
}

/// What is compared of an event: not its addresses, times and hashes, which another build or day makes others.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The event type.
    pub kind: String,
    /// The operation of a side effect.
    pub op: Option<String>,
    /// The status of a contract or workflow.
    pub status: Option<String>,
    /// The detail without draws, notes, protocol digest and admission mode.
    pub detail: Map<String, Value>,
}

impl Recording {
    /// Reads a trace. Refused, with the line: what is no event, and a trace of a system that records no payloads.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines: Vec<Map<String, Value>> = text
            .lines()
            .enumerate()
            .map(|(n, line)| event(line).map_err(|reason| format!("line {}: {reason}", n + 1)))
            .collect::<Result<_, _>>()?;
        let first = lines.first().ok_or("the trace is empty")?;
        let start =
            first.get("detail").and_then(Value::as_object).filter(|_| text_at(first, "event_type") == Some("WF_START"));
        let start = start.ok_or("line 1: it is no WF_START")?;
        let payload = start.get("payload").and_then(Value::as_object);
        let mut recording = Self {
            workflow: text_at(start, "wf_fqdn").ok_or("line 1: `detail.wf_fqdn` is missing")?.to_owned(),
            protocol: text_at(start, "protocol").map(str::to_owned),
            admission: if text_at(start, "admission") == Some("observe") {
                Admission::Observe
            } else {
                Admission::Enforce
            },
            payload: payload
                .ok_or("line 1: no payload is recorded; only traces of compiled workflows can be replayed")?
                .clone(),
            sealed: lines.last().and_then(|line| line.get("sealed")) == Some(&Value::Bool(true)),
            suppressed: text.contains(SUPPRESSED),
            events: lines.len(),
            spans: BTreeMap::new(),
        };
        for (n, line) in lines.into_iter().enumerate() {
            let number = n + 1;
            recording.add(number, line).map_err(|reason| format!("line {number}: {reason}"))?;
        }
        Ok(recording)
    }

    fn add(&mut self, number: usize, mut line: Map<String, Value>) -> Result<(), String> {
        let span = text_at(&line, "span").ok_or("`span` is missing")?.to_owned();
        let Some(Value::Object(mut detail)) = line.remove("detail") else {
            return Err("`detail` is no object".into());
        };
        detail.shift_remove("notes");
        let draws = detail.shift_remove("draws").map(draws).transpose()?.unwrap_or_default();
        if span == ROOT && number == 1 {
            detail.shift_remove("protocol");
            detail.shift_remove("admission");
        }
        let text = |key| text_at(&line, key).map(str::to_owned);
        let side = Side {
            kind: text("event_type").ok_or("`event_type` is missing")?,
            op: text("step_op"),
            status: text("result_status"),
            detail,
        };
        self.spans.entry(span).or_default().push_back(Recorded { number, side, draws });
        Ok(())
    }

    /// The FQDN of the workflow.
    pub fn workflow(&self) -> &str {
        &self.workflow
    }

    /// The digest of the protocol that the workflow was built from.
    pub fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// The payload. Suppressed values are `"<suppressed>"`.
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

/// The span of the workflow that was started.
pub const ROOT: &str = "0";

fn event(line: &str) -> Result<Map<String, Value>, String> {
    match json::parse(line).map_err(|error| error.to_string())? {
        Value::Object(event) => Ok(event),
        _ => Err("it is no JSON object".into()),
    }
}

fn text_at<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str)
}

fn draws(value: Value) -> Result<VecDeque<RecordedDraw>, String> {
    let Value::Array(draws) = value else { return Err("`detail.draws` is no list".into()) };
    draws
        .iter()
        .map(|value| draw(value).ok_or_else(|| "a draw is neither a time nor random bytes".to_owned()))
        .collect()
}

fn draw(value: &Value) -> Option<RecordedDraw> {
    if let Some(time) = value.get("time") {
        return time.as_str()?.parse().ok().map(RecordedDraw::Time);
    }
    match value.get("random")?.as_str()? {
        SUPPRESSED => Some(RecordedDraw::Suppressed),
        bytes => hex::decode(bytes).ok().map(RecordedDraw::Random),
    }
}
