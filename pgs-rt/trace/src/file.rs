//! The trace of one run: its name, its lines, its chain.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use pgs_value::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::place::{Begun, Sheet};
use crate::sources::Sources;
use crate::{Event, Traces, WorkflowId};
use pgs_value::{View, json};

/// What the first event of a trace is chained to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of an event: SHA-256, in hex, over the hash before and the event's line up to its own hash.
pub fn chained(before: &str, body: &str) -> String {
    let mut hash = before.to_owned();
    chain(&mut hash, body);
    hash
}

/// Puts the hash of an event in place of the one before.
fn chain(hash: &mut String, body: &str) {
    let digest = Sha256::new().chain_update(&*hash).chain_update(body).finalize();
    let mut digits = [0; 64];
    // 32 bytes have 64 digits, and digits are text.
    let _ = hex::encode_to_slice(digest, &mut digits);
    hash.clear();
    hash.push_str(str::from_utf8(&digits).unwrap_or_default());
}

/// The suffix of a trace id (`3-traces.md`): the first four hex digits, upper case, of SHA-256 over the canonical JSON
/// of domain, workflow and payload.
pub fn trace_suffix(domain: &str, workflow: &str, payload: &Map<String, Value>) -> String {
    format!("{:04X}", suffix(domain, workflow, payload))
}

fn suffix(domain: &str, workflow: &str, payload: &Map<String, Value>) -> u16 {
    let mut canonical = String::from(r#"{"domain":"#);
    json::write_text(&mut canonical, domain);
    canonical.push_str(r#","payload":"#);
    json::write_canonical(&mut canonical, payload.into());
    canonical.push_str(r#","wf":"#);
    json::write_text(&mut canonical, workflow);
    canonical.push('}');
    let digest = Sha256::digest(canonical);
    u16::from_be_bytes([digest[0], digest[1]])
}

/// How much text may wait in memory.
const BUFFER: usize = 64 * 1024;
/// How long most traces and most of their lines are at most.
const USUAL: [usize; 2] = [8 * 1024, 1024];
/// How long the parts that all lines begin with are at most, mostly.
const HEAD: usize = 192;

/// Why a trace can't be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// It has no id or no place: nothing was written.
    #[error("{0}")]
    NotBegun(String),
    /// Its events can't be written: what the file holds is not known.
    #[error("the trace {trace_id} can't be written: {reason}")]
    NotWritten {
        /// The trace.
        trace_id: String,
        /// What the system says.
        reason: String,
    },
}

/// The open trace of one run. Nested workflows, also concurrent ones, write into it.
pub struct TraceFile {
    id: String,
    path: PathBuf,
    /// What every line begins with: up to the event type, and from there to the address of the contract.
    head: [String; 2],
    begun: Instant,
    end: Mutex<End>,
}

/// The end of the trace, to which the next event is chained.
struct End {
    sheet: Sheet,
    waiting: String,
    events: u64,
    /// The hash of the last event.
    hash: String,
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
        let begun = traces.begin(workflow, suffix, sources.now()).map_err(TraceError::NotBegun)?;
        Ok(Self::new(begun, workflow))
    }

    fn new(begun: Begun, workflow: WorkflowId) -> Self {
        let Begun { id, path, sheet } = begun;
        let [mut start, mut place] = [HEAD; 2].map(String::with_capacity);
        start.push_str(r#"{"trace_schema_version":"v0","trace_id":"#);
        json::write_text(&mut start, &id);
        start.push_str(r#","event_type":"#);
        place.push_str(r#","domain":"#);
        json::write_text(&mut place, workflow.domain);
        place.push_str(r#","wf_addr":"#);
        json::write_integer(&mut place, workflow.address);
        place.push_str(r#","cc_addr":"#);
        let ([waiting, line], hash) = (USUAL.map(String::with_capacity), GENESIS.to_owned());
        let end = End { sheet, waiting, events: 0, hash, line, broken: None };
        Self { id, path, head: [start, place], begun: Instant::now(), end: Mutex::new(end) }
    }

    /// The id of the trace.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file that holds the trace.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds one event of a span, whose detail this appends.
    pub fn emit(&self, span: &str, event: Event<'_>, detail: impl FnOnce(&mut String)) -> Result<(), TraceError> {
        let mut end = self.lock();
        let End { waiting, events, hash, line, .. } = &mut *end;
        line.clear();
        self.write_head(line, &event);
        detail(line);
        *events += 1;
        line.push_str(r#","ts_ns":"#);
        json::write_integer(line, u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX));
        line.push_str(r#","seq":"#);
        json::write_integer(line, *events);
        line.push_str(r#","span":"#);
        json::write_text(line, span);
        if event.seals {
            line.push_str(r#","sealed":true"#);
        }
        chain(hash, line);
        for part in [line, r#","hash":""#, hash, "\"}\n"] {
            waiting.push_str(part);
        }
        if event.seals || (end.is_alone() && end.waiting.len() > BUFFER) { self.write(&mut end) } else { Ok(()) }
    }

    /// The line up to the detail.
    fn write_head(&self, line: &mut String, event: &Event<'_>) {
        let [start, place] = &self.head;
        line.push_str(start);
        json::write_text(line, event.kind);
        line.push_str(place);
        json::write_compact(line, event.contract.map_or(View::Null, View::Integer));
        line.push_str(r#","step_addr":"#);
        json::write_compact(line, event.step.map_or(View::Null, View::Integer));
        line.push_str(r#","step_op":"#);
        json::write_compact(line, event.op.map_or(View::Null, View::Text));
        line.push_str(r#","result_status":"#);
        json::write_compact(line, event.status.map_or(View::Null, View::Text));
        line.push_str(r#","detail":"#);
    }

    /// Hands everything that waits to the operating system: a kill can't take it any more. A trace that shares its file
    /// goes there in one piece, when it ends.
    pub fn flush(&self) -> Result<(), TraceError> {
        let mut end = self.lock();
        if end.is_alone() { self.write(&mut end) } else { Ok(()) }
    }

    fn write(&self, end: &mut End) -> Result<(), TraceError> {
        let lost = |reason: &str| TraceError::NotWritten { trace_id: self.id.clone(), reason: reason.to_owned() };
        if let Some(reason) = &end.broken {
            return Err(lost(reason));
        }
        if end.waiting.is_empty() {
            return Ok(());
        }
        let written = match &mut end.sheet {
            Sheet::Own(file) => file.write_all(end.waiting.as_bytes()),
            Sheet::Shared(log) => log.append(&end.waiting),
        };
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
