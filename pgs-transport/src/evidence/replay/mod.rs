//! What `pgs replay` prints.
//!
//! ```text
//! trace   the comparison of one trace
//! table   those of a folder of traces, by workflow
//! before  what a run of PGC needs that its trace does not hold
//! ```

mod before;
mod table;
mod trace;

use pgs_evidence::Workflows;
use pgs_evidence::replay::{Before, Replay, replay_on};

pub(crate) use before::BeforeOptions;

use super::select::{SelectError, Selection};
use crate::options::Loudness;
use crate::output::Output;
use crate::process::Process;
use crate::style::Look;

/// Runs these traces again and prints each comparison.
pub(crate) fn replay(
    selection: &Selection,
    before: &BeforeOptions,
    mut process: Process<'_>,
    workflows: Workflows<'_>,
) -> Output {
    let given = match before.read(&mut process) {
        Ok(given) => given,
        Err(error) => return error.output(),
    };
    shown(selection, &process, workflows, &given.before(), |replays, look| each(replays, look, |_| true))
}

/// Runs all traces of a folder again and prints a table by workflow, then every run that goes another way.
pub(crate) fn against(selection: &Selection, process: &Process<'_>, workflows: Workflows<'_>) -> Output {
    shown(selection, process, workflows, &Before::default(), table::text)
}

/// Runs these traces again and prints what is said of them; quiet, only the runs that go another way.
fn shown(
    selection: &Selection,
    process: &Process<'_>,
    workflows: Workflows<'_>,
    before: &Before<'_>,
    text: impl Fn(&[Replay], Look) -> String,
) -> Output {
    let look = Look(process.columns);
    match replays(selection, process, workflows, before) {
        Ok((replays, said)) => Output {
            stdout: match selection.loudness {
                Loudness::Quiet => each(&replays, look, Replay::differs),
                Loudness::Normal | Loudness::Verbose => text(&replays, look),
            },
            stderr: said,
            // Also where a run can't be run again at all.
            status: u8::from(replays.iter().any(Replay::differs)),
            is_styled: look.is_styled(),
        },
        Err(error) => error.output(),
    }
}

fn each(replays: &[Replay], look: Look, is_shown: impl Fn(&Replay) -> bool) -> String {
    replays.iter().filter(|replay| is_shown(replay)).map(|replay| trace::text(replay, look)).collect()
}

/// The comparisons, and what is to be said on standard error.
fn replays(
    selection: &Selection,
    process: &Process<'_>,
    workflows: Workflows<'_>,
    before: &Before<'_>,
) -> Result<(Vec<Replay>, String), SelectError> {
    let selected = selection.find(process)?;
    let each = selected.traces(workflows).map(|(file, trace)| match trace {
        Ok(trace) => replay_on(&trace, workflows, before),
        Err(error) => Replay::impossible(file, error.into()),
    });
    let replays: Vec<Replay> = each.collect();
    let said = selected.end(replays.len(), workflows)?;
    Ok((replays, said))
}
