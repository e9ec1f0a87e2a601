//! The trace of a run while it is written: each line goes to its file as it comes.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use pgs_trace::{Begun, Sink, Sources, TraceError, Traces, WorkflowId, payload_digest};
use pgs_value::{Map, Value};

use crate::event::{Event, Header, Keys, Line};
use crate::ids::Protocol;

/// The open trace of one run.
pub struct TraceFile {
    id: String,
    path: PathBuf,
    notes: Vec<String>,
    workflow: WorkflowId,
    begun: Instant,
    end: Mutex<End>,
}

/// Where its next line goes.
struct End {
    sink: Sink,
    waiting: String,
    /// Why a write failed: what the file holds is not known then.
    broken: Option<String>,
}

impl TraceFile {
    /// Begins the trace of a run, with its first line.
    pub fn create(
        traces: &Traces,
        workflow: WorkflowId,
        protocol: &Protocol,
        payload: &Map<String, Value>,
        sources: &dyn Sources,
    ) -> Result<Self, TraceError> {
        let digest = payload_digest(workflow.domain, workflow.fqdn, payload);
        let suffix = u16::from_be_bytes([digest[0], digest[1]]);
        let Begun { id, path, sink, notes } = traces.begin(workflow, suffix, sources.now())?;
        let end = Mutex::new(End { sink, waiting: String::new(), broken: None });
        let trace = Self { id, path, notes, workflow, begun: Instant::now(), end };
        trace.append(|text| header(protocol).write(text))?;
        Ok(trace)
    }

    /// The id of the trace.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file that holds it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was found damaged and was repaired when it began: one sentence each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds an event.
    pub fn emit<'a>(&'a self, event: impl Into<Event<'a>>) -> Result<(), TraceError> {
        let time = i64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(i64::MAX);
        let WorkflowId { domain, address: workflow, .. } = self.workflow;
        let line = Line { trace_id: &self.id, domain, workflow, event: event.into(), time };
        self.append(|text| line.write(text))
    }

    /// Where many traces share a file this one goes there whole, when it ends.
    fn append(&self, write: impl FnOnce(&mut String)) -> Result<(), TraceError> {
        let mut end = self.lock();
        write(&mut end.waiting);
        if end.sink.is_own() { self.hand_over(&mut end) } else { Ok(()) }
    }

    /// It has ended.
    pub fn close(&self) -> Result<(), TraceError> {
        self.hand_over(&mut self.lock())
    }

    fn hand_over(&self, end: &mut End) -> Result<(), TraceError> {
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

    /// A thread that panicked while it held the lock had added whole lines.
    fn lock(&self) -> MutexGuard<'_, End> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for TraceFile {
    /// A run that panicked leaves what it did.
    fn drop(&mut self) {
        // Nobody is left to tell, and that it does not end tells it.
        let _ = self.hand_over(&mut self.lock());
    }
}

fn header(protocol: &Protocol) -> Header<'_> {
    let keys = |keys: &'static [&'static str]| Keys(keys.to_vec());
    Header {
        snapshot_id: protocol.snapshot_id,
        determinative: keys(protocol.determinative),
        observational: keys(protocol.observational),
        observational_keys: keys(protocol.observational_keys),
    }
}
