//! The threads that run the lines of a batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use pgs_evidence::render::Files;
use pgs_rt::once::Request;
use pgs_rt::{Context, Map, RunId, RunIdError, Value, Workflow};

use super::line::Line;
use super::message::Message;
use super::result::LineResult;
use crate::execute::{BeginError, Executed, execute, took_place_before};
use crate::payload;
use crate::size::Size;
use crate::success::NOT_DONE;

/// A line to run.
pub(super) struct Job {
    /// Its place among the lines that are not blank, from 0.
    pub place: u64,
    pub line: Line,
}

/// What the threads share.
pub(super) struct Workers<'a> {
    workflow: &'a Workflow,
    context: Context,
    files: Files,
    ids: Option<IdField>,
    /// How long a line may be.
    longest: Size,
    jobs: Mutex<Receiver<Job>>,
    stopped: AtomicBool,
}

/// Where the payloads of a batch hold the ids of their runs.
pub(crate) struct IdField {
    /// The field.
    pub field: String,
    /// Whether a run is done once more that began and broke off.
    pub again: bool,
}

impl IdField {
    fn read(&self, payload: &Map<String, Value>) -> Result<RunId, LineError> {
        let text = payload.get(&self.field).and_then(Value::as_str);
        let id = text.ok_or_else(|| LineError::NoId { field: self.field.clone() })?;
        RunId::new(id).map_err(|source| LineError::Id { field: self.field.clone(), source })
    }
}

/// What became of a line, with the id of its run.
type Ran = (Executed, Option<RunId>);

/// Why a line was not run.
#[derive(Debug, thiserror::Error)]
enum LineError {
    /// It is no payload.
    #[error("{0}")]
    Payload(String),
    /// It has no id.
    #[error("the payload has no text at `{field}`, where --run-id-field says that its run id is")]
    NoId { field: String },
    /// What it has is no id.
    #[error("`{field}` is no run id: {source}")]
    Id { field: String, source: RunIdError },
    /// The run did not begin.
    #[error(transparent)]
    Begin(BeginError),
}

impl<'a> Workers<'a> {
    pub fn new(
        workflow: &'a Workflow,
        context: Context,
        files: Files,
        ids: Option<IdField>,
        longest: Size,
        jobs: Receiver<Job>,
    ) -> Self {
        Self { workflow, context, files, ids, longest, jobs: Mutex::new(jobs), stopped: AtomicBool::new(false) }
    }

    /// Runs lines until there are no more. One thread of several.
    pub fn run(&self, messages: &Sender<Message>) {
        loop {
            let job = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Job { place, line }) = job else { return };
            let result = (!self.stopped.load(Ordering::Relaxed)).then(|| self.one(line));
            if messages.send(Message::Done(place, result)).is_err() {
                return;
            }
        }
    }

    /// From here on no line is begun.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Runs one line. Whatever happens to it happens to no other.
    fn one(&self, mut line: Line) -> LineResult {
        let bytes = line.bytes.take();
        match catch_unwind(AssertUnwindSafe(|| self.execute(bytes))) {
            Ok(Ok((Executed::Now(completed), _))) => LineResult::of(self.workflow, &line, &completed),
            Ok(Ok((Executed::Before(before), id))) => {
                LineResult::before(self.workflow, &line, before, id.as_ref().map(took_place_before))
            }
            Ok(Err(LineError::Payload(reason))) => {
                LineResult::refused(&line, &format!("line {} {reason}", line.number))
            }
            Ok(Err(LineError::Begin(error))) if error.exit_status() == NOT_DONE => {
                LineResult::failed(&line, &error.to_string())
            }
            Ok(Err(error)) => LineResult::refused(&line, &error.to_string()),
            Err(_) => {
                LineResult::failed(&line, "the run panicked: a defect of this program; standard error says where")
            }
        }
    }

    fn execute(&self, bytes: Option<Vec<u8>>) -> Result<Ran, LineError> {
        let payload = payload::of_line(bytes, self.longest).map_err(LineError::Payload)?;
        let id = self.ids.as_ref().map(|ids| ids.read(&payload)).transpose()?;
        let again = self.ids.as_ref().is_some_and(|ids| ids.again);
        let request = id.as_ref().map(|id| Request { id, again });
        let executed = execute(self.workflow, payload, request, &self.context, self.files);
        executed.map(|executed| (executed, id)).map_err(LineError::Begin)
    }
}
