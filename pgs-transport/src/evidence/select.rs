//! Which traces a command is asked about.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use pgs_evidence::filter::Filter;
use pgs_evidence::{FindError, ReadError, Trace};
use pgs_rt::Workflow;

use crate::options::Loudness;
use crate::output::Output;
use crate::process::Process;
use crate::resolve::{self, OptionError};
use crate::success::USAGE;

/// Which traces a command is asked about, and how it says so.
pub(crate) struct Selection {
    /// Files, folders and trace ids; all traces of the workspace where there is none.
    pub traces: Vec<PathBuf>,
    /// Where trace ids are looked for.
    pub workspace: Option<PathBuf>,
    /// Which of them.
    pub filter: Filter,
    /// How much is said.
    pub loudness: Loudness,
}

/// Why no trace is meant.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SelectError {
    #[error(transparent)]
    Option(#[from] OptionError),
    #[error(transparent)]
    Find(#[from] FindError),
    #[error("there is no trace {id} below {}; give its file, or name its --workspace", .workspace.join("traces").display())]
    NoTrace { id: String, workspace: PathBuf },
    #[error("there is no workspace {}; give traces, or name a --workspace", .workspace.display())]
    NoWorkspace { workspace: PathBuf },
}

impl SelectError {
    /// What a process gives back.
    pub fn output(self) -> Output {
        Output { status: USAGE, ..Output::error(self) }
    }
}

/// The files that are meant, with how many runs they hold at most.
pub(super) struct Selected<'a> {
    pub files: Vec<PathBuf>,
    selection: &'a Selection,
    bar: ProgressBar,
}

impl Selection {
    /// The files that are meant.
    pub(super) fn find(&self, process: &Process<'_>) -> Result<Selected<'_>, SelectError> {
        let mut paths = Vec::new();
        if self.traces.is_empty() {
            let workspace = self.workspace(process)?;
            if !workspace.is_dir() {
                return Err(SelectError::NoWorkspace { workspace });
            }
            paths.push(workspace);
        }
        for given in &self.traces {
            paths.push(self.path(given, process)?);
        }
        let files = pgs_evidence::find(&paths)?;
        let bar = self.bar(&files, process);
        Ok(Selected { files, selection: self, bar })
    }

    fn workspace(&self, process: &Process<'_>) -> Result<PathBuf, OptionError> {
        Ok(resolve::workspace(self.workspace.as_deref(), process)?.path)
    }

    /// A path, or the file of a trace that is named by its id.
    fn path(&self, given: &Path, process: &Process<'_>) -> Result<PathBuf, SelectError> {
        match given.to_str().filter(|id| pgs_evidence::is_trace_id(id)) {
            Some(id) if !given.exists() => {
                let workspace = self.workspace(process)?;
                let found = pgs_evidence::find_id(&workspace, id);
                found.ok_or_else(|| SelectError::NoTrace { id: id.to_owned(), workspace })
            }
            _ => Ok(given.to_owned()),
        }
    }

    /// A bar on standard error, by runs, where a terminal is looked at.
    fn bar(&self, files: &[PathBuf], process: &Process<'_>) -> ProgressBar {
        if process.columns.is_none() || self.loudness == Loudness::Quiet {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} runs {eta} left");
        let bar = ProgressBar::new(u64::try_from(pgs_evidence::count(files)).unwrap_or(u64::MAX));
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }
}

impl Selected<'_> {
    /// The traces that are asked about, one after the other, and what can't be read.
    pub fn traces<'s>(
        &'s self,
        workflows: &'s [Workflow],
    ) -> impl Iterator<Item = (&'s PathBuf, Result<Trace, ReadError>)> {
        let each = |file: &'s PathBuf| pgs_evidence::traces(file).map(move |trace| (file, trace));
        let all = self.files.iter().flat_map(each).inspect(|_| self.bar.inc(1));
        let filter = &self.selection.filter;
        all.filter(|(_, trace)| trace.as_ref().map_or(true, |trace| filter.takes(trace, workflows)))
    }

    /// So many runs more are done.
    pub fn done(&self, runs: usize) {
        self.bar.inc(u64::try_from(runs).unwrap_or_default());
    }

    /// All are.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
