//! Options together with the environment: where and how runs take place. An option goes before its variable; a variable
//! that is set to nothing counts as not set.
//!
//! ```text
//! folder  the folders that a run needs
//! word    options that are one of a few words
//! error   why something can't be used
//! ```

mod error;
mod folder;
mod word;

use std::path::{Path, PathBuf};
use std::time::Duration;

use pgs_evidence::render::Files;
use pgs_rt::store::{BackendEntry, DataRoot, Isolation, Links, State, StoreOptions, Wait};
use pgs_rt::{Admission, Context, Traces, Waits, WorkflowId};

pub(crate) use error::OptionError;
pub(crate) use folder::{FoundFolder, absolute};

use crate::options::{
    self, ADMISSION, DURABILITY, FOLLOW_LINKS, ISOLATION, Input, RunOptions, TRACE_FILES, TraceFile, beside_trace,
};
use crate::process::Process;
use crate::size::Size;
use crate::words;
use folder::{DATA_ROOT, WORKSPACE};

const TRACE: &str = "PGS_TRACE";

/// Where and how runs take place. Everything is checked, and nothing has been written.
pub(crate) struct ResolvedOptions {
    state: State,
    traces: TraceTarget,
    admission: Admission,
    isolation: Isolation,
    wait: Wait,
    /// What is to be said of where that is.
    pub notes: Vec<String>,
    /// The same for whoever wants to know all.
    pub about: Vec<String>,
}

/// Where traces go.
enum TraceTarget {
    /// Below this workspace.
    Workspace(PathBuf),
    /// All into this file.
    File(PathBuf),
}

impl ResolvedOptions {
    /// How long is waited for others.
    pub fn wait(&self) -> Duration {
        self.wait.0
    }

    /// Where the trace with this id would lie.
    pub fn trace(&self, workflow: WorkflowId, trace_id: &str) -> PathBuf {
        match &self.traces {
            TraceTarget::Workspace(workspace) => {
                let folder = workspace.join("traces").join(workflow.domain).join(workflow.code()).join(trace_id);
                folder.join(trace_id).with_added_extension("jsonl")
            }
            TraceTarget::File(file) => file.clone(),
        }
    }

    /// Where state lies and traces go, for an engine that takes no more. A file that all traces go into is opened now.
    #[cfg(feature = "pgc")]
    pub fn places(&self) -> Result<(State, Traces), OptionError> {
        let Context { state, traces, .. } = self.open(Waits::Run)?;
        Ok((state, traces))
    }

    /// The context of the runs. A file that all traces go into is opened now, and created if it is not there.
    pub fn open(&self, waits: Waits) -> Result<Context, OptionError> {
        let Self { state, traces, admission, isolation, wait, .. } = self;
        let (admission, isolation) = (*admission, *isolation);
        let traces = match traces {
            TraceTarget::Workspace(workspace) => Traces::below(workspace),
            TraceTarget::File(file) => Traces::into_file_within(file, wait.0).map_err(OptionError::TraceInto)?,
        };
        Ok(Context { admission, isolation, waits, ..Context::new(state.clone(), traces) })
    }
}

/// Where and how runs take place.
pub(crate) fn resolve(options: &RunOptions, process: &Process<'_>) -> Result<ResolvedOptions, OptionError> {
    let FoundFolder { path: data_root, note, is_new } = data_root(options.data_root.as_deref(), process)?;
    let mut notes: Vec<String> = note.into_iter().collect();
    let traces = match &options.trace_into {
        Some(given) => {
            let file = absolute("--trace-into", given)?;
            if file.starts_with(&data_root) {
                return Err(OptionError::TraceInState { file, data_root });
            }
            notes.extend(given.is_relative().then(|| format!("--trace-into is {}", file.display())));
            TraceTarget::File(file)
        }
        None => {
            let FoundFolder { path, note, is_new: both } = workspace(options.workspace.as_deref(), process)?;
            if is_new && both {
                notes = vec![both_are_new(&data_root, &path)];
            } else {
                notes.extend(note);
            }
            TraceTarget::Workspace(path)
        }
    };
    let backend = word::backend(options.store, &data_root, process)?;
    let durability = word::resolve("PGS_DURABILITY", "durability", DURABILITY, options.durability, process)?;
    let isolation = word::resolve("PGS_ISOLATION", "isolation", ISOLATION, options.isolation, process)?;
    let wait = wait(options.wait, process)?;
    let admission = admission(options.admission, process)?;
    let data_root = DataRoot::new(data_root).with_links(links(options.links, process)?);
    let state = State::at(data_root, &backend, StoreOptions { durability, wait }).map_err(OptionError::DataRoot)?;
    let place = match &traces {
        TraceTarget::Workspace(workspace) => format!("traces below {}", workspace.join("traces").display()),
        TraceTarget::File(file) => format!("traces in {}", file.display()),
    };
    let about = vec![
        format!("state in {} ({})", state.data_root().display(), backend.scheme),
        place,
        format!("durability {}, isolation {}", words::text(DURABILITY, durability), words::text(ISOLATION, isolation)),
        format!("admission {}, waits {} s", admission.as_str(), wait.0.as_secs()),
    ];
    Ok(ResolvedOptions { state, traces, admission, isolation, wait, notes, about })
}

