//! A run that repeats a recorded one: what is still to come of the recording, and where both differ.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pgs_trace::event::{self, NotAdmitted, StepEnd};
use pgs_trace::{Data, DetailWriter, Draw, Event, ROOT, Recorded, Recording, Redaction, Side, has_suppressed};
use pgs_value::schema::SchemaViolation;
use pgs_value::{Map, Value, View};

use super::agree::same;
use super::{Call, Divergence, Journal, Place, ReplayOutcome};
use crate::{Fault, Sources, Timestamp, Violation, json};

/// One workflow of a replay. Nothing is written: times, random bytes and the answers of side effects are the recorded
/// ones, and every event is compared with the recorded one.
pub(crate) struct ReplayJournal {
    replay: Arc<Replay>,
    redaction: Arc<Redaction>,
    span: String,
}

impl ReplayJournal {
    pub fn new(replay: Arc<Replay>, redaction: Arc<Redaction>, span: &str) -> Self {
        Self { replay, redaction, span: span.to_owned() }
    }
}

impl Journal for ReplayJournal {
    fn nested(&self, span: &str) -> Box<dyn Journal> {
        Box::new(Self::new(Arc::clone(&self.replay), Arc::clone(&self.redaction), span))
    }

    fn event(&self, event: &Event<'_>) -> Result<(), Fault> {
        let mut text = String::new();
        let mut detail = DetailWriter::new(&self.redaction, &mut text);
        event.write(&mut detail);
        detail.end();
        self.replay.compare(&self.span, event, &text)
    }

    fn time(&self, sources: &dyn Sources) -> Timestamp {
        match self.replay.draw(&self.span) {
            Some(Draw::Time(time)) => time,
            // This build asks for a time that the recorded one did not: the event that holds it differs.
            Some(Draw::Random(_) | Draw::Suppressed) | None => sources.now(),
        }
    }

    fn random(&self, bytes: &mut [u8], _secret: bool, _sources: &dyn Sources) -> Result<(), Violation> {
        match self.replay.draw(&self.span) {
            Some(Draw::Random(recorded)) if recorded.len() == bytes.len() => {
                bytes.copy_from_slice(&recorded);
                Ok(())
            }
            _ => Err(Violation::new("no random bytes of this length are recorded")),
        }
    }

    /// A transform runs again, unless that needs what the recording does not show: then the recorded answer counts.
    fn compute(&self, place: &Place<'_>, call: &mut dyn Call) -> Result<Option<Value>, Fault> {
        if !self.replay.needs_suppressed(&self.span, || call.inputs().unwrap_or_default()) {
            call.run();
            return Ok(if self.redaction.is_empty() { None } else { call.answer() });
        }
        let recalled =
            self.replay.next(&self.span).is_some_and(|side| step(&side).is_some_and(|step| call.recall(&step)));
        if recalled { Ok(call.answer()) } else { Err(self.lacks_suppressed(place.needs_suppressed())) }
    }

    /// A side effect does not run: the recorded answer takes its place.
    fn perform(
        &self,
        place: &Place<'_>,
        announced: event::Call<'_>,
        call: &mut dyn Call,
    ) -> Result<Option<Value>, Fault> {
        let inputs = call.inputs()?;
        self.event(&event::Call { arguments: Some(Data(View::from(&inputs))), ..announced }.into())?;
        let next = self.replay.next(&self.span);
        let Some((step, Data(answer))) = next.as_ref().and_then(step).and_then(|step| Some((step, step.answer?)))
        else {
            return Err(self.replay.unanswered(&self.span));
        };
        if !call.recall(&step) {
            return Err(self.lacks_suppressed(place.needs_suppressed()));
        }
        Ok(Some(answer.to_value()))
    }

    fn recorded_violations(&self) -> Option<Vec<SchemaViolation>> {
        Some(self.replay.violations(&self.span))
    }

    fn lacks_suppressed(&self, reason: String) -> Fault {
        self.replay.suppressed(&self.span, reason)
    }
}

/// What is still to come of a recording, and how the comparison ended.
pub(crate) struct Replay {
    suppressed: bool,
    sealed: bool,
    state: Mutex<State>,
}

struct State {
    spans: BTreeMap<String, VecDeque<Recorded>>,
    last: BTreeMap<String, usize>,
    ended: Option<ReplayOutcome>,
}

impl Replay {
    pub fn new(recording: Recording) -> Self {
        let last = recording.spans.iter().filter_map(|(span, events)| Some((span.clone(), events.back()?.number)));
        let state = State { last: last.collect(), spans: recording.spans, ended: None };
        Self { suppressed: recording.suppressed, sealed: recording.sealed, state: Mutex::new(state) }
    }

