//! A run that repeats a recorded one: what is still to come of the recording, and where both differ.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pgs_trace::event::{self, NotAdmitted, StepEnd};
use pgs_trace::{
    DEPTH_LIMIT, Data, DetailWriter, Draw, Event, ROOT, Recorded, Recording, Redaction, SUPPRESSED, Secrets, Side,
    Told, below, has_hidden, is_hidden,
};
use pgs_value::schema::SchemaViolation;
use pgs_value::{Map, Value, View};

use super::agree::{differently_suppressed, same};
use super::possible::can_be_read;
use super::searched::same_but_for_searched;
use super::{Call, Divergence, DivergenceCause, Journal, MayHide, Place, ReplayOutcome, Replayed, Unknown};
use crate::{Fault, Sources, Timestamp, Violation, json};

/// One workflow of a replay. Nothing is written: times, random bytes and the answers of side effects are the recorded
/// ones, and every event is compared with the recorded one.
pub(crate) struct ReplayJournal {
    replay: Arc<Replay>,
    redaction: Arc<Redaction>,
    span: String,
    /// Whether bytes that are not recorded were asked for, though they are no secret.
    drew_open: AtomicBool,
}

impl ReplayJournal {
    pub fn new(replay: Arc<Replay>, redaction: Arc<Redaction>, span: &str) -> Self {
        Self { replay, redaction, span: span.to_owned(), drew_open: AtomicBool::new(false) }
    }
}

impl ReplayJournal {
    /// Takes the recorded answer. One that can't be read may be so as a part of it is suppressed, where the protocol
    /// suppresses one; else it is no answer.
    fn recall(&self, place: &Place<'_>, call: &mut dyn Call, step: &StepEnd<'_>) -> Result<(), Fault> {
        if call.recall(step) {
            return Ok(());
        }
        let answer = step.answer.map(|Data(answer)| answer.to_value()).unwrap_or_default();
        // With what it ended is never a secret.
        let has_status = answer.get("status").and_then(Value::as_str).is_some_and(|status| step.status == Some(status));
        let may_hide = (place.may_hide)();
        let unknown = |at: &str, text: &str| may_hide.unknown(&self.redaction, at, text);
        let reads = |answer: &Value| call.reads(answer);
        let anything = |_: &str, text: &str| is_hidden(text).then_some(Unknown::Anything);
        Err(if has_status && has_hidden(&answer) && can_be_read(&answer, &unknown, &reads) {
            self.lacks_suppressed(place.needs_suppressed())
        } else if has_status && can_be_read(&answer, &anything, &reads) {
            if self.replay.protocol == Protocol::Another {
                return Err(self.lacks_suppressed(place.needs_suppressed()));
            }
            self.replay.diverges(&self.span, Some(DivergenceCause::NotSuppressedThere))
        } else {
            self.replay.unanswered(&self.span)
        })
    }
}

impl MayHide {
    /// What may stand in the place of a text of an answer; none where it is the text.
    fn unknown(&self, redaction: &Redaction, at: &str, text: &str) -> Option<Unknown> {
        if !is_hidden(text) {
            return None;
        }
        let is_mapped = |inner: &str| self.mapped.iter().any(|place| below(place, inner) == Some(""));
        match at.strip_prefix(self.within) {
            Some(inner) if redaction.hides_at(inner) || is_mapped(inner) => Some(Unknown::Anything),
            Some(_) => self.elsewhere,
            None => None,
        }
    }
}

impl Journal for ReplayJournal {
    fn nested(&self, span: &str) -> Box<dyn Journal> {
        Box::new(Self::new(Arc::clone(&self.replay), Arc::clone(&self.redaction), span))
    }

    fn event(&self, event: &Event<'_>, secrets: &Secrets) -> Result<(), Fault> {
        let mut text = String::new();
        let mut detail = DetailWriter::new(&self.redaction, &mut text).without(secrets);
        event.write(&mut detail);
        detail.marks();
        detail.end();
        self.replay.compare(&self.span, event, &text, secrets.of_run)
    }

    fn time(&self, sources: &dyn Sources) -> Timestamp {
        match self.replay.draw(&self.span) {
            Some(Draw::Time(time)) => time,
            // This build asks for a time that the recorded one did not: the event that holds it differs.
            Some(Draw::Random(_) | Draw::Suppressed) | None => sources.now(),
        }
    }

