//! What `pgs replay` prints.
//!
//! ```text
//! trace  the comparison of one trace
//! table  those of a folder of traces, by workflow
//! ```

mod table;
mod trace;

use pgs_evidence::replay::{Replay, replay as replay_trace};
use pgs_rt::Workflow;

use super::select::{SelectError, Selection};
use crate::options::Loudness;
use crate::output::Output;
use crate::process::Process;
use crate::style::Look;

/// Runs these traces again and prints each comparison.
pub(crate) fn replay(selection: &Selection, process: &Process<'_>, workflows: &[Workflow]) -> Output {
    let look = Look(process.columns);
    match replays(selection, process, workflows) {
        Ok(replays) => {
            let shown = replays.iter().filter(|replay| selection.loudness != Loudness::Quiet || replay.differs());
            output(&replays, shown.map(|replay| trace::text(replay, look)).collect(), look)
        }
        Err(error) => error.output(),
    }
}

fn replays(selection: &Selection, process: &Process<'_>, workflows: &[Workflow]) -> Result<Vec<Replay>, SelectError> {
    let selected = selection.find(process)?;
    let each = selected.traces(workflows).map(|(file, trace)| match trace {
        Ok(trace) => replay_trace(&trace, workflows),
        Err(error) => Replay::impossible(file, error.into()),
    });
    let replays = each.collect();
    selected.end();
    Ok(replays)
}

/// Runs all traces of a folder again and prints a table by workflow, then every run that goes another way.
pub(crate) fn against(selection: &Selection, process: &Process<'_>, workflows: &[Workflow]) -> Output {
    match replays(selection, process, workflows) {
        Ok(replays) => {
            let look = Look(process.columns);
            output(&replays, table::text(&replays, look), look)
        }
        Err(error) => error.output(),
    }
}

/// The exit status is 1 where a run goes another way, or can't be run again at all.
fn output(replays: &[Replay], stdout: String, look: Look) -> Output {
    Output {
        stdout,
        status: u8::from(replays.iter().any(Replay::differs)),
        is_styled: look.is_styled(),
        ..Output::default()
    }
}