    /// Compares an event with the next one of its span. After the first that differs none is taken any more.
    fn compare(&self, span: &str, event: &Event<'_>, detail: &str) -> Result<(), Fault> {
        let replayed = side(span, event, detail);
        let mut state = self.lock();
        if state.ended.is_some() {
            return Err(Fault::ReplayStopped);
        }
        let recorded = state.spans.get_mut(span).and_then(VecDeque::pop_front);
        let comparison = match recorded {
            Some(recorded) if same(&recorded.side, &replayed) => return Ok(()),
            None if !self.sealed => ReplayOutcome::BreaksOff,
            recorded => ReplayOutcome::Diverged(Box::new(Divergence {
                number: recorded.as_ref().map_or_else(|| state.last_of(span), |recorded| recorded.number),
                recorded: recorded.map(|recorded| recorded.side),
                replayed: Some(replayed),
            })),
        };
        state.ended = Some(comparison);
        Err(Fault::ReplayStopped)
    }

    /// The next draw that was recorded before the next event of this span.
    fn draw(&self, span: &str) -> Option<Draw> {
        self.lock().spans.get_mut(span)?.front_mut()?.draws.pop_front()
    }

    /// The next event of this span.
    fn next(&self, span: &str) -> Option<Side> {
        Some(self.lock().spans.get(span)?.front()?.side.clone())
    }

    /// The violations of the next event of this span, if it is an `ADMISSION`.
    fn violations(&self, span: &str) -> Vec<SchemaViolation> {
        let state = self.lock();
        let next = state.spans.get(span).and_then(VecDeque::front).map(|next| next.side.event());
        let Some(Event::NotAdmitted(NotAdmitted { violations: Some(violations), .. })) = next else {
            return Vec::new();
        };
        pgs_value::from_value(violations.0.to_value()).unwrap_or_default()
    }

    /// Whether a transform with these inputs can't be run, as they or what it draws are suppressed.
    fn needs_suppressed(&self, span: &str, inputs: impl FnOnce() -> Value) -> bool {
        let drawn = || {
            let state = self.lock();
            let next = state.spans.get(span).and_then(VecDeque::front);
            next.is_some_and(|next| next.draws.iter().any(|draw| matches!(draw, Draw::Suppressed)))
        };
        self.suppressed && (drawn() || has_suppressed(&inputs()))
    }

    /// Ends the comparison: from here on a suppressed value decides.
    fn suppressed(&self, span: &str, reason: String) -> Fault {
        let mut state = self.lock();
        let number =
            state.spans.get(span).and_then(VecDeque::front).map_or_else(|| state.last_of(span), |next| next.number);
        state.ended.get_or_insert(ReplayOutcome::Suppressed { number, reason });
        Fault::ReplayStopped
    }

    /// Ends the comparison: what was recorded is not what this build asks for.
    fn unanswered(&self, span: &str) -> Fault {
        let mut state = self.lock();
        if !self.sealed && state.spans.get(span).is_none_or(VecDeque::is_empty) {
            state.ended.get_or_insert(ReplayOutcome::BreaksOff);
            return Fault::ReplayStopped;
        }
        let next = state.spans.get(span).and_then(VecDeque::front).cloned();
        let number = next.as_ref().map_or_else(|| state.last_of(span), |next| next.number);
        let divergence = Divergence { number, recorded: next.map(|next| next.side), replayed: None };
        state.ended.get_or_insert(ReplayOutcome::Diverged(Box::new(divergence)));
        Fault::ReplayStopped
    }

    /// How the replay, which has ended, compares.
    pub fn outcome(&self) -> ReplayOutcome {
        let state = self.lock();
        if let Some(ended) = &state.ended {
            return ended.clone();
        }
        let left = state.spans.values().filter_map(VecDeque::front).min_by_key(|next| next.number);
        left.map_or(ReplayOutcome::Identical, |next| {
            let (number, recorded) = (next.number, Some(next.side.clone()));
            ReplayOutcome::Diverged(Box::new(Divergence { number, recorded, replayed: None }))
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

/// What is compared of an event of the replay.
fn side(span: &str, event: &Event<'_>, detail: &str) -> Side {
    let detail = match json::parse_within(detail, json::Limits::DEEPEST) {
        Ok(Value::Object(detail)) => detail,
        _ => Map::new(),
    };
    Side::new(event, detail, span == ROOT && matches!(event, Event::WorkflowStart(_)))
}

/// The event as the end of a step.
fn step(side: &Side) -> Option<StepEnd<'_>> {
    match side.event() {
        Event::StepEnd(step) => Some(step),
        _ => None,
    }
}
