//! A trace that is written while the run goes on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pgs_trace::{Detail, Draw, Event, Redaction, TraceFile};

use super::{Call, Journal, Place};
use crate::{Fault, SUPPRESSED, Sources, Timestamp, Value, Violation};

/// The events of one workflow, on their way to the trace file of its run.
pub(crate) struct FileJournal {
    file: Arc<TraceFile>,
    redaction: Arc<Redaction>,
    span: String,
    /// What was drawn since the last event.
    draws: Mutex<Vec<Draw>>,
    /// What was found torn and repaired since the last event.
    notes: Mutex<Vec<String>>,
}

impl FileJournal {
    pub fn new(file: Arc<TraceFile>, redaction: Arc<Redaction>, span: &str) -> Self {
        Self { file, redaction, span: span.to_owned(), draws: Mutex::default(), notes: Mutex::default() }
    }

    /// Whether random bytes were drawn since the last event that no trace shows.
    fn drew_secret(&self) -> bool {
        lock(&self.draws).iter().any(|draw| matches!(draw, Draw::Random(bytes) if bytes == SUPPRESSED))
    }
}

impl Journal for FileJournal {
    fn nested(&self, span: &str) -> Box<dyn Journal> {
        Box::new(Self::new(Arc::clone(&self.file), Arc::clone(&self.redaction), span))
    }

    fn event(&self, event: Event<'_>, detail: &mut dyn FnMut(&mut Detail<'_>)) -> Result<(), Fault> {
        self.file.emit(&self.span, event, |text| {
            let mut written = Detail::new(&self.redaction, text);
            detail(&mut written);
            let mut draws = lock(&self.draws);
            written.draws(&draws);
            draws.clear();
            written.notes(&std::mem::take(&mut *lock(&self.notes)));
            written.end();
        })?;
        Ok(())
    }

    fn time(&self, sources: &dyn Sources) -> Timestamp {
        let now = sources.now();
        lock(&self.draws).push(Draw::Time(now));
        now
    }

    fn random(&self, bytes: &mut [u8], secret: bool, sources: &dyn Sources) -> Result<(), Violation> {
        sources.fill(bytes)?;
        let drawn = hex::encode(&*bytes);
        // Where values are suppressed, nobody knows what else is made of the bytes.
        let shown = if secret || !self.redaction.is_empty() {
            self.redaction.learn_text(&drawn);
            SUPPRESSED.to_owned()
        } else {
            drawn
        };
        lock(&self.draws).push(Draw::Random(shown));
        Ok(())
    }

    /// Where values are suppressed the trace keeps the answer, so that a replay can go on without them.
    fn compute(&self, _place: &Place<'_>, call: &mut dyn Call) -> Result<Option<Value>, Fault> {
        call.run();
        Ok(if self.redaction.is_empty() && !self.drew_secret() { None } else { call.answer() })
    }

    /// What the side effect is about to do is in the file before it begins. What it draws is part of its answer.
    fn perform(
        &self,
        place: &Place<'_>,
        announced: &dyn Fn(&mut Detail<'_>, &Value),
        call: &mut dyn Call,
    ) -> Result<Option<Value>, Fault> {
        let inputs = call.inputs()?;
        self.event(place.event, &mut |detail| announced(detail, &inputs))?;
        self.flush()?;
        let before = lock(&self.draws).len();
        call.run();
        lock(&self.draws).truncate(before);
        Ok(call.answer())
    }

    fn flush(&self) -> Result<(), Fault> {
        Ok(self.file.flush()?)
    }

    fn note(&self, notes: &[String]) {
        lock(&self.notes).extend_from_slice(notes);
    }

    fn trace(&self) -> Option<&TraceFile> {
        Some(&self.file)
    }
}

/// Every change of these lists is of whole entries, also where a thread panicked.
fn lock<T>(list: &Mutex<T>) -> MutexGuard<'_, T> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}
