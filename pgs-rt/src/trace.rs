//! The trace of one run: its file, its events, and what may not appear in them (`3-traces.md`).

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::sources::{Sources, trace_stamp};
use crate::{Fault, json, object};

/// What a workflow is called in traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkflowId {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// The namespace, which is also the folder of its traces.
    pub domain: &'static str,
    /// The integer address from `artifact_index/index.json`.
    pub address: i64,
}

impl WorkflowId {
    /// The name without its namespace.
    pub fn code(&self) -> &'static str {
        self.fqdn.rsplit("::").next().unwrap_or(self.fqdn)
    }
}

/// What a contract is called in traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContractId {
    /// The fully qualified name.
    pub fqdn: &'static str,
    /// The integer address from `artifact_index/index.json`.
    pub address: i64,
}

/// What a step is called in traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepId {
    /// The step's name in its pipeline.
    pub name: &'static str,
    /// The fully qualified name of its transform or side effect.
    pub fqdn: &'static str,
    /// The integer address of its transform or side effect.
    pub address: i64,
    /// The operation; none for a transform.
    pub op: Option<&'static str>,
}

/// One admission rule that a payload does not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmet {
    /// Where in the payload, as a binding path: `$.payload.items[0].amount`.
    pub path: String,
    /// Which word of the schema: `required`, `type`, `enum`, `minimum`, `format`, …
    pub rule: &'static str,
    /// One sentence. It names the rule, never the value.
    pub message: String,
}

/// One event before it is written; `None` is JSON null.
#[derive(Default)]
pub(crate) struct Event<'a> {
    pub kind: &'a str,
    pub contract: Option<i64>,
    pub step: Option<i64>,
    pub op: Option<&'a str>,
    pub status: Option<&'a str>,
    pub detail: Map<String, Value>,
}

/// What tells two trace ids of one workflow and payload apart.
const MILLISECOND: Duration = Duration::from_millis(1);

/// The open trace of one run. Nested workflows, also concurrent ones, write into it.
pub(crate) struct Trace {
    id: String,
    folder: PathBuf,
    workflow: WorkflowId,
    suppressed: &'static [&'static str],
    begun: Instant,
    file: Mutex<File>,
}

impl Trace {
    /// Creates the trace's folder and file. Waits a millisecond where another run has just taken the same id.
    pub fn create(
        workspace: &Path,
        workflow: WorkflowId,
        payload: &Map<String, Value>,
        suppressed: &'static [&'static str],
        sources: &dyn Sources,
    ) -> Result<Self, String> {
        let parent = workspace.join("traces").join(workflow.domain).join(workflow.code());
        let message = |error: std::io::Error| format!("can't create a trace under {}: {error}", parent.display());
        fs::create_dir_all(&parent).map_err(message)?;
        let suffix = suffix(workflow, payload);
        let mut time = sources.now();
        loop {
            let id = format!("{}__{}__{suffix}", trace_stamp(time), workflow.code());
            let folder = parent.join(&id);
            match fs::create_dir(&folder) {
                Ok(()) => {
                    let path = folder.join(format!("{id}.jsonl"));
                    let file = File::options().append(true).create_new(true).open(path).map_err(message)?;
                    return Ok(Self {
                        id,
                        folder,
                        workflow,
                        suppressed,
                        begun: Instant::now(),
                        file: Mutex::new(file),
                    });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    std::thread::sleep(MILLISECOND);
                    // A repeated run brings a clock that may stand still.
                    let next = time.checked_add(MILLISECOND).map_err(|error| error.to_string())?;
                    time = sources.now().max(next);
                }
                Err(error) => return Err(message(error)),
            }
        }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn workflow(&self) -> WorkflowId {
        self.workflow
    }

    /// Appends one event, whole, in one write.
    pub fn emit(&self, event: Event<'_>) -> Result<(), Fault> {
        let detail = self.redacted(Value::Object(event.detail));
        // A thread that panicked while it held the lock had either written its line or not.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let line = json::compact(&object([
            ("trace_schema_version", Value::from("v0")),
            ("trace_id", Value::from(self.id.as_str())),
            ("event_type", Value::from(event.kind)),
            ("domain", Value::from(self.workflow.domain)),
            ("wf_addr", Value::from(self.workflow.address)),
            ("cc_addr", Value::from(event.contract)),
            ("step_addr", Value::from(event.step)),
            ("step_op", Value::from(event.op)),
            ("result_status", Value::from(event.status)),
            ("detail", detail),
            ("ts_ns", Value::from(u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX))),
        ]));
        file.write_all(format!("{line}\n").as_bytes())
            .map_err(|error| Fault::new(format!("the trace {} can't be written: {error}", self.id)))
    }

    /// The value without what `suppress_trace_fields` lists: such a key stays, at any depth, with `"<suppressed>"`.
    pub fn redacted(&self, value: Value) -> Value {
        if self.suppressed.is_empty() {
            return value;
        }
        match value {
            Value::Array(items) => items.into_iter().map(|item| self.redacted(item)).collect(),
            Value::Object(object) => object
                .into_iter()
                .map(|(key, value)| {
                    let hidden = self.suppressed.contains(&key.as_str());
                    let value = if hidden { Value::from("<suppressed>") } else { self.redacted(value) };
                    (key, value)
                })
                .collect(),
            scalar => scalar,
        }
    }
}

/// The first four hex digits, upper case, of SHA-256 over the canonical JSON of domain, workflow and payload.
fn suffix(workflow: WorkflowId, payload: &Map<String, Value>) -> String {
    let canonical = json::canonical(&object([
        ("domain", Value::from(workflow.domain)),
        ("wf", Value::from(workflow.fqdn)),
        ("payload", Value::Object(payload.clone())),
    ]));
    hex::encode_upper(&Sha256::digest(canonical)[..2])
}
