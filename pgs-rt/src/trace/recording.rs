//! A trace that is read back to run its workflow again, and the comparison of both.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::redaction::has_suppressed;
use super::{Event, SUPPRESSED, Unmet};
use crate::{Admission, Fault, Timestamp, json};

/// A recorded run: what it was given, and its events by span.
#[derive(Clone, Debug)]
pub struct Recording {
    workflow: String,
    protocol: Option<String>,
    admission: Admission,
    payload: Map<String, Value>,
    sealed: bool,
    suppressed: bool,
    events: usize,
    spans: BTreeMap<String, VecDeque<Recorded>>,
}

/// One recorded event.
#[derive(Clone, Debug)]
struct Recorded {
    number: usize,
    side: Side,
    draws: VecDeque<RecordedDraw>,
}

/// A draw as it was recorded.
#[derive(Clone, Debug)]
pub(crate) enum RecordedDraw {
    Time(Timestamp),
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
    /// The detail without draws, protocol digest and admission mode.
    pub detail: Map<String, Value>,
}

/// Where a replay goes another way.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The number of the recorded event, from 1; of the last one in its span where the replay goes on beyond it.
    pub number: usize,
    /// What was recorded; none where the replay goes on beyond it.
    pub recorded: Option<Side>,
    /// What happens now; none where the replay ends before it.
    pub replayed: Option<Side>,
}

/// How a replay compares with its recording.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// Every event is the same.
    Identical,
    /// Every event is the same up to where the recording breaks off.
    BreaksOff,
    /// Every event is the same up to one that needs a suppressed value.
    Suppressed {
        /// The number of the recorded event, from 1.
        number: usize,
        /// What needs the value.
        reason: String,
    },
    /// An event is another.
    Diverged(Box<Divergence>),
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
        let mut detail = match line.remove("detail") {
            Some(Value::Object(detail)) => detail,
            _ => return Err("`detail` is no object".into()),
        };
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
pub(crate) const ROOT: &str = "0";

