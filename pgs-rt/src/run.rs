//! One run of a workflow: its trace, its data root, its sources of time and randomness.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::sources::rfc3339_millis;
use crate::trace::{Detail, Draw, Event, ROOT, RecordedDraw, Redaction, Replay, TraceFile};
use crate::{
    Comparison, ContractId, Fault, Recording, SUPPRESSED, Sources, SystemSources, Timestamp, Unmet, Violation,
    WorkflowId,
};

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

    /// Begins to run a recorded workflow again. Nothing is written: times, random bytes and the answers of side effects
    /// are the recorded ones, and every event is compared with the recorded one.
    pub fn replay(workflow: WorkflowId, suppressed: &'static [&'static str], recording: Recording) -> Self {
        let nowhere = PathBuf::new();
        let settings = Settings { data_root: nowhere.clone(), workspace: nowhere, admission: recording.admission() };
        Self::new(Shared {
            sink: Sink::Replay(Replay::new(recording)),
            workflow,
            protocol: "",
            redaction: Redaction::new(suppressed),
            settings,
            sources: Box::new(SystemSources),
        })
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

    /// The replay, if this run is one.
    pub(crate) fn replayed(&self) -> Option<&Replay> {
        match &self.shared.sink {
            Sink::Replay(replay) => Some(replay),
            Sink::File(_) | Sink::Nowhere => None,
        }
    }

    /// How this replay, which has ended, compares with its recording; none if the run is no replay.
    pub fn comparison(&self) -> Option<Comparison> {
        self.replayed().map(Replay::comparison)
    }

    /// Whether this value stands for one that the recording does not show. Rules can't be checked on it.
    pub fn is_unknown(&self, value: &Value) -> bool {
        value.as_str() == Some(SUPPRESSED) && self.replayed().is_some()
    }

    /// The violations that the recording of this replay holds next, if it does.
    pub fn recorded_violations(&self) -> Vec<Unmet> {
        self.replayed().map_or_else(Vec::new, |replay| replay.violations(self.span()))
    }

    /// Ends a replay that can't go on without a value that the recording does not show.
    pub fn lacks_suppressed(&self, reason: String) -> Fault {
        match self.replayed() {
            Some(replay) => replay.suppressed(self.span(), reason),
            None => Fault::new(reason),
        }
    }

    /// Whether events go anywhere.
    pub(crate) fn is_traced(&self) -> bool {
        !matches!(self.shared.sink, Sink::Nowhere)
    }

    /// Whether random bytes were drawn since the last event that no trace shows.
    pub(crate) fn drew_secret(&self) -> bool {
        self.span.draws().iter().any(|draw| matches!(draw, Draw::Random(bytes) if bytes == SUPPRESSED))
    }

    /// Whether some values may not be shown.
    pub(crate) fn suppresses(&self) -> bool {
        !self.shared.redaction.is_empty()
    }

    /// The answer of a transform without what the contract maps to no output.
    pub(crate) fn unmapped_masked(&self, mut answer: Value, results: &Value) -> Value {
        // What is mapped to a suppressed output is known as a secret first.
        self.shared.redaction.learn(results);
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

    /// Time and randomness as stores draw them: their answers are recorded, not their draws.
    pub(crate) fn unrecorded_sources(&self) -> &dyn Sources {
        &*self.shared.sources
    }

    /// `{{timestamp}}`: the current time, RFC 3339 with milliseconds and `Z`.
    pub fn timestamp(&self) -> String {
        rfc3339_millis(self.now())
    }

    /// These fields as any output may show them: without what `suppress_trace_fields` lists.
    pub fn redacted(&self, fields: &Map<String, Value>) -> Value {
        self.shared.redaction.mask(&Value::Object(fields.clone()))
    }

    pub(crate) fn detail(&self) -> Detail<'_> {
        Detail::new(&self.shared.redaction)
    }

    /// Adds an event, with what was drawn since the one before.
    pub(crate) fn emit(&self, mut event: Event<'_>) -> Result<(), Fault> {
        match &self.shared.sink {
            Sink::File(file) => {
                let draws = std::mem::take(&mut *self.span.draws());
                event.detail = event.detail.draws(&draws);
                file.emit(&self.span.id, event)
            }
            Sink::Replay(replay) => replay.emit(&self.span.id, event),
            Sink::Nowhere => Ok(()),
        }
    }

    /// Makes sure that every event so far outlives this process.
    pub fn flush(&self) -> Result<(), Fault> {
        self.file().map_or(Ok(()), TraceFile::flush)
    }

    /// `WF_START`. A nested workflow names itself in `nested_wf_fqdn`: the event belongs to the outer one.
    pub fn workflow_starts(&self, workflow: &WorkflowId, payload: &Map<String, Value>) -> Result<(), Fault> {
        if !self.is_traced() {
            return Ok(());
        }
        let keys: Value = payload.keys().cloned().collect();
        let mut detail = self.workflow_detail(workflow).plain("payload_keys", &keys);
        if self.span.depth == 0 && self.file().is_some() {
            detail = detail.word("protocol", self.shared.protocol).word("admission", self.admission().as_str());
        }
        self.emit(Event::new("WF_START", detail.data("payload", &Value::Object(payload.clone()))))
    }

    /// `ADMISSION`: the rules that a payload does not meet, with the mode that decided what follows.
    pub fn not_admitted(&self, unmet: &[Unmet]) -> Result<(), Fault> {
        let detail = self.detail().word("mode", self.admission().as_str());
        self.emit(Event::new("ADMISSION", detail.plain("violations", &json!(unmet))))
    }

    /// `CC_START`: the node that runs the contract, and the inputs as they were bound.
    pub fn contract_starts(&self, contract: &ContractId, node: &str, inputs: &Map<String, Value>) -> Result<(), Fault> {
        if !self.is_traced() {
            return Ok(());
        }
        let detail = self.detail().word("cc_fqdn", contract.fqdn);
        let detail = detail.data("inputs", &Value::Object(inputs.clone())).word("node", node);
        self.emit(Event { contract: Some(contract.address), ..Event::new("CC_START", detail) })
    }

    /// `CC_COMPLETE`, with the keys of the contract's surface.
    pub fn contract_ends(
        &self,
        contract: &ContractId,
        status: &str,
        surface: &Map<String, Value>,
    ) -> Result<(), Fault> {
        let keys: Value = surface.keys().cloned().collect();
        let detail = self.detail().word("cc_fqdn", contract.fqdn).plain("output_keys", &keys);
        let status = Some(status);
        self.emit(Event { contract: Some(contract.address), status, ..Event::new("CC_COMPLETE", detail) })
    }

    /// `WF_COMPLETE`, with the EXIT node. That of the workflow that was started seals the trace.
    pub fn workflow_ends(&self, workflow: &WorkflowId, ended: &Ended) -> Result<(), Fault> {
        let detail = self.workflow_detail(workflow).plain("exit", &json!(ended.exit));
        let seals = self.span.depth == 0;
        self.emit(Event { status: Some(ended.status), seals, ..Event::new("WF_COMPLETE", detail) })
    }

    /// `ERROR`: why a nested workflow could not go on.
    pub fn fails(&self, fault: &Fault) -> Result<(), Fault> {
        self.error(fault, false)
    }

    /// `ERROR`: why the run could not go on. It seals the trace.
    pub fn breaks_off(&self, fault: &Fault) -> Result<(), Fault> {
        self.error(fault, true)
    }

    fn error(&self, fault: &Fault, seals: bool) -> Result<(), Fault> {
        let detail = self.detail().sentence("message", &fault.to_string());
        self.emit(Event { seals, ..Event::new("ERROR", detail) })
    }

    fn workflow_detail(&self, workflow: &WorkflowId) -> Detail<'_> {
        let detail = self.detail().word("wf_fqdn", self.shared.workflow.fqdn);
        if self.span.depth > 0 { detail.word("nested_wf_fqdn", workflow.fqdn) } else { detail }
    }

    /// Runs something whose draws are not recorded.
    pub(crate) fn without_draws<T>(&self, run: impl FnOnce() -> T) -> T {
        let before = self.span.draws().len();
        let answer = run();
        self.span.draws().truncate(before);
        answer
    }
}

