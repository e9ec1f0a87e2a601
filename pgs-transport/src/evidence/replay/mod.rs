//! `pgs replay`: recorded runs once more, with what they drew and what side effects answered, touching no state.
//!
//! ```text
//! one      one trace: run its workflow again and compare
//! report   what is printed of one trace
//! table    what is printed of a folder of traces, by workflow
//! ```

mod one;
mod report;
mod table;

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use one::{Outcome, Replayed};

use super::{files, read};
use crate::{Answer, Workflow};

/// Runs these traces again and prints each comparison.
pub(crate) fn replay(traces: &[PathBuf], workflows: &[Workflow]) -> Answer {
    match files::find(traces) {
        Ok(files) => {
            let replays: Vec<Replayed> = files.iter().flat_map(|file| replay_file(file, workflows)).collect();
            let stdout = replays.iter().map(report::text).collect();
            Answer { stdout, status: status(&replays), ..Answer::default() }
        }
        Err(message) => Answer::error(message),
    }
}

/// Runs all traces of a folder again and prints a table by workflow, then every run that goes another way.
pub(crate) fn against(folder: &Path, workflows: &[Workflow]) -> Answer {
    match files::find(&[folder.to_owned()]) {
        Ok(files) => {
            let bar = progress(files.len());
            let replays: Vec<Replayed> =
                bar.wrap_iter(files.iter()).flat_map(|file| replay_file(file, workflows)).collect();
            bar.finish_and_clear();
            Answer { stdout: table::text(&replays), status: status(&replays), ..Answer::default() }
        }
        Err(message) => Answer::error(message),
    }
}

/// A bar on standard error, where that is a terminal.
fn progress(length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} traces {eta} left");
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The traces of one file.
fn replay_file(file: &Path, workflows: &[Workflow]) -> Vec<Replayed> {
    match read::read(file) {
        Ok(traces) => traces.iter().map(|trace| one::replay(trace, workflows)).collect(),
        Err(reason) => vec![one::unreadable(file, reason)],
    }
}

/// 1 where a run goes another way, or can't be run again at all.
fn status(replays: &[Replayed]) -> u8 {
    u8::from(replays.iter().any(|replay| matches!(replay.outcome, Outcome::Diverged(_) | Outcome::Impossible(_))))
}