fn event(line: &str) -> Result<Map<String, Value>, String> {
    match json::parse(line)? {
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

/// A replay: what is still to come of the recording, and how the comparison ended.
pub(crate) struct Replay {
    suppressed: bool,
    sealed: bool,
    state: Mutex<State>,
}

struct State {
    spans: BTreeMap<String, VecDeque<Recorded>>,
    last: BTreeMap<String, usize>,
    ended: Option<Comparison>,
}

impl Replay {
    pub fn new(recording: Recording) -> Self {
        let last = recording.spans.iter().filter_map(|(span, events)| Some((span.clone(), events.back()?.number)));
        let state = State { last: last.collect(), spans: recording.spans, ended: None };
        Self { suppressed: recording.suppressed, sealed: recording.sealed, state: Mutex::new(state) }
    }

    /// Compares an event with the next one of its span. After the first that differs none is taken any more.
    pub fn emit(&self, span: &str, event: Event<'_>) -> Result<(), Fault> {
        let replayed = Side {
            kind: event.kind.to_owned(),
            op: event.op.map(str::to_owned),
            status: event.status.map(str::to_owned),
            detail: object(&event.detail.finish()),
        };
        let mut state = self.lock();
        if state.ended.is_some() {
            return Err(stopped());
        }
        let recorded = state.spans.get_mut(span).and_then(VecDeque::pop_front);
        let comparison = match recorded {
            Some(recorded) if same(&recorded.side, &replayed) => return Ok(()),
            None if !self.sealed => Comparison::BreaksOff,
            recorded => Comparison::Diverged(Box::new(Divergence {
                number: recorded.as_ref().map_or_else(|| state.last_of(span), |recorded| recorded.number),
                recorded: recorded.map(|recorded| recorded.side),
                replayed: Some(replayed),
            })),
        };
        state.ended = Some(comparison);
        Err(stopped())
    }

    /// The next draw that was recorded before the next event of this span.
    pub fn draw(&self, span: &str) -> Option<RecordedDraw> {
        self.lock().spans.get_mut(span)?.front_mut()?.draws.pop_front()
    }

    /// The detail of the step that ends next in this span.
    pub fn step(&self, span: &str) -> Option<Map<String, Value>> {
        let state = self.lock();
        let next = state.spans.get(span)?.front()?;
        (next.side.kind == "CC_STEP").then(|| next.side.detail.clone())
    }

    /// The violations of the next event of this span, if it is an `ADMISSION`.
    pub fn violations(&self, span: &str) -> Vec<Unmet> {
        let state = self.lock();
        let next = state.spans.get(span).and_then(VecDeque::front).filter(|next| next.side.kind == "ADMISSION");
        let violations = next.and_then(|next| next.side.detail.get("violations")).cloned();
        violations.and_then(|violations| serde_json::from_value(violations).ok()).unwrap_or_default()
    }

    /// Whether a transform with these inputs can't be run, as they or what it draws are suppressed.
    pub fn needs_suppressed(&self, span: &str, inputs: impl FnOnce() -> Value) -> bool {
        let drawn = || {
            let state = self.lock();
            let next = state.spans.get(span).and_then(VecDeque::front);
            next.is_some_and(|next| next.draws.iter().any(|draw| matches!(draw, RecordedDraw::Suppressed)))
        };
        self.suppressed && (drawn() || has_suppressed(&inputs()))
    }

    /// Ends the comparison: from here on a suppressed value decides.
    pub fn suppressed(&self, span: &str, reason: String) -> Fault {
        let mut state = self.lock();
        let number =
            state.spans.get(span).and_then(VecDeque::front).map_or_else(|| state.last_of(span), |next| next.number);
        state.ended.get_or_insert(Comparison::Suppressed { number, reason });
        stopped()
    }

    /// Ends the comparison: what was recorded is not what this build asks for.
    pub fn unanswered(&self, span: &str) -> Fault {
        let mut state = self.lock();
        if !self.sealed && state.spans.get(span).is_none_or(VecDeque::is_empty) {
            state.ended.get_or_insert(Comparison::BreaksOff);
            return stopped();
        }
        let next = state.spans.get(span).and_then(VecDeque::front).cloned();
        let number = next.as_ref().map_or_else(|| state.last_of(span), |next| next.number);
        let divergence = Divergence { number, recorded: next.map(|next| next.side), replayed: None };
        state.ended.get_or_insert(Comparison::Diverged(Box::new(divergence)));
        stopped()
    }

    /// How the replay, which has ended, compares.
    pub fn comparison(&self) -> Comparison {
        let state = self.lock();
        if let Some(ended) = &state.ended {
            return ended.clone();
        }
        let left = state.spans.values().filter_map(VecDeque::front).min_by_key(|next| next.number);
        left.map_or(Comparison::Identical, |next| {
            let (number, recorded) = (next.number, Some(next.side.clone()));
            Comparison::Diverged(Box::new(Divergence { number, recorded, replayed: None }))
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked held the lock for one change, whole or not begun.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn last_of(&self, span: &str) -> usize {
        self.last.get(span).copied().unwrap_or_default()
    }
}

/// Whether both are written the same: `1` and `1.0` are not, nor the same keys in another order. What is suppressed in
/// the replay may have been anything.
fn same(recorded: &Side, replayed: &Side) -> bool {
    recorded.kind == replayed.kind
        && recorded.op == replayed.op
        && recorded.status == replayed.status
        && fields_agree(&recorded.detail, &replayed.detail)
}

fn fields_agree(recorded: &Map<String, Value>, replayed: &Map<String, Value>) -> bool {
    recorded.len() == replayed.len()
        && recorded.iter().zip(replayed).all(|(a, b)| texts_agree(a.0, b.0) && agree(a.1, b.1))
}

fn agree(recorded: &Value, replayed: &Value) -> bool {
    match (recorded, replayed) {
        (_, Value::String(text)) if text == SUPPRESSED => true,
        (Value::String(recorded), Value::String(replayed)) => texts_agree(recorded, replayed),
        (Value::Array(recorded), Value::Array(replayed)) => {
            recorded.len() == replayed.len() && recorded.iter().zip(replayed).all(|(a, b)| agree(a, b))
        }
        (Value::Object(recorded), Value::Object(replayed)) => fields_agree(recorded, replayed),
        (Value::Number(recorded), Value::Number(replayed)) => recorded.to_string() == replayed.to_string(),
        _ => recorded == replayed,
    }
}

/// Whether the texts are the same, but for what is suppressed in the second.
fn texts_agree(recorded: &str, replayed: &str) -> bool {
    let Some((first, after)) = replayed.split_once(SUPPRESSED) else { return recorded == replayed };
    let Some(mut rest) = recorded.strip_prefix(first) else { return false };
    let parts: Vec<&str> = after.split(SUPPRESSED).collect();
    let Some((last, between)) = parts.split_last() else { return true };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

fn object(text: &str) -> Map<String, Value> {
    match json::parse(text) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

fn stopped() -> Fault {
    Fault::new("the replay has stopped")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_suppressed_may_have_been_anything() {
        for (recorded, replayed, agree) in [
            ("a", "a", true),
            ("a", "b", false),
            ("ab", "a", false),
            ("to x@y", "to <suppressed>", true),
            ("to x@y", "by <suppressed>", false),
            ("to x@y now", "to <suppressed> now", true),
            ("to x@y now", "to <suppressed> then", false),
            ("x and y", "<suppressed> and <suppressed>", true),
            ("", "<suppressed>", true),
        ] {
            assert_eq!(texts_agree(recorded, replayed), agree, "{recorded} {replayed}");
        }
        let agree = |a, b| super::agree(&json::parse(a).unwrap(), &json::parse(b).unwrap());
        assert!(agree(r#"{"a": [1, 2.0]}"#, r#"{"a": ["<suppressed>", 2.0]}"#));
        for (a, b) in [("1", "1.0"), (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#), ("[1]", "[1,1]"), ("null", "0")] {
            assert!(!agree(a, b), "{a} {b}");
        }
    }
}
