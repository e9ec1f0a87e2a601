//! Which traces a command is asked about.

use std::cell::Cell;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use pgs_evidence::filter::Filter;
use pgs_evidence::text::plural;
use pgs_evidence::{FindError, ReadError, Trace, Workflows};

use crate::named::NameError;
use crate::options::Loudness;
use crate::output::Output;
use crate::process::Process;
use crate::resolve::{self, OptionError};
use crate::success::USAGE;
use crate::text::{lines, one_line};

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
    #[error("{} is no file, folder or trace id (YYYYMMDDTHHMMSSmmmZ__WF_CODE_V0__XXXX)", .given.display())]
    Nothing { given: PathBuf },
    #[error(transparent)]
    Name(#[from] NameError),
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
    /// What was looked through.
    places: Vec<PathBuf>,
    /// How many runs were looked at.
    seen: Cell<usize>,
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
        Ok(Selected { files, selection: self, places: paths, seen: Cell::new(0), bar })
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
            _ if is_word(given) && is_absent(given) => Err(SelectError::Nothing { given: given.to_owned() }),
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

/// Whether this may be meant for a trace id: no path, and no file's name.
fn is_word(path: &Path) -> bool {
    path.components().count() == 1 && path.extension().is_none()
}

fn is_absent(path: &Path) -> bool {
    path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

impl Selected<'_> {
    /// The traces that are asked about, one after the other, and what can't be read.
    pub fn traces<'s>(
        &'s self,
        workflows: Workflows<'s>,
    ) -> impl Iterator<Item = (&'s PathBuf, Result<Trace, ReadError>)> {
        let each = |file: &'s PathBuf| pgs_evidence::traces(file).map(move |trace| (file, trace));
        let all = self.files.iter().flat_map(each).inspect(|_| self.done(1));
        let filter = &self.selection.filter;
        all.filter(|(_, trace)| trace.as_ref().map_or(true, |trace| filter.takes(trace, workflows.pgs)))
    }

    /// So many runs more are done.
    pub fn done(&self, runs: usize) {
        self.seen.set(self.seen.get() + runs);
        self.bar.inc(u64::try_from(runs).unwrap_or_default());
    }

    /// All are, and so many were asked about. What is to be said of that on standard error; an error where none was, and
    /// the workflow that is asked about is none.
    pub fn end(&self, taken: usize, workflows: Workflows<'_>) -> Result<String, SelectError> {
        self.bar.finish_and_clear();
        let Selection { filter, loudness, .. } = self.selection;
        if let (0, Some(name)) = (taken, &filter.workflow)
            && !workflows.has(name)
        {
            return Err(NameError::none("--workflow", name, workflows.pgs).into());
        }
        let nothing = (taken == 0).then(|| "no trace here matches".to_owned());
        let seen = || {
            let places: Vec<String> = self.places.iter().map(|place| place.display().to_string()).collect();
            let seen = self.seen.get();
            format!("{seen} trace{} in {}, of which {taken} match", plural(seen), places.join(", "))
        };
        let notes = match loudness {
            Loudness::Quiet => Vec::new(),
            Loudness::Normal => Vec::from_iter(nothing),
            Loudness::Verbose => nothing.into_iter().chain([seen()]).collect(),
        };
        Ok(lines(notes.iter().map(|note| format!("note: {}", one_line(note)))))
    }
}
