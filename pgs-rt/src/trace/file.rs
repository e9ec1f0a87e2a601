//! The trace of one run: its name, its lines, its chain.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::place::{Begun, Sheet};
use super::{Event, Traces, WorkflowId};
use crate::sources::Sources;
use crate::{Fault, json, object};

/// What the first event of a trace is chained to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of an event: SHA-256, in hex, over the hash before and the event's line up to its own hash.
pub fn chained(before: &str, body: &str) -> String {
    let digest = Sha256::new().chain_update(before).chain_update(body).finalize();
    hex::encode(digest)
}

/// The suffix of a trace id (`3-traces.md`): the first four hex digits, upper case, of SHA-256 over the canonical JSON
/// of domain, workflow and payload.
pub fn trace_suffix(domain: &str, workflow: &str, payload: &Map<String, Value>) -> String {
    format!("{:04X}", suffix(domain, workflow, payload))
}

fn suffix(domain: &str, workflow: &str, payload: &Map<String, Value>) -> u16 {
    let canonical = json::canonical(&object([
        ("domain", Value::from(domain)),
        ("wf", Value::from(workflow)),
        ("payload", Value::Object(payload.clone())),
    ]));
    let digest = Sha256::digest(canonical);
    u16::from_be_bytes([digest[0], digest[1]])
}

/// How much text may wait in memory.
const BUFFER: usize = 64 * 1024;

/// The open trace of one run. Nested workflows, also concurrent ones, write into it.
pub(crate) struct TraceFile {
    id: String,
    path: PathBuf,
    workflow: WorkflowId,
    /// What every line begins with.
    head: String,
    begun: Instant,
    end: Mutex<End>,
}

/// The end of the trace, to which the next event is chained.
struct End {
    sheet: Sheet,
    waiting: String,
    events: u64,
    hash: String,
    /// Whether a write failed: what the file holds is not known then.
    broken: bool,
}

impl TraceFile {
    /// Begins the trace of a run.
    pub fn create(
        traces: &Traces,
        workflow: WorkflowId,
        payload: &Map<String, Value>,
        sources: &dyn Sources,
    ) -> Result<Self, String> {
        let suffix = suffix(workflow.domain, workflow.fqdn, payload);
        Ok(Self::new(traces.begin(workflow, suffix, sources.now())?, workflow))
    }

    fn new(begun: Begun, workflow: WorkflowId) -> Self {
        let Begun { id, path, sheet } = begun;
        let mut head = String::from(r#"{"trace_schema_version":"v0","trace_id":"#);
        json::write_text(&mut head, &id);
        head.push_str(r#","event_type":"#);
        let end = End { sheet, waiting: String::new(), events: 0, hash: GENESIS.to_owned(), broken: false };
        Self { id, path, workflow, head, begun: Instant::now(), end: Mutex::new(end) }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file that holds the trace.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds one event of a span.
    pub fn emit(&self, span: &str, event: Event<'_>) -> Result<(), Fault> {
        let seals = event.seals;
        let mut line = self.body(event);
        let mut end = self.lock();
        end.events += 1;
        let nanoseconds = u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        // Writing to a String can't fail.
        let _ = write!(line, r#","ts_ns":{nanoseconds},"seq":{},"span":"{span}""#, end.events);
        if seals {
            line.push_str(r#","sealed":true"#);
        }
        end.hash = chained(&end.hash, &line);
        let _ = writeln!(line, ",\"hash\":\"{}\"}}", end.hash);
        end.waiting.push_str(&line);
        if seals || (end.is_alone() && end.waiting.len() > BUFFER) { self.write(&mut end) } else { Ok(()) }
    }

    /// The line up to its place in the trace.
    fn body(&self, event: Event<'_>) -> String {
        let mut line = String::with_capacity(1024);
        line.push_str(&self.head);
        json::write_text(&mut line, event.kind);
        line.push_str(r#","domain":"#);
        json::write_text(&mut line, self.workflow.domain);
        let _ = write!(line, r#","wf_addr":{}"#, self.workflow.address);
        for (key, address) in [("cc_addr", event.contract), ("step_addr", event.step)] {
            let _ = match address {
                Some(address) => write!(line, r#","{key}":{address}"#),
                None => write!(line, r#","{key}":null"#),
            };
        }
        for (key, word) in [("step_op", event.op), ("result_status", event.status)] {
            let _ = write!(line, r#","{key}":"#);
            match word {
                Some(word) => json::write_text(&mut line, word),
                None => line.push_str("null"),
            }
        }
        line.push_str(r#","detail":"#);
        line.push_str(&event.detail.finish());
        line
    }

    /// Hands everything that waits to the operating system: a kill can't take it any more. A trace that shares its file
    /// goes there in one piece, when it ends.
    pub fn flush(&self) -> Result<(), Fault> {
        let mut end = self.lock();
        if end.is_alone() { self.write(&mut end) } else { Ok(()) }
    }

    fn write(&self, end: &mut End) -> Result<(), Fault> {
        let fault = |reason: &str| Fault::new(format!("the trace {} can't be written: {reason}", self.id));
        if end.broken {
            return Err(fault("an earlier write failed"));
        }
        if end.waiting.is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut end.waiting);
        let written = match &mut end.sheet {
            Sheet::Own(file) => file.write_all(waiting.as_bytes()),
            Sheet::Shared(log) => log.append(&waiting),
        };
        written.map_err(|error| {
            end.broken = true;
            fault(&error.to_string())
        })
    }

    /// A thread that panicked while it held the lock had either added its event or not.
    fn lock(&self) -> std::sync::MutexGuard<'_, End> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl End {
    /// Whether the trace has a file of its own.
    fn is_alone(&self) -> bool {
        matches!(self.sheet, Sheet::Own(_))
    }
}

impl Drop for TraceFile {
    /// A run that panicked leaves what it did.
    fn drop(&mut self) {
        // Nobody is left to tell, and the missing seal tells it.
        let _ = self.write(&mut self.lock());
    }
}
