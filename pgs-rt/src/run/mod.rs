//! One run of a workflow: its trace, its data root, its sources of time and randomness.
//!
//! ```text
//! events     what it writes to its trace
//! effects    what it does to state
//! draws      what it takes from outside the protocol
//! replaying  a run that repeats a recorded one
//! ```

mod draws;
mod effects;
mod events;
mod replaying;

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pgs_value::{Map, Value};
use serde::Serialize;

use pgs_store::{Session, State};
use pgs_trace::{Draw, ROOT, Redaction, TraceFile, Traces};

use crate::journal::Replay;
use crate::{Admission, Fault, Sources, View, WorkflowId};

/// How deep workflows may start workflows before a run counts as endless.
const NESTING_LIMIT: usize = 32;

/// Where and how a run takes place.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The state that it works on.
    pub state: State,
    /// Who waits until what it did is on disk.
    pub waits: Waits,
    /// Where its trace goes.
    pub traces: Traces,
    /// The admission mode.
    pub admission: Admission,
}

/// Who waits until what a run did is on disk, before anybody is told how the run ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waits {
    /// The run, before its trace says how it ended.
    #[default]
    Run,
    /// Whoever began it, with [`State::sync`], once for a group of runs.
    Caller,
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
    admission: Admission,
    /// None for a replay, whose side effects do not run.
    state: Option<State>,
    waits: Waits,
    sources: Box<dyn Sources>,
    /// What was found torn and was repaired.
    notes: Mutex<Vec<String>>,
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
    /// What was repaired since its last event.
    notes: Mutex<Vec<String>>,
    /// Its operations on state, since the first of them.
    session: Mutex<Option<Box<dyn Session>>>,
}

impl Span {
    fn new(id: String, depth: usize) -> Self {
        Self {
            id,
            depth,
            started: AtomicUsize::new(0),
            draws: Mutex::default(),
            notes: Mutex::default(),
            session: Mutex::default(),
        }
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
    /// Begins a run: creates its trace. `protocol` is the digest of the protocol that the
    /// workflow was built from, `suppressed` are the keys that no output may show.
    pub fn begin(
        workflow: WorkflowId,
        protocol: &'static str,
        suppressed: &'static [&'static str],
        payload: &Map<String, Value>,
        settings: Settings,
        sources: Box<dyn Sources>,
    ) -> Result<Self, RunError> {
        let file = TraceFile::create(&settings.traces, workflow, payload, &*sources)
            .map_err(|error| RunError(error.to_string()))?;
        let (sink, redaction) = (Sink::File(file), Redaction::new(suppressed));
        Ok(Self::of_settings(sink, workflow, protocol, redaction, settings, sources))
    }

    /// Begins a run that leaves no trace: for measuring what a trace costs.
    pub fn untraced(workflow: WorkflowId, settings: Settings, sources: Box<dyn Sources>) -> Self {
        Self::of_settings(Sink::Nowhere, workflow, "", Redaction::new(&[]), settings, sources)
    }

    fn of_settings(
        sink: Sink,
        workflow: WorkflowId,
        protocol: &'static str,
        redaction: Redaction,
        settings: Settings,
        sources: Box<dyn Sources>,
    ) -> Self {
        let Settings { state, waits, admission, .. } = settings;
        let (state, notes) = (Some(state), Mutex::default());
        Self::new(Shared { sink, workflow, protocol, redaction, admission, state, waits, sources, notes })
    }

    fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared), span: Arc::new(Span::new(ROOT.to_owned(), 0)) }
    }

    /// The run of a workflow that this one starts. Called in the order in which the workflows are declared, also where
    /// they run at the same time. What this run has done to state is kept first: the other sees it, and may write.
    pub fn nested(&self) -> Result<Self, Fault> {
        if self.span.depth == NESTING_LIMIT {
            return Err(Fault::new(format!(
                "workflows are nested more than {NESTING_LIMIT} deep; they start each other without end"
            )));
        }
        self.commit()?;
        let number = self.span.started.fetch_add(1, Ordering::Relaxed) + 1;
        let span = Span::new(format!("{}.{number}", self.span.id), self.span.depth + 1);
        Ok(Self { shared: Arc::clone(&self.shared), span: Arc::new(span) })
    }

    /// The id of the trace; empty where there is none.
    pub fn trace_id(&self) -> &str {
        self.file().map_or("", TraceFile::id)
    }

    /// The file that holds the trace, alone or among others; empty where there is none.
    pub fn trace_file(&self) -> &Path {
        self.file().map_or_else(|| Path::new(""), TraceFile::path)
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

    /// The admission mode.
    pub fn admission(&self) -> Admission {
        self.shared.admission
    }

    /// These fields as any output may show them: without what `suppress_trace_fields` lists.
    pub fn redacted(&self, fields: &Map<String, Value>) -> Value {
        self.shared.redaction.mask(&Value::Object(fields.clone()))
    }
}
