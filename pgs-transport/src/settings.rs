//! Where and how a run takes place, from options or the environment.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use pgs_evidence::render::Files;
use pgs_rt::store::{BackendEntry, Durability, FILES, State};
use pgs_rt::{Admission, Context, Traces, Waits};

use crate::Process;
use crate::backends::{self, BACKENDS};
use crate::cli::{RunOptions, TraceFormat};

/// A folder that a run needs.
struct Folder {
    option: &'static str,
    variable: &'static str,
    purpose: &'static str,
}

const DATA_ROOT: Folder =
    Folder { option: "--data-root", variable: "PGS_DATA_ROOT", purpose: "the folder below which all state lives" };
const WORKSPACE: Folder =
    Folder { option: "--workspace", variable: "PGS_WORKSPACE", purpose: "the folder whose traces/ receives the trace" };
const TRACE: &str = "PGS_TRACE";
const TRACE_INTO: &str = "--trace-into";

/// Where and how runs take place. Everything is checked, and nothing has been written.
pub(crate) struct Place {
    state: State,
    traces: TracesAt,
    admission: Admission,
}

/// Where traces go.
enum TracesAt {
    /// Below this workspace.
    Workspace(PathBuf),
    /// All into this file.
    File(PathBuf),
}

impl Place {
    /// The context of the runs. A file that all traces go into is opened now, and created if it is not there.
    pub fn open(self, waits: Waits) -> Result<Context, String> {
        let Self { state, traces, admission } = self;
        let traces = match traces {
            TracesAt::Workspace(workspace) => Traces::below(workspace),
            TracesAt::File(file) => Traces::into_file(&file)
                .map_err(|reason| format!("{TRACE_INTO}: {reason}; give a file in a folder that can be written"))?,
        };
        Ok(Context { admission, waits, ..Context::new(state, traces) })
    }
}

/// Where and how runs take place. An option goes before its variable; a variable that is set to nothing counts as not
/// set.
pub(crate) fn resolve(options: &RunOptions, process: &Process<'_>) -> Result<Place, String> {
    let data_root = DATA_ROOT.resolve(options.data_root.as_deref(), process)?;
    let traces = match &options.trace_into {
        Some(file) if file.is_relative() => return Err(relative(TRACE_INTO, file)),
        Some(file) => TracesAt::File(file.clone()),
        None => TracesAt::Workspace(WORKSPACE.resolve(options.workspace.as_deref(), process)?),
    };
    let backend = backend(options.store, process)?;
    let durability = DURABILITY.resolve(options.durability.map(Into::into), process)?;
    let admission = ADMISSION.resolve(options.admission.map(Into::into), process)?;
    let state = State::at(&data_root, &backend, durability).map_err(|error| format!("{error}; check --data-root"))?;
    Ok(Place { state, traces, admission })
}

/// The data root alone.
pub(crate) fn data_root(given: Option<&Path>, process: &Process<'_>) -> Result<PathBuf, String> {
    DATA_ROOT.resolve(given, process)
}

/// Refuses a path that means another place in another folder.
pub(crate) fn absolute(option: &str, path: &Path) -> Result<(), String> {
    if path.is_relative() { Err(relative(option, path)) } else { Ok(()) }
}

/// What a run is to leave beside its trace. The option goes before its variable. A batch leaves traces alone, unless it
/// is told otherwise; where all traces go into one file nothing can lie beside one of them.
pub(crate) fn files(options: &RunOptions, process: &Process<'_>) -> Result<Files, String> {
    let formats = match (&options.trace, process.variable(TRACE)) {
        (Some(formats), _) => formats.clone(),
        (None, _) if options.trace_into.is_some() => Vec::new(),
        (None, None) if options.payloads.is_some() => Vec::new(),
        (None, None) => TraceFormat::value_variants().to_vec(),
        (None, Some(words)) => {
            let words = words.to_string_lossy();
            let formats = words.split(',').map(|word| TraceFormat::from_str(word.trim(), false));
            formats
                .collect::<Result<_, _>>()
                .map_err(|_| format!("{TRACE}: {words} is no list of formats; use jsonl,md,png or some of them"))?
        }
    };
    let files = Files { md: formats.contains(&TraceFormat::Md), png: formats.contains(&TraceFormat::Png) };
    if options.trace_into.is_some() && files != Files::NONE {
        return Err(format!(
            "--trace: beside the one file of {TRACE_INTO} there is no place for md and png; use `pgs render` later, or \
             leave one of the options out"
        ));
    }
    Ok(files)
}

impl Folder {
    fn resolve(&self, given: Option<&Path>, process: &Process<'_>) -> Result<PathBuf, String> {
        let (source, path) = match given {
            Some(path) => (self.option, path.to_owned()),
            None => (self.variable, process.variable(self.variable).ok_or_else(|| self.missing())?.into()),
        };
        if path.is_relative() {
            return Err(relative(source, &path));
        }
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Ok(path),
            Ok(_) => Err(format!("{source}: {} is not a folder; give {}", path.display(), self.purpose)),
            // It is created when something is first written into it.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(path),
            Err(error) => Err(format!("{source}: {} can't be read: {error}; give {}", path.display(), self.purpose)),
        }
    }

    fn missing(&self) -> String {
        format!("{} is missing: give {} as an absolute path, or set {}", self.option, self.purpose, self.variable)
    }
}

fn relative(source: &str, path: &Path) -> String {
    let remedy = std::path::absolute(path).map_or_else(|_| String::new(), |path| format!("; write {}", path.display()));
    format!("{source}: {} is not an absolute path{remedy}", path.display())
}

const STORE: &str = "PGS_STORE";

/// In what form state lies. The option goes before its variable.
fn backend(given: Option<BackendEntry>, process: &Process<'_>) -> Result<BackendEntry, String> {
    let Some(word) = process.variable(STORE).filter(|_| given.is_none()) else { return Ok(given.unwrap_or(FILES)) };
    match backends::named(&word.to_string_lossy()) {
        Some(entry) => entry.map_err(|error| format!("{STORE}: {error}")),
        None => {
            let names: Vec<&str> = BACKENDS.iter().map(|entry| entry.scheme).collect();
            Err(format!("{STORE}: {} is no store; use {}", word.display(), names.join(" or ")))
        }
    }
}

/// A setting that is one of a few words.
struct Choice<T: 'static> {
    variable: &'static str,
    purpose: &'static str,
    words: &'static [(&'static str, T)],
}

const DURABILITY: Choice<Durability> = Choice {
    variable: "PGS_DURABILITY",
    purpose: "durability",
    words: &[("sync", Durability::Sync), ("os", Durability::Os)],
};
const ADMISSION: Choice<Admission> = Choice {
    variable: "PGS_ADMISSION",
    purpose: "admission mode",
    words: &[("enforce", Admission::Enforce), ("observe", Admission::Observe)],
};

impl<T: Copy + Default> Choice<T> {
    fn resolve(&self, given: Option<T>, process: &Process<'_>) -> Result<T, String> {
        let Some(word) = process.variable(self.variable).filter(|_| given.is_none()) else {
            return Ok(given.unwrap_or_default());
        };
        let known = self.words.iter().find(|(name, _)| word == *name);
        known.map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = self.words.iter().map(|(name, _)| *name).collect();
            format!("{}: {} is no {}; use {}", self.variable, word.display(), self.purpose, names.join(" or "))
        })
    }
}
