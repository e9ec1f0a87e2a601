//! Whether a trace of PGC is well formed and complete, and its events agree (`docs/traces.md`, "Traces of PGC").
//!
//! It has no hashes and no numbers: what was changed is found where it contradicts the form of a trace, or another event.
//!
//! ```text
//! form      each line as the writer of traces writes it, and what all of them have in common
//! order     which event may follow which
//! contract  what the events of one contract say of each other
//! outcomes  with which outcome an operation can end
//! ```

mod contract;
mod form;
mod order;
mod outcomes;

use pgs_pgc::event::Line;
use pgs_trace::Trace;

use super::defect::Checked;
use order::Order;

/// An event, with the number of its line.
type Numbered<'t> = (usize, Line<'t>);

/// Checks the trace. Gives the number of its events.
pub(super) fn check(trace: &Trace) -> Checked<usize> {
    let events = form::check(trace)?;
    let mut order = Order::default();
    for (number, line) in &events {
        order.take(line).map_err(|defect| (*number, defect.into()))?;
    }
    let last = events.last().map_or(trace.first_line(), |(number, _)| *number);
    order.end(trace.ends).map_err(|defect| (last, defect))?;
    Ok(events.len())
}
