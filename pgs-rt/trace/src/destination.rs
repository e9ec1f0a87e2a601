//! Where traces go: a folder for each, one file for all of them, or memory. And how two never get one id.

use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pgs_folder::{Access, FilePath, Folder, NEW_FILE, Refused};

use crate::EXTENSION;
use crate::Timestamp;
use crate::WorkflowId;
use crate::error::DestinationError;
use crate::ids::Ids;
use crate::log::TraceLog;
use crate::sources::trace_stamp;

/// How long a trace waits for another process that writes to the same file.
const WAIT: Duration = Duration::from_secs(30);

/// Where the traces of runs go. Runs share it; a clone is the same place.
#[derive(Clone, Debug)]
pub struct Traces(Arc<Destination>);

#[derive(Debug)]
enum Destination {
    /// A folder for each trace, below the `traces/` of a workspace.
    Folders(Folders),
    /// One file for all of them.
    File(Arc<TraceLog>),
    /// The memory of this process.
    Memory(Arc<Kept>),
}

/// Traces that no file holds.
#[derive(Debug, Default)]
pub struct Kept {
    ids: Ids,
    lines: Mutex<String>,
}

impl Kept {
    /// Appends whole lines.
    pub fn append(&self, lines: &str) {
        lock(&self.lines).push_str(lines);
    }
}

/// A workspace, with its folder of traces of the workflow that was run last.
#[derive(Debug)]
struct Folders {
    workspace: Folder,
    ids: Ids,
    last: Mutex<Option<(WorkflowId, Folder)>>,
}

/// What the lines of one trace are written to.
#[derive(Debug)]
pub enum Sink {
    /// A file of its own, which gets its lines as they come.
    Own(File),
    /// The file of many traces, which gets this one whole, when it ends.
    Shared(Arc<TraceLog>),
    /// Memory, which gets this one whole, too.
    Kept(Arc<Kept>),
}

impl Sink {
    /// Whether it is a file of one trace.
    pub fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// Adds whole lines: to a file of its own as they come, elsewhere those of a trace all at once.
    pub fn write(&mut self, lines: &str) -> io::Result<()> {
        match self {
            Self::Own(file) => file.write_all(lines.as_bytes()),
            Self::Shared(log) => log.append(lines),
            Self::Kept(kept) => {
                kept.append(lines);
                Ok(())
            }
        }
    }
}

/// A trace that has an id and a place.
#[derive(Debug)]
pub struct Begun {
    /// The id.
    pub id: String,
    /// The file that will hold it.
    pub path: PathBuf,
    /// What its lines are written to.
    pub sink: Sink,
    /// What was found damaged and was repaired.
    pub notes: Vec<String>,
}

impl Traces {
    /// `WORKSPACE/traces/<domain>/<WF_CODE>/<TRACE_ID>/<TRACE_ID>.jsonl` (`docs/traces.md`). Folders are created as needed.
    pub fn below(workspace: impl Into<PathBuf>) -> Self {
        let folders = Folders { workspace: Folder::new(workspace), ids: Ids::default(), last: Mutex::default() };
        Self(Arc::new(Destination::Folders(folders)))
    }

    /// All of them one after the other at the end of this file, which is created if it is not there. Any number of
    /// processes may do so at the same time.
    ///
    /// # Errors
    ///
    /// The file can't be used.
    pub fn into_file(path: &Path) -> Result<Self, DestinationError> {
        Self::into_file_within(path, WAIT)
    }

    /// The same, where this is how long each trace waits for another process that writes to the file.
    pub fn into_file_within(path: &Path, wait: Duration) -> Result<Self, DestinationError> {
        TraceLog::open(path, wait).map(|log| Self(Arc::new(Destination::File(Arc::new(log)))))
    }

    /// All of them in memory, for whoever takes them ([`Self::take_kept`]).
    pub fn in_memory() -> Self {
        Self(Arc::new(Destination::Memory(Arc::default())))
    }

    /// The lines of the traces that have ended and are kept in memory; they are not kept any longer. Nothing where traces go
    /// to files.
    pub fn take_kept(&self) -> String {
        match &*self.0 {
            Destination::Memory(kept) => std::mem::take(&mut *lock(&kept.lines)),
            Destination::Folders(_) | Destination::File(_) => String::new(),
        }
    }