/// What is said once, before the first run in a folder.
fn both_are_new(data_root: &Path, workspace: &Path) -> String {
    let (data_root, traces) = (data_root.display(), workspace.join("traces"));
    let traces = traces.display();
    format!("state goes to {data_root} and traces to {traces}, which are new; --data-root and --workspace name others")
}

/// What happens to a payload that breaks a declared rule.
pub(crate) fn admission(given: Option<Admission>, process: &Process<'_>) -> Result<Admission, OptionError> {
    word::resolve("PGS_ADMISSION", "admission mode", ADMISSION, given, process)
}

/// How long is waited for what others hold.
pub(crate) fn wait(given: Option<Wait>, process: &Process<'_>) -> Result<Wait, OptionError> {
    const VARIABLE: &str = "PGS_WAIT";
    let Some(text) = process.variable(VARIABLE).filter(|_| given.is_none()) else {
        return Ok(given.unwrap_or_default());
    };
    options::wait(&text.to_string_lossy()).map_err(|source| OptionError::Wait { variable: VARIABLE, text, source })
}

/// How many bytes a payload may have.
pub(crate) fn max_payload(given: Option<Size>, process: &Process<'_>) -> Result<Size, OptionError> {
    const VARIABLE: &str = "PGS_MAX_PAYLOAD";
    let Some(text) = process.variable(VARIABLE).filter(|_| given.is_none()) else {
        return Ok(given.unwrap_or_default());
    };
    let size = text.to_string_lossy().parse();
    size.map_err(|source| OptionError::MaxPayload { variable: VARIABLE, text, source })
}

/// What happens to links in the place of state files.
pub(crate) fn links(given: Option<Links>, process: &Process<'_>) -> Result<Links, OptionError> {
    word::resolve("PGS_FOLLOW_LINKS", "answer to whether links are followed", FOLLOW_LINKS, given, process)
}

/// The data root alone.
pub(crate) fn data_root(given: Option<&Path>, process: &Process<'_>) -> Result<FoundFolder, OptionError> {
    DATA_ROOT.resolve(given, process)
}

/// The form in which state lies below a data root.
pub(crate) fn backend(data_root: &Path, process: &Process<'_>) -> Result<BackendEntry, OptionError> {
    word::backend(None, data_root, process)
}

/// The workspace alone.
pub(crate) fn workspace(given: Option<&Path>, process: &Process<'_>) -> Result<FoundFolder, OptionError> {
    WORKSPACE.resolve(given, process)
}

/// What a run is to leave beside its trace. A batch leaves traces alone, unless it is told otherwise; where all traces go
/// into one file nothing can lie beside one of them.
pub(crate) fn files(options: &RunOptions, process: &Process<'_>) -> Result<Files, OptionError> {
    let files = match (options.files, process.variable(TRACE), &options.input) {
        (Some(files), _, _) => files,
        (None, _, _) if options.trace_into.is_some() => Files::NONE,
        (None, None, Input::Many { .. }) => Files::NONE,
        (None, None, Input::One { .. }) => Files::ALL,
        (None, Some(words), _) => beside_trace(&trace_files(&words.to_string_lossy())?),
    };
    if options.trace_into.is_some() && files != Files::NONE {
        return Err(OptionError::NoPlaceBesideTrace);
    }
    Ok(files)
}

fn trace_files(words: &str) -> Result<Vec<TraceFile>, OptionError> {
    let files = words.split(',').map(|word| words::find(TRACE_FILES, word.trim()));
    files.collect::<Option<_>>().ok_or_else(|| OptionError::UnknownFiles {
        variable: TRACE,
        words: words.to_owned(),
        known: word::joined(TRACE_FILES, ","),
    })
}
