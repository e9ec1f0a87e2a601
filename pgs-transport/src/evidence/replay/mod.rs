//! What `pgs replay` prints.
//!
//! ```text
//! trace  the comparison of one trace
//! table  those of a folder of traces, by workflow
//! ```

mod table;
mod trace;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use pgs_evidence::replay::{Replay, replay_file};
use pgs_rt::Workflow;

use crate::output::Output;

/// Runs these traces again and prints each comparison.
pub(crate) fn replay(traces: &[PathBuf], workflows: &[Workflow]) -> Output {
    match pgs_evidence::find(traces) {
        Ok(files) => {
            let replays: Vec<Replay> = files.iter().flat_map(|file| replay_file(file, workflows)).collect();
            output(&replays, replays.iter().map(trace::text).collect())
        }
        Err(error) => Output::error(error),
    }
}

/// Runs all traces of a folder again and prints a table by workflow, then every run that goes another way.
pub(crate) fn against(folder: &Path, workflows: &[Workflow]) -> Output {
    match pgs_evidence::find(&[folder.to_owned()]) {
        Ok(files) => {
            let bar = progress(&files);
            let replays = files.iter().flat_map(|file| replay_file(file, workflows));
            let replays: Vec<Replay> = replays.inspect(|_| bar.inc(1)).collect();
            bar.finish_and_clear();
            output(&replays, table::text(&replays))
        }
        Err(error) => Output::error(error),
    }
}

/// The exit status is 1 where a run goes another way, or can't be run again at all.
fn output(replays: &[Replay], stdout: String) -> Output {
    Output { stdout, status: u8::from(replays.iter().any(Replay::differs)), ..Output::default() }
}

/// A bar on standard error, where that is a terminal.
fn progress(files: &[PathBuf]) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} runs {eta} left");
    let bar = ProgressBar::new(u64::try_from(pgs_evidence::count(files)).unwrap_or(u64::MAX));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