    /// Finds an id and a place for the trace of a run that begins now.
    ///
    /// An id holds a time in milliseconds. Where this one is taken the next one that is free is, without waiting for it:
    /// the times of ids may be ahead of the clock where equal payloads come in faster.
    pub fn begin(&self, workflow: WorkflowId, suffix: u16, now: Timestamp) -> Result<Begun, DestinationError> {
        check_clock(now)?;
        match &*self.0 {
            Destination::Folders(folders) => folders.begin(workflow, suffix, now),
            Destination::File(log) => {
                let (time, notes) = log.next(suffix, now.as_millisecond())?;
                let id = id(time, workflow, suffix)?;
                Ok(Begun { id, path: log.path().to_owned(), sink: Sink::Shared(Arc::clone(log)), notes })
            }
            Destination::Memory(kept) => {
                let now = now.as_millisecond();
                let id = id(kept.ids.next(workflow.fqdn, suffix, now, now), workflow, suffix)?;
                Ok(Begun { id, path: PathBuf::new(), sink: Sink::Kept(Arc::clone(kept)), notes: Vec::new() })
            }
        }
    }
}

/// A clock that says no time of these centuries is a clock that nobody has set.
fn check_clock(now: Timestamp) -> Result<(), DestinationError> {
    let says = match now {
        now if now < Timestamp::UNIX_EPOCH => "a time before 1970",
        now if now >= Timestamp::MAX => "a time after the year 9999, or in its last days",
        _ => return Ok(()),
    };
    Err(DestinationError::Clock { says })
}

impl Folders {
    /// The folder decides between processes: whoever creates it has the id.
    fn begin(&self, workflow: WorkflowId, suffix: u16, now: Timestamp) -> Result<Begun, DestinationError> {
        let traces = self.workspace.file("traces").file(workflow.domain).file(workflow.code());
        let failed = |error| not_created(&traces, &error);
        let now = now.as_millisecond();
        let mut time = self.ids.next(workflow.fqdn, suffix, now, now);
        loop {
            let id = id(time, workflow, suffix)?;
            let (parent, is_new) = self.parent(workflow, &traces).map_err(failed)?;
            match parent.file(&id).create_folder() {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    time = self.ids.next(workflow.fqdn, suffix, now, time.saturating_add(1));
                    continue;
                }
                // It was removed since the last run.
                Err(error) if error.kind() == ErrorKind::NotFound && !is_new => {
                    self.forget();
                    continue;
                }
                Err(error) => return Err(failed(error)),
            }
            let path = traces.file(&id).file(&id).with_added_extension(EXTENSION);
            match path.create_new(Access::Append, NEW_FILE) {
                Ok(file) => {
                    return Ok(Begun { id, path: path.to_path_buf(), sink: Sink::Own(file), notes: Vec::new() });
                }
                // It was moved away since the last run.
                Err(error) if error.kind() == ErrorKind::NotFound && !is_new => {
                    let _ = parent.file(&id).remove_all();
                    self.forget();
                }
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// The folder of a workflow's traces, created for its first run; and whether it was looked for just now.
    fn parent(&self, workflow: WorkflowId, traces: &FilePath) -> io::Result<(Folder, bool)> {
        if let Some((of, folder)) = &*lock(&self.last)
            && *of == workflow
        {
            return Ok((folder.clone(), false));
        }
        let folder = match traces.as_folder() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                traces.file(workflow.code()).create_parent()?;
                traces.as_folder()?
            }
            opened => opened?,
        };
        *lock(&self.last) = Some((workflow, folder.clone()));
        Ok((folder, true))
    }

    fn forget(&self) {
        *lock(&self.last) = None;
    }
}

/// Why there is no trace.
fn not_created(traces: &Path, error: &io::Error) -> DestinationError {
    let remedy = if Refused::of(error).is_some() { "; remove it" } else { "" };
    DestinationError::NotCreated { folder: traces.to_owned(), reason: format!("{error}{remedy}") }
}

/// A thread that panicked has put a folder there or not.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn id(time: i64, workflow: WorkflowId, suffix: u16) -> Result<String, DestinationError> {
    let time = Timestamp::from_millisecond(time).map_err(|error| DestinationError::Time(error.to_string()))?;
    Ok(format!("{}__{}__{suffix:04X}", trace_stamp(time), workflow.code()))
}
