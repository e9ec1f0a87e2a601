//! Where traces go: a folder for each, or one file for all of them. And how two never get one id.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::EXTENSION;
use crate::Timestamp;
use crate::WorkflowId;
use crate::error::DestinationError;
use crate::ids::Ids;
use crate::log::TraceLog;
use crate::sources::trace_stamp;

/// Where the traces of runs go. Runs share it; a clone is the same place.
#[derive(Clone, Debug)]
pub struct Traces(Arc<Destination>);

#[derive(Debug)]
enum Destination {
    /// A folder for each trace, below the `traces/` of a workspace.
    Folders { workspace: PathBuf, ids: Ids },
    /// One file for all of them.
    File(Arc<TraceLog>),
}

/// What the lines of one trace are written to.
#[derive(Debug)]
pub enum Sink {
    /// A file of its own, which gets its lines as they come.
    Own(File),
    /// The file of many traces, which gets this one whole, when it ends.
    Shared(Arc<TraceLog>),
}

/// A trace that has an id and a place.
pub struct Begun {
    pub id: String,
    /// The file that will hold it.
    pub path: PathBuf,
    pub sink: Sink,
    /// What was found damaged and was repaired.
    pub notes: Vec<String>,
}

impl Traces {
    /// `WORKSPACE/traces/<domain>/<WF_CODE>/<TRACE_ID>/<TRACE_ID>.jsonl` (`3-traces.md`). Folders are created as needed.
    pub fn below(workspace: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Destination::Folders { workspace: workspace.into(), ids: Ids::default() }))
    }

    /// All of them one after the other at the end of this file, which is created if it is not there. Any number of
    /// processes may do so at the same time.
    ///
    /// # Errors
    ///
    /// The file can't be used.
    pub fn into_file(path: &Path) -> Result<Self, DestinationError> {
        TraceLog::open(path).map(|log| Self(Arc::new(Destination::File(Arc::new(log)))))
    }

    /// Finds an id and a place for the trace of a run that begins now.
    ///
    /// An id holds a time in milliseconds. Where this one is taken the next one that is free is, without waiting for it:
    /// the times of ids may be ahead of the clock where equal payloads come in faster.
    pub fn begin(&self, workflow: WorkflowId, suffix: u16, now: Timestamp) -> Result<Begun, DestinationError> {
        check_clock(now)?;
        match &*self.0 {
            Destination::Folders { workspace, ids } => folder(workspace, ids, workflow, suffix, now),
            Destination::File(log) => {
                let (time, notes) = log.next(suffix, now.as_millisecond())?;
                let id = id(time, workflow, suffix)?;
                Ok(Begun { id, path: log.path().to_owned(), sink: Sink::Shared(Arc::clone(log)), notes })
            }
        }
    }
}

/// A clock that says no time of these centuries is a clock that nobody has set.
fn check_clock(now: Timestamp) -> Result<(), DestinationError> {
    let says = match now {
        now if now < Timestamp::UNIX_EPOCH => "a time before 1970",
        now if now >= Timestamp::MAX => "a time after the year 9999",
        _ => return Ok(()),
    };
    Err(DestinationError::Clock { says })
}

/// The folder decides between processes: whoever creates it has the id.
fn folder(
    workspace: &Path,
    ids: &Ids,
    workflow: WorkflowId,
    suffix: u16,
    now: Timestamp,
) -> Result<Begun, DestinationError> {
    let parent = workspace.join("traces").join(workflow.domain).join(workflow.code());
    let failed = |error: io::Error| DestinationError::NotCreated { folder: parent.clone(), reason: error.to_string() };
    let now = now.as_millisecond();
    let mut time = ids.next(workflow.fqdn, suffix, now, now);
    loop {
        let id = id(time, workflow, suffix)?;
        let folder = parent.join(&id);
        match fs::create_dir(&folder) {
            Ok(()) => {
                let path = folder.join(&id).with_added_extension(EXTENSION);
                let file = File::options().append(true).create_new(true).open(&path).map_err(failed)?;
                return Ok(Begun { id, path, sink: Sink::Own(file), notes: Vec::new() });
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                time = ids.next(workflow.fqdn, suffix, now, time.saturating_add(1));
            }
            // The first run of a workflow.
            Err(error) if error.kind() == ErrorKind::NotFound && !parent.exists() => {
                fs::create_dir_all(&parent).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

fn id(time: i64, workflow: WorkflowId, suffix: u16) -> Result<String, DestinationError> {
    let time = Timestamp::from_millisecond(time).map_err(|error| DestinationError::Time(error.to_string()))?;
    Ok(format!("{}__{}__{suffix:04X}", trace_stamp(time), workflow.code()))
}
