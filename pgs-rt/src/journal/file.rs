//! A trace that is written while the run goes on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pgs_trace::{Data, DetailWriter, Draw, Event, Redaction, Secrets, TraceFile, event};

use super::{Call, Journal, Place};
use crate::{Fault, Sources, Timestamp, Value, View, Violation};

/// The events of one workflow, on their way to the trace file of its run.
pub(crate) struct FileJournal {
    file: Arc<TraceFile>,
    redaction: Arc<Redaction>,
    span: String,
    /// What was drawn since the last event.
    draws: Mutex<Vec<Draw>>,
    /// The random bytes among it that no trace shows, as hex.
    secret_draws: Mutex<Vec<String>>,
    /// What was found torn and repaired since the last event.
    notes: Mutex<Vec<String>>,
}

impl FileJournal {
    pub fn new(file: Arc<TraceFile>, redaction: Arc<Redaction>, span: &str) -> Self {
        Self {
            file,
            redaction,
            span: span.to_owned(),
            draws: Mutex::default(),
            secret_draws: Mutex::default(),
            notes: Mutex::default(),
        }
    }
}

impl Journal for FileJournal {
    fn nested(&self, span: &str) -> Box<dyn Journal> {
        Box::new(Self::new(Arc::clone(&self.file), Arc::clone(&self.redaction), span))
    }

    fn event(&self, event: &Event<'_>, secrets: &Secrets) -> Result<(), Fault> {
        self.file.emit(&self.span, event, |text| {
            let mut detail = DetailWriter::new(&self.redaction, text).without(secrets);
            event.write(&mut detail);
            detail.marks();
            let mut draws = lock(&self.draws);
            Draw::write_all(&draws, &mut detail);
            draws.clear();
            lock(&self.secret_draws).clear();
            detail.notes(&std::mem::take(&mut *lock(&self.notes)));
            detail.end();
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
        // Where values are suppressed, nobody knows what else is made of the bytes.
        let draw = if secret || !self.redaction.is_empty() {
            let drawn = hex::encode(&*bytes);
            self.redaction.learn_text(&drawn);
            lock(&self.secret_draws).push(drawn);
            Draw::Suppressed
        } else {
            Draw::Random(bytes.to_vec())
        };
        lock(&self.draws).push(draw);
        Ok(())
    }

    fn secret_draws(&self) -> Vec<String> {
        lock(&self.secret_draws).clone()
    }

    /// Where values are suppressed the trace keeps the answer, so that a replay can go on without them.
    fn compute(&self, _place: &Place<'_>, call: &mut dyn Call) -> Result<Option<Value>, Fault> {
        call.run();
        Ok(if self.redaction.is_empty() && !self.drew_secret() { None } else { call.answer() })
    }

    /// What the side effect is about to do is in the file before it begins. What it draws is part of its answer.
    fn perform(
        &self,
        _place: &Place<'_>,
        announced: event::Call<'_>,
        secrets: &Secrets,
        call: &mut dyn Call,
    ) -> Result<Option<Value>, Fault> {
        let inputs = call.inputs()?;
        self.event(&event::Call { arguments: Some(Data(View::from(&inputs))), ..announced }.into(), secrets)?;
        self.flush()?;
        let before = [lock(&self.draws).len(), lock(&self.secret_draws).len()];
        call.run();
        lock(&self.draws).truncate(before[0]);
        lock(&self.secret_draws).truncate(before[1]);
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
