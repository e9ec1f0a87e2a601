//! What a run takes from outside the protocol: time and random bytes.

use super::{Run, Sink};
use crate::{SUPPRESSED, Sources, Timestamp, Violation};
use pgs_trace::sources::rfc3339_millis;
use pgs_trace::{Draw, RecordedDraw};

impl Run {
    /// `{{timestamp}}`: the current time, RFC 3339 with milliseconds and `Z`.
    pub fn timestamp(&self) -> String {
        rfc3339_millis(self.now())
    }

    /// Runs something whose draws are not recorded.
    pub(crate) fn without_draws<T>(&self, run: impl FnOnce() -> T) -> T {
        let before = self.span.draws().len();
        let answer = run();
        self.span.draws().truncate(before);
        answer
    }

    /// Whether random bytes were drawn since the last event that no trace shows.
    pub(crate) fn drew_secret(&self) -> bool {
        self.span.draws().iter().any(|draw| matches!(draw, Draw::Random(bytes) if bytes == SUPPRESSED))
    }

    /// Time and randomness as stores draw them: their answers are recorded, not their draws.
    pub(crate) fn unrecorded_sources(&self) -> &dyn Sources {
        &*self.shared.sources
    }
}

/// The time and randomness of a run. They are recorded, or come from the recording.
impl Sources for Run {
    fn now(&self) -> Timestamp {
        let now = || self.shared.sources.now();
        match &self.shared.sink {
            Sink::File(_) => {
                let now = now();
                self.span.draws().push(Draw::Time(now));
                now
            }
            Sink::Replay(replay) => match replay.draw(&self.span.id) {
                Some(RecordedDraw::Time(time)) => time,
                // This build asks for a time that the recorded one did not: the event that holds it differs.
                _ => now(),
            },
            Sink::Nowhere => now(),
        }
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        match &self.shared.sink {
            Sink::File(_) if self.suppresses() => self.fill_secret(bytes),
            Sink::File(_) => {
                self.shared.sources.fill(bytes)?;
                self.span.draws().push(Draw::Random(hex::encode(bytes)));
                Ok(())
            }
            Sink::Replay(replay) => match replay.draw(&self.span.id) {
                Some(RecordedDraw::Random(recorded)) if recorded.len() == bytes.len() => {
                    bytes.copy_from_slice(&recorded);
                    Ok(())
                }
                _ => Err(Violation::new("no random bytes of this length are recorded")),
            },
            Sink::Nowhere => self.shared.sources.fill(bytes),
        }
    }

    fn fill_secret(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        if self.file().is_none() {
            return self.fill(bytes);
        }
        self.shared.sources.fill(bytes)?;
        self.shared.redaction.learn_text(&hex::encode(&*bytes));
        self.span.draws().push(Draw::Random(SUPPRESSED.to_owned()));
        Ok(())
    }
}
