//! Recorded runs: which of them a change would touch (`docs/traces.md`).

mod admits;
mod runs;
mod touch;

use pgs_protocol::protocol::Protocol;

use super::change::{Report, Runs};

pub use super::touched::{Probe, Touch};
pub use runs::{Recorded, TracesError, read};

/// Adds to each change how many of these runs it touches.
pub fn count(report: &mut Report, recorded: &[Recorded], protocols: [&Protocol; 2]) {
    for change in &mut report.changes {
        let touched = recorded.iter().filter(|run| touch::touches(change, run, protocols)).count();
        change.runs = Some(Runs { touched, of: recorded.len() });
    }
}