/// The time and randomness of a run. They are recorded, or come from the recording.
impl Sources for Run {
    fn now(&self) -> Timestamp {
        let now = || self.shared.sources.now();
        match &self.shared.sink {
            Sink::File(_) => {
                let now = now();
                self.span.draws().push(Draw::Time(now));
                now
            }
            Sink::Replay(replay) => match replay.draw(&self.span.id) {
                Some(RecordedDraw::Time(time)) => time,
                // This build asks for a time that the recorded one did not: the event that holds it differs.
                _ => now(),
            },
            Sink::Nowhere => now(),
        }
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        match &self.shared.sink {
            Sink::File(_) if self.suppresses() => self.fill_secret(bytes),
            Sink::File(_) => {
                self.shared.sources.fill(bytes)?;
                self.span.draws().push(Draw::Random(hex::encode(bytes)));
                Ok(())
            }
            Sink::Replay(replay) => match replay.draw(&self.span.id) {
                Some(RecordedDraw::Random(recorded)) if recorded.len() == bytes.len() => {
                    bytes.copy_from_slice(&recorded);
                    Ok(())
                }
                _ => Err(Violation::new("no random bytes of this length are recorded")),
            },
            Sink::Nowhere => self.shared.sources.fill(bytes),
        }
    }

    fn fill_secret(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        if self.file().is_none() {
            return self.fill(bytes);
        }
        self.shared.sources.fill(bytes)?;
        self.shared.redaction.learn_text(&hex::encode(&*bytes));
        self.span.draws().push(Draw::Random(SUPPRESSED.to_owned()));
        Ok(())
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
