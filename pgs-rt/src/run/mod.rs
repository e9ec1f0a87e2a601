//! One run of a workflow: its trace, its data root, its sources of time and randomness.
//!
//! ```text
//! events     what it writes to its trace
//! draws      what it takes from outside the protocol
//! replaying  a run that repeats a recorded one
//! ```

mod draws;
mod events;
mod replaying;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::trace::{Draw, ROOT, Redaction, Replay, TraceFile};
use crate::{Fault, Sources, View, WorkflowId};

/// How deep workflows may start workflows before a run counts as endless.
const NESTING_LIMIT: usize = 32;

/// What an IN node does with a violation of a payload schema beyond presence and type (`2-execution.md`, "Admission").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Admission {
    /// A violation is NACK; declared defaults are filled in.
    #[default]
    Enforce,
    /// A violation is recorded and the payload passes unchanged, as in the reference interpreter.
    Observe,
}

impl Admission {
    /// The word on the command line and in traces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Observe => "observe",
        }
    }
}

/// Where and how a run takes place.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder below which all state lives.
    pub data_root: PathBuf,
    /// The folder whose `traces/` receives the trace.
    pub workspace: PathBuf,
    /// The admission mode.
    pub admission: Admission,
}

/// Why a run could not begin: nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunError(String);

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RunError {}

/// The EXIT node at which a workflow ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Exit {
    /// The node's key.
    pub node: &'static str,
    /// The declared reason, if any.
    pub reason: Option<&'static str>,
    /// The declared event, if any.
    pub emit: Option<&'static str>,
}

/// How a workflow ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Ended {
    /// The status of the last contract; `NACK` if the payload was not admitted, `ACK` if no contract ran.
    pub status: &'static str,
    /// The surface of the last contract.
    pub surface: Map<String, Value>,
    /// The EXIT node; none where an outcome has no edge.
    pub exit: Option<Exit>,
}

/// Where the events of a run go.
enum Sink {
    /// To a file.
    File(TraceFile),
    /// To a comparison with those of an earlier run.
    Replay(Replay),
    /// Nowhere.
    Nowhere,
}

struct Shared {
    sink: Sink,
    workflow: WorkflowId,
    protocol: &'static str,
    redaction: Redaction,
    settings: Settings,
    sources: Box<dyn Sources>,
}

/// One workflow of a run.
struct Span {
    /// `0`, or the span that started it, a dot, and a count from 1.
    id: String,
    depth: usize,
    /// How many workflows it has started.
    started: AtomicUsize,
    /// What was drawn since its last event.
    draws: Mutex<Vec<Draw>>,
}

impl Span {
    fn new(id: String, depth: usize) -> Self {
        Self { id, depth, started: AtomicUsize::new(0), draws: Mutex::default() }
    }

    fn draws(&self) -> MutexGuard<'_, Vec<Draw>> {
        // Every change of the list is one push or one cut.
        self.draws.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One run, or one nested workflow within it. Nested workflows share the trace and the data root.
#[derive(Clone)]
pub struct Run {
    shared: Arc<Shared>,
    span: Arc<Span>,
}

impl Run {
    /// Begins a run: checks the data root, then creates the trace. `protocol` is the digest of the protocol that the
    /// workflow was built from, `suppressed` are the keys that no output may show.
    pub fn begin(
        workflow: WorkflowId,
        protocol: &'static str,
        suppressed: &'static [&'static str],
        payload: &Map<String, Value>,
        settings: Settings,
        sources: Box<dyn Sources>,
    ) -> Result<Self, RunError> {
        check_data_root(&settings.data_root).map_err(RunError)?;
        let file = TraceFile::create(&settings.workspace, workflow, payload, &*sources).map_err(RunError)?;
        let redaction = Redaction::new(suppressed);
        Ok(Self::new(Shared { sink: Sink::File(file), workflow, protocol, redaction, settings, sources }))
    }

    /// Begins a run that leaves no trace: for measuring what a trace costs.
    pub fn untraced(workflow: WorkflowId, settings: Settings, sources: Box<dyn Sources>) -> Self {
        let redaction = Redaction::new(&[]);
        Self::new(Shared { sink: Sink::Nowhere, workflow, protocol: "", redaction, settings, sources })
    }

    fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared), span: Arc::new(Span::new(ROOT.to_owned(), 0)) }
    }

    /// The run of a workflow that this one starts. Called in the order in which the workflows are declared, also where
    /// they run at the same time.
    pub fn nested(&self) -> Result<Self, Fault> {
        if self.span.depth == NESTING_LIMIT {
            return Err(Fault::new(format!(
                "workflows are nested more than {NESTING_LIMIT} deep; they start each other without end"
            )));
        }
        let number = self.span.started.fetch_add(1, Ordering::Relaxed) + 1;
        let span = Span::new(format!("{}.{number}", self.span.id), self.span.depth + 1);
        Ok(Self { shared: Arc::clone(&self.shared), span: Arc::new(span) })
    }

    /// The id of the trace; empty where there is none.
    pub fn trace_id(&self) -> &str {
        self.file().map_or("", TraceFile::id)
    }

    /// The folder of the trace; empty where there is none.
    pub fn trace_folder(&self) -> &Path {
        self.file().map_or_else(|| Path::new(""), TraceFile::folder)
    }

    fn file(&self) -> Option<&TraceFile> {
        match &self.shared.sink {
            Sink::File(file) => Some(file),
            Sink::Replay(_) | Sink::Nowhere => None,
        }
    }

    /// Whether events go anywhere.
    pub(crate) fn is_traced(&self) -> bool {
        !matches!(self.shared.sink, Sink::Nowhere)
    }

    /// Whether some values may not be shown.
    pub(crate) fn suppresses(&self) -> bool {
        !self.shared.redaction.is_empty()
    }

    /// Remembers what stands at suppressed keys.
    pub(crate) fn learn(&self, value: View<'_>) {
        self.shared.redaction.learn(value);
    }

    /// The answer of a transform without what the contract maps to no output.
    pub(crate) fn unmapped_masked(&self, mut answer: Value, results: View<'_>) -> Value {
        if let Some(outputs) = answer.get_mut("outputs") {
            *outputs = self.shared.redaction.mask_unmapped(outputs, results);
        }
        answer
    }

    /// The span of this workflow's events.
    pub(crate) fn span(&self) -> &str {
        &self.span.id
    }

    /// The folder below which all state lives.
    pub fn data_root(&self) -> &Path {
        &self.shared.settings.data_root
    }

    /// The admission mode.
    pub fn admission(&self) -> Admission {
        self.shared.settings.admission
    }

    /// These fields as any output may show them: without what `suppress_trace_fields` lists.
    pub fn redacted(&self, fields: &Map<String, Value>) -> Value {
        self.shared.redaction.mask(&Value::Object(fields.clone()))
    }
}

/// A data root is a folder that can be listed, or does not exist yet.
fn check_data_root(path: &Path) -> Result<(), String> {
    match std::fs::read_dir(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("the data root {} can't be read: {error}", path.display())),
    }
}
