//! The trace of one run: its name, its lines, its chain.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use pgs_value::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::chain::Chain;
use crate::destination::{Begun, Sink};
use crate::error::TraceError;
use crate::sources::Sources;
use crate::writer::{Common, Written};
use crate::{Event, Traces, WorkflowId};

/// The suffix of a trace id (`docs/traces.md`): the first four hex digits, upper case, of SHA-256 over the canonical JSON
/// of domain, workflow and payload.
pub fn trace_suffix(domain: &str, workflow: &str, payload: &Map<String, Value>) -> String {
    format!("{:04X}", suffix(domain, workflow, payload))
}

fn suffix(domain: &str, workflow: &str, payload: &Map<String, Value>) -> u16 {
    let digest = payload_digest(domain, workflow, payload);
    u16::from_be_bytes([digest[0], digest[1]])
}

/// SHA-256 over the canonical JSON of domain, workflow and payload.
pub fn payload_digest(domain: &str, workflow: &str, payload: &Map<String, Value>) -> [u8; 32] {
    let mut canonical = String::from(r#"{"domain":"#);
    json::write_text(&mut canonical, domain);
    canonical.push_str(r#","payload":"#);
    json::write_canonical(&mut canonical, payload.into());
    canonical.push_str(r#","wf":"#);
    json::write_text(&mut canonical, workflow);
    canonical.push('}');
    Sha256::digest(canonical).into()
}

/// How much text may wait in memory.
const BUFFER: usize = 64 * 1024;
/// How long most traces and most of their lines are at most.
const USUAL: [usize; 2] = [8 * 1024, 1024];

/// The open trace of one run. Nested workflows, also concurrent ones, write into it.
pub struct TraceFile {
    id: String,
    path: PathBuf,
    common: Common,
    begun: Instant,
    notes: Vec<String>,
    end: Mutex<End>,
}

/// The end of the trace, to which the next event is chained.
struct End {
    sink: Sink,
    waiting: String,
    events: u64,
    chain: Chain,
    /// The event that is being written: a panic leaves no part of one among those that wait.
    line: String,
    /// Why a write failed: what the file holds is not known then.
    broken: Option<String>,
}

impl TraceFile {
    /// Begins the trace of a run.
    pub fn create(
        traces: &Traces,
        workflow: WorkflowId,
        payload: &Map<String, Value>,
        sources: &dyn Sources,
    ) -> Result<Self, TraceError> {
        let suffix = suffix(workflow.domain, workflow.fqdn, payload);
        let begun = traces.begin(workflow, suffix, sources.now())?;
        Ok(Self::new(begun, workflow))
    }

    fn new(begun: Begun, workflow: WorkflowId) -> Self {
        let Begun { id, path, sink, notes } = begun;
        let [waiting, line] = USUAL.map(String::with_capacity);
        let end = End { sink, waiting, events: 0, chain: Chain::new(), line, broken: None };
        Self { common: Common::new(&id, workflow), id, path, begun: Instant::now(), notes, end: Mutex::new(end) }
    }

    /// The id of the trace.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file that holds the trace.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was found damaged and was repaired when the trace began: one sentence each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds one event of a span, whose detail this appends.
    pub fn emit(&self, span: &str, event: &Event<'_>, detail: impl FnOnce(&mut String)) -> Result<(), TraceError> {
        let seals = event.line_fields().seals;
        let mut end = self.lock();
        let End { waiting, events, chain, line, .. } = &mut *end;
        line.clear();
        self.common.write(line, event, detail);
        *events += 1;
        let time = u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        Written { time, seq: *events, span }.write(line, seals);
        chain.append(line, waiting);
        if seals || (end.sink.is_own() && end.waiting.len() > BUFFER) { self.write(&mut end) } else { Ok(()) }
    }

    /// Hands everything that waits to the operating system: a kill can't take it any more. A trace that shares its file
    /// goes there in one piece, when it ends.
    pub fn flush(&self) -> Result<(), TraceError> {
        let mut end = self.lock();
        if end.sink.is_own() { self.write(&mut end) } else { Ok(()) }
    }

    fn write(&self, end: &mut End) -> Result<(), TraceError> {
        let lost = |reason: &str| TraceError::NotWritten { trace_id: self.id.clone(), reason: reason.to_owned() };
        if let Some(reason) = &end.broken {
            return Err(lost(reason));
        }
        if end.waiting.is_empty() {
            return Ok(());
        }
        let written = end.sink.write(&end.waiting);
        end.waiting.clear();
        written.map_err(|error| {
            let reason = error.to_string();
            let lost = lost(&reason);
            end.broken = Some(reason);
            lost
        })
    }

    /// A thread that panicked while it held the lock had either added its event or not.
    fn lock(&self) -> std::sync::MutexGuard<'_, End> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for TraceFile {
    /// A run that panicked leaves what it did.
    fn drop(&mut self) {
        // Nobody is left to tell, and the missing seal tells it.
        let _ = self.write(&mut self.lock());
    }
}
