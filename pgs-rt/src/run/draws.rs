//! What a run takes from outside the protocol: time and random bytes. They are recorded, or come from the recording.

use pgs_trace::sources::rfc3339_millis;

use super::Run;
use crate::{Answers, Sources, Timestamp, Violation};

impl Run {
    /// `{{timestamp}}`: the current time, RFC 3339 with milliseconds and `Z`.
    pub fn timestamp(&self) -> String {
        rfc3339_millis(self.now())
    }

    /// Time and randomness as stores draw them: their answers are recorded, not their draws.
    pub(crate) fn unrecorded_sources(&self) -> &dyn Sources {
        &*self.shared.sources
    }
}

impl Run {
    /// Who answers in the place of side effects.
    pub(crate) fn answers(&self) -> Option<&dyn Answers> {
        self.shared.answers.as_deref()
    }
}

impl Sources for Run {
    fn now(&self) -> Timestamp {
        self.journal().time(&*self.shared.sources)
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        self.journal().random(bytes, false, &*self.shared.sources)
    }

    fn fill_secret(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        self.journal().random(bytes, true, &*self.shared.sources)
    }
}
