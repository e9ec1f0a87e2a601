//! One trace, all lines of which are at hand.

use pgs_trace::Trace;

use super::defect::Checked;
use super::verified::{Verified, VerifyError};
use super::{chain, ids, pgc, spans};
use crate::pgc::is_pgc;

/// Checks that a trace is whole and unchanged; one of PGC, as far as it can be told. An error is the first that is found.
pub fn verify(trace: &Trace) -> Result<Verified, VerifyError> {
    let chained = !is_pgc(trace);
    let checked = if chained { check(trace) } else { pgc::check(trace) };
    let events = checked.map_err(|(line, defect)| VerifyError::Defect { file: trace.file.clone(), line, defect })?;
    Ok(Verified { trace_id: trace.id().unwrap_or_default().to_owned(), events, chained })
}

/// Gives the number of events.
fn check(trace: &Trace) -> Checked<usize> {
    let events = chain::check(trace)?;
    ids::check(trace, &events)?;
    spans::check(&events)?;
    Ok(events.len())
}
