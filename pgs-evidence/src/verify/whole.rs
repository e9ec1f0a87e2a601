//! One trace, all lines of which are at hand.

use pgs_trace::Trace;

use super::defect::Checked;
use super::verified::{Verified, VerifyError};
use super::{chain, ids, spans};

/// Checks that a trace is whole and unchanged. An error is the first that is found.
pub fn verify(trace: &Trace) -> Result<Verified, VerifyError> {
    let events =
        check(trace).map_err(|(line, defect)| VerifyError::Defect { file: trace.file.clone(), line, defect })?;
    Ok(Verified { trace_id: trace.id().unwrap_or_default().to_owned(), events })
}

/// Gives the number of events.
fn check(trace: &Trace) -> Checked<usize> {
    let events = chain::check(trace)?;
    ids::check(trace, &events)?;
    spans::check(&events)?;
    Ok(events.len())
}
