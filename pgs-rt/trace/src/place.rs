//! Where traces go: a folder for each, or one file for all of them. And how two never get one id.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::Timestamp;
use crate::WorkflowId;
use crate::ids::Ids;
use crate::log::TraceLog;
use crate::sources::trace_stamp;

/// Where the traces of runs go. Runs share it; a clone is the same place.
#[derive(Clone, Debug)]
pub struct Traces(Arc<Place>);

#[derive(Debug)]
enum Place {
    /// A folder for each trace, below the `traces/` of a workspace.
    Folders { workspace: PathBuf, ids: Ids },
    /// One file for all of them.
    File(Arc<TraceLog>),
}

/// The open end of one trace.
#[derive(Debug)]
pub enum Sheet {
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
    pub sheet: Sheet,
    /// What was found damaged and was repaired.
    pub notes: Vec<String>,
}

impl Traces {
    /// `WORKSPACE/traces/<domain>/<WF_CODE>/<TRACE_ID>/<TRACE_ID>.jsonl` (`3-traces.md`). Folders are created as needed.
    pub fn below(workspace: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Place::Folders { workspace: workspace.into(), ids: Ids::default() }))
    }

    /// All of them one after the other at the end of this file, which is created if it is not there. Any number of
    /// processes may do so at the same time.
    ///
    /// An error says why the file can't be used.
    pub fn into_file(path: &Path) -> Result<Self, String> {
        TraceLog::open(path).map(|log| Self(Arc::new(Place::File(Arc::new(log)))))
    }

    /// Finds an id and a place for the trace of a run that begins now.
    ///
    /// An id holds a time in milliseconds. Where this one is taken the next one that is free is, without waiting for it:
    /// the times of ids may be ahead of the clock where equal payloads come in faster.
    pub fn begin(&self, workflow: WorkflowId, suffix: u16, now: Timestamp) -> Result<Begun, String> {
        check_clock(now)?;
        match &*self.0 {
            Place::Folders { workspace, ids } => folder(workspace, ids, workflow, suffix, now),
            Place::File(log) => {
                let (time, notes) = log.next(suffix, now.as_millisecond())?;
                let id = id(time, workflow, suffix)?;
                Ok(Begun { id, path: log.path().to_owned(), sheet: Sheet::Shared(Arc::clone(log)), notes })
            }
        }
    }
}

/// A clock that says no time of these centuries is a clock that nobody has set.
fn check_clock(now: Timestamp) -> Result<(), String> {
    if (Timestamp::UNIX_EPOCH..Timestamp::MAX).contains(&now) {
        return Ok(());
    }
    let says = if now < Timestamp::UNIX_EPOCH { "a time before 1970" } else { "a time after the year 9999" };
    Err(format!("the clock of the system says {says}, which no trace can have; set the clock"))
}

/// The folder decides between processes: whoever creates it has the id.
fn folder(workspace: &Path, ids: &Ids, workflow: WorkflowId, suffix: u16, now: Timestamp) -> Result<Begun, String> {
    let parent = workspace.join("traces").join(workflow.domain).join(workflow.code());
    let message = |error: std::io::Error| format!("can't create a trace under {}: {error}", parent.display());
    let now = now.as_millisecond();
    let mut time = ids.next(workflow.fqdn, suffix, now, now);
    loop {
        let id = id(time, workflow, suffix)?;
        let folder = parent.join(&id);
        match fs::create_dir(&folder) {
            Ok(()) => {
                let path = folder.join(&id).with_added_extension("jsonl");
                let file = File::options().append(true).create_new(true).open(&path).map_err(message)?;
                return Ok(Begun { id, path, sheet: Sheet::Own(file), notes: Vec::new() });
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                time = ids.next(workflow.fqdn, suffix, now, time.saturating_add(1));
            }
            // The first run of a workflow.
            Err(error) if error.kind() == ErrorKind::NotFound && !parent.exists() => {
                fs::create_dir_all(&parent).map_err(message)?;
            }
            Err(error) => return Err(message(error)),
        }
    }
}

fn id(time: i64, workflow: WorkflowId, suffix: u16) -> Result<String, String> {
    let time = Timestamp::from_millisecond(time).map_err(|error| format!("a trace can't have this time: {error}"))?;
    Ok(format!("{}__{}__{suffix:04X}", trace_stamp(time), workflow.code()))
}
