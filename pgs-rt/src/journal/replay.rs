//! A run that repeats a recorded one: what is still to come of the recording, and where both differ.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_value::{Map, Value};

use super::agree::same;
use super::{Comparison, Divergence};
use crate::{Fault, json};
use pgs_trace::{Event, Recorded, RecordedDraw, Recording, Side, Unmet, has_suppressed};

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
    pub fn emit(&self, span: &str, event: Event<'_>, detail: &str) -> Result<(), Fault> {
        let replayed = Side {
            kind: event.kind.to_owned(),
            op: event.op.map(str::to_owned),
            status: event.status.map(str::to_owned),
            detail: object(detail),
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
        violations.and_then(|violations| pgs_value::from_value(violations).ok()).unwrap_or_default()
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

fn object(text: &str) -> Map<String, Value> {
    match json::parse(text) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

fn stopped() -> Fault {
    Fault::new("the replay has stopped")
}
