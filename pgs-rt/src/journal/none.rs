//! A run that leaves nothing behind: for measuring what a trace costs.

use pgs_trace::{Event, Secrets, event};

use super::{Call, Journal, Place};
use crate::{Fault, Sources, Timestamp, Value, Violation};

/// The journal of a run without a trace.
pub(crate) struct NoJournal;

impl Journal for NoJournal {
    fn nested(&self, _span: &str) -> Box<dyn Journal> {
        Box::new(Self)
    }

    fn event(&self, _event: &Event<'_>, _secrets: &Secrets) -> Result<(), Fault> {
        Ok(())
    }

    fn time(&self, sources: &dyn Sources) -> Timestamp {
        sources.now()
    }

    fn random(&self, bytes: &mut [u8], _secret: bool, sources: &dyn Sources) -> Result<(), Violation> {
        sources.fill(bytes)
    }

    fn compute(&self, _place: &Place<'_>, call: &mut dyn Call) -> Result<Option<Value>, Fault> {
        call.run();
        Ok(None)
    }

    fn perform(
        &self,
        _place: &Place<'_>,
        _announced: event::Call<'_>,
        _secrets: &Secrets,
        call: &mut dyn Call,
    ) -> Result<Option<Value>, Fault> {
        call.run();
        Ok(None)
    }
}