    fn random(&self, bytes: &mut [u8], secret: bool, _sources: &dyn Sources) -> Result<(), Violation> {
        match self.replay.draw(&self.span) {
            Some(Draw::Suppressed) => {
                self.drew_open.fetch_or(!secret, Ordering::Relaxed);
                Ok(())
            }
            Some(Draw::Random(recorded)) if recorded.len() == bytes.len() => {
                bytes.copy_from_slice(&recorded);
                Ok(())
            }
            _ => Err(Violation::new("no random bytes of this length are recorded")),
        }
    }

    fn drew_secret(&self) -> bool {
        self.replay.drew_secret(&self.span)
    }

    /// A transform runs again, unless that needs what the recording does not show: then the recorded answer counts.
    fn compute(&self, place: &Place<'_>, call: &mut dyn Call) -> Result<Option<Value>, Fault> {
        let hidden = self.replay.suppressed && has_hidden(&call.inputs()?);
        let drawn = self.drew_secret();
        if !hidden && !drawn {
            call.run();
            return Ok(if self.redaction.is_empty() { None } else { call.answer() });
        }
        if !hidden && self.redaction.is_empty() {
            // Only secret bytes are not recorded: whoever draws others has to show what it made of them.
            call.run();
            if self.drew_open.swap(false, Ordering::Relaxed) {
                return Err(self.replay.unanswered(&self.span));
            }
        }
        let next = self.replay.next(&self.span);
        match next.as_ref().and_then(step).filter(|step| step.name == Some(place.step)) {
            Some(step) => self.recall(place, call, &step).map(|()| call.answer()),
            None => Err(self.replay.unanswered(&self.span)),
        }
    }

    /// A side effect does not run: the recorded answer takes its place.
    fn perform(
        &self,
        place: &Place<'_>,
        announced: event::Call<'_>,
        secrets: &Secrets,
        call: &mut dyn Call,
    ) -> Result<Option<Value>, Fault> {
        let inputs = call.inputs()?;
        self.event(&event::Call { arguments: Some(Data(View::from(&inputs))), ..announced }.into(), secrets)?;
        let next = self.replay.next(&self.span);
        let Some((step, Data(answer))) = next.as_ref().and_then(step).and_then(|step| Some((step, step.answer?)))
        else {
            return Err(self.replay.unanswered(&self.span));
        };
        self.recall(place, call, &step)?;
        Ok(Some(answer.to_value()))
    }

    fn recorded_violations(&self) -> Option<Vec<SchemaViolation>> {
        Some(self.replay.violations(&self.span))
    }

    fn recorded_marks(&self) -> Option<Vec<String>> {
        self.replay.marks(&self.span)
    }

    fn lacks_suppressed(&self, reason: String) -> Fault {
        self.replay.suppressed(&self.span, reason)
    }
}

/// What is still to come of a recording, and how the comparison ended.
pub(crate) struct Replay {
    suppressed: bool,
    says: Says,
    protocol: Protocol,
    sealed: bool,
    state: Mutex<State>,
}

/// What a recording says of what is suppressed in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Nothing, as older ones.
    Nothing,
    /// Where.
    Places,
    /// Where, and that a payload has brought a secret, which its run has looked for elsewhere.
    Searched,
}

/// Of which protocol a recording is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    /// That of this build, or none that it names.
    Own,
    /// Another one, which may suppress other keys.
    Another,
}

struct State {
    spans: BTreeMap<String, VecDeque<Recorded>>,
    last: BTreeMap<String, usize>,
    /// The keys that one of both suppresses and the other does not.
    suppression: BTreeSet<String>,
    ended: Option<ReplayOutcome>,
}

impl Replay {
    /// Of a recording, by a build of the protocol with this digest, in which no event shows this.
    pub fn new(recording: Recording, protocol: &str, redaction: &Redaction) -> Self {
        let is_another = recording.protocol().is_some_and(|it| it != protocol);
        let protocol = if is_another { Protocol::Another } else { Protocol::Own };
        let last = recording.spans.iter().filter_map(|(span, events)| Some((span.clone(), events.back()?.number)));
        let state = State { last: last.collect(), spans: recording.spans, suppression: BTreeSet::new(), ended: None };
        let suppressed = recording.suppressed;
        // Below a key that is not shown there may be a suppressed one.
        let hides = |mark: &str| redaction.hides_at(mark) || mark.rsplit('/').next() == Some(SUPPRESSED);
        let is_of_payload = |mark: &str| mark.starts_with("/payload/") && hides(mark);
        let is_searched = || state.spans.values().flatten().any(|recorded| recorded.side.marks().any(is_of_payload));
        let says = match recording.told {
            Told::ByEvents if is_searched() => Says::Searched,
            Told::ByEvents => Says::Places,
            Told::ByValues | Told::ByNothing => Says::Nothing,
        };
        Self { suppressed, says, protocol, sealed: recording.sealed, state: Mutex::new(state) }
    }

