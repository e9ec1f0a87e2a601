//! One run of a workflow: its trace, its data root, its sources of time and randomness.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::sources::rfc3339_millis;
use crate::trace::{Event, Trace};
use crate::{ContractId, Fault, Sources, StepId, Unmet, WorkflowId, map};

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

struct Shared {
    trace: Trace,
    settings: Settings,
    sources: Box<dyn Sources>,
}

/// One run, or one nested workflow within it. Nested workflows share the trace and the data root.
#[derive(Clone)]
pub struct Run {
    shared: Arc<Shared>,
    depth: usize,
}

impl Run {
    /// Begins a run: checks the data root, then creates the trace. `suppressed` are the keys that no output may show.
    pub fn begin(
        workflow: WorkflowId,
        payload: &Map<String, Value>,
        suppressed: &'static [&'static str],
        settings: Settings,
        sources: Box<dyn Sources>,
    ) -> Result<Self, RunError> {
        check_data_root(&settings.data_root).map_err(RunError)?;
        let trace = Trace::create(&settings.workspace, workflow, payload, suppressed, &*sources).map_err(RunError)?;
        Ok(Self { shared: Arc::new(Shared { trace, settings, sources }), depth: 0 })
    }

    /// The run of a workflow that this one starts.
    pub fn nested(&self) -> Result<Self, Fault> {
        if self.depth == NESTING_LIMIT {
            return Err(Fault::new(format!(
                "workflows are nested more than {NESTING_LIMIT} deep; they start each other without end"
            )));
        }
        Ok(Self { shared: Arc::clone(&self.shared), depth: self.depth + 1 })
    }

    /// The id of the trace.
    pub fn trace_id(&self) -> &str {
        self.shared.trace.id()
    }

    /// The folder of the trace.
    pub fn trace_folder(&self) -> &Path {
        self.shared.trace.folder()
    }

    /// The folder below which all state lives.
    pub fn data_root(&self) -> &Path {
        &self.shared.settings.data_root
    }

    /// The admission mode.
    pub fn admission(&self) -> Admission {
        self.shared.settings.admission
    }

    /// The sources of time and randomness.
    pub fn sources(&self) -> &dyn Sources {
        &*self.shared.sources
    }

    /// `{{timestamp}}`: the current time, RFC 3339 with milliseconds and `Z`.
    pub fn timestamp(&self) -> String {
        rfc3339_millis(self.sources().now())
    }

    /// These fields as any output may show them: without what `suppress_trace_fields` lists.
    pub fn redacted(&self, fields: &Map<String, Value>) -> Value {
        self.shared.trace.redacted(Value::Object(fields.clone()))
    }

    /// `WF_START`. A nested workflow names itself in `nested_wf_fqdn`: the event belongs to the outer one.
    pub fn workflow_starts(&self, workflow: &WorkflowId, payload: &Map<String, Value>) -> Result<(), Fault> {
        let keys: Vec<&String> = payload.keys().collect();
        let detail = self.workflow_detail(workflow, json!({ "payload_keys": keys }));
        self.shared.trace.emit(Event { kind: "WF_START", detail, ..Event::default() })
    }

    /// `ADMISSION`: the rules that a payload does not meet, with the mode that decided what follows.
    pub fn not_admitted(&self, unmet: &[Unmet]) -> Result<(), Fault> {
        let detail = object(json!({ "mode": self.admission().as_str(), "violations": unmet }));
        self.shared.trace.emit(Event { kind: "ADMISSION", detail, ..Event::default() })
    }

    /// `CC_START`, with the inputs as they were bound.
    pub fn contract_starts(&self, contract: &ContractId, inputs: &Map<String, Value>) -> Result<(), Fault> {
        let detail = map([("cc_fqdn", Value::from(contract.fqdn)), ("inputs", Value::Object(inputs.clone()))]);
        self.shared.trace.emit(Event { kind: "CC_START", contract: Some(contract.address), detail, ..Event::default() })
    }

    /// `CC_STEP`: what a step mapped to outputs, how it ended, and why if it did not succeed.
    pub fn step_ends(
        &self,
        contract: &ContractId,
        step: &StepId,
        status: &str,
        outputs: &[&str],
        reason: Option<&str>,
    ) -> Result<(), Fault> {
        let mut detail =
            object(json!({ "step_fqdn": step.fqdn, "result_keys": outputs, "step": step.name, "status": status }));
        if let Some(reason) = reason {
            detail.insert("reason".into(), Value::from(reason));
        }
        self.shared.trace.emit(Event {
            kind: "CC_STEP",
            contract: Some(contract.address),
            step: Some(step.address),
            op: step.op,
            detail,
            ..Event::default()
        })
    }

    /// `CC_COMPLETE`, with the keys of the contract's surface.
    pub fn contract_ends(
        &self,
        contract: &ContractId,
        status: &str,
        surface: &Map<String, Value>,
    ) -> Result<(), Fault> {
        let keys: Vec<&String> = surface.keys().collect();
        let detail = object(json!({ "cc_fqdn": contract.fqdn, "output_keys": keys }));
        self.shared.trace.emit(Event {
            kind: "CC_COMPLETE",
            contract: Some(contract.address),
            status: Some(status),
            detail,
            ..Event::default()
        })
    }

    /// `WF_COMPLETE`, with the EXIT node.
    pub fn workflow_ends(&self, workflow: &WorkflowId, ended: &Ended) -> Result<(), Fault> {
        let detail = self.workflow_detail(workflow, json!({ "exit": ended.exit }));
        self.shared.trace.emit(Event { kind: "WF_COMPLETE", status: Some(ended.status), detail, ..Event::default() })
    }

    /// `ERROR`: why the run could not go on.
    pub fn fails(&self, fault: &Fault) -> Result<(), Fault> {
        let detail = object(json!({ "message": fault.to_string() }));
        self.shared.trace.emit(Event { kind: "ERROR", detail, ..Event::default() })
    }

    fn workflow_detail(&self, workflow: &WorkflowId, more: Value) -> Map<String, Value> {
        let mut detail = object(json!({ "wf_fqdn": self.shared.trace.workflow().fqdn }));
        detail.append(&mut object(more));
        if self.depth > 0 {
            detail.insert("nested_wf_fqdn".into(), Value::from(workflow.fqdn));
        }
        detail
    }
}

/// The fields of what was just built as an object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
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