    /// Compares an event with the next one of its span. After the first that differs none is taken any more.
    fn compare(&self, span: &str, event: &Event<'_>, detail: &str, sentences: bool) -> Result<(), Fault> {
        let replayed = side(span, event, detail);
        // An older trace does not say what is suppressed in it.
        let replayed = if self.says == Says::Nothing { replayed.without_marks() } else { replayed };
        let mut state = self.lock();
        if state.ended.is_some() {
            return Err(Fault::ReplayStopped);
        }
        let recorded = state.spans.get_mut(span).and_then(VecDeque::pop_front);
        let comparison = match recorded {
            Some(recorded) if same(&recorded.side, &replayed) => return Ok(()),
            Some(recorded)
                if self.says == Says::Searched && same_but_for_searched(&recorded.side, &replayed, sentences) =>
            {
                return Ok(());
            }
            Some(recorded)
                if self.protocol == Protocol::Another
                    && let Some(keys) = differently_suppressed(&recorded.side, &replayed) =>
            {
                state.suppression.extend(keys);
                return Ok(());
            }
            None if !self.sealed => ReplayOutcome::BreaksOff,
            recorded => ReplayOutcome::Diverged(Box::new(Divergence {
                number: recorded.as_ref().map_or_else(|| state.last_of(span), |recorded| recorded.number),
                recorded: recorded.map(|recorded| recorded.side),
                replayed: Some(replayed),
                cause: None,
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

    /// Where the next event of this span says that something is suppressed; none of a recording of which no event does.
    fn marks(&self, span: &str) -> Option<Vec<String>> {
        let marks =
            |next: &Recorded| next.side.marks().filter(|_| self.says == Says::Searched).map(str::to_owned).collect();
        (self.says != Says::Nothing)
            .then(|| self.lock().spans.get(span).and_then(VecDeque::front).map(marks).unwrap_or_default())
    }

    /// Whether random bytes that no trace shows were drawn before the next event of this span.
    fn drew_secret(&self, span: &str) -> bool {
        let state = self.lock();
        let next = state.spans.get(span).and_then(VecDeque::front);
        next.is_some_and(|next| next.drew_secret)
    }

    /// Ends the comparison: from here on a suppressed value decides.
    fn suppressed(&self, span: &str, reason: String) -> Fault {
        let mut state = self.lock();
        let number =
            state.spans.get(span).and_then(VecDeque::front).map_or_else(|| state.last_of(span), |next| next.number);
        state.ended.get_or_insert(ReplayOutcome::InPart { number, reason });
        Fault::ReplayStopped
    }

    /// Ends the comparison: what was recorded is not what this build asks for.
    fn unanswered(&self, span: &str) -> Fault {
        self.diverges(span, None)
    }

    fn diverges(&self, span: &str, cause: Option<DivergenceCause>) -> Fault {
        let mut state = self.lock();
        if !self.sealed && state.spans.get(span).is_none_or(VecDeque::is_empty) {
            state.ended.get_or_insert(ReplayOutcome::BreaksOff);
            return Fault::ReplayStopped;
        }
        let next = state.spans.get(span).and_then(VecDeque::front).cloned();
        let number = next.as_ref().map_or_else(|| state.last_of(span), |next| next.number);
        let divergence = Divergence { number, recorded: next.map(|next| next.side), replayed: None, cause };
        state.ended.get_or_insert(ReplayOutcome::Diverged(Box::new(divergence)));
        Fault::ReplayStopped
    }

    /// How the replay, which has ended, compares.
    pub fn outcome(&self) -> Replayed {
        let outcome = self.found().shown();
        Replayed { outcome, suppression: self.lock().suppression.iter().cloned().collect() }
    }

    fn found(&self) -> ReplayOutcome {
        let state = self.lock();
        if let Some(ended) = &state.ended {
            return ended.clone();
        }
        let left = state.spans.values().filter_map(VecDeque::front).min_by_key(|next| next.number);
        left.map_or(ReplayOutcome::Identical, |next| {
            let (number, recorded) = (next.number, Some(next.side.clone()));
            ReplayOutcome::Diverged(Box::new(Divergence { number, recorded, replayed: None, cause: None }))
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
    let detail = match json::parse_within(detail, json::Limits::nested(DEPTH_LIMIT)) {
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
