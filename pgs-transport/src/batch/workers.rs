//! The threads that run the lines of a batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use pgs_evidence::render::Files;
use pgs_rt::{Context, Workflow};

use super::line::Line;
use super::message::Message;
use super::result::LineResult;
use crate::execute::{BeginError, CompletedRun, execute};
use crate::payload::{self, TextError};

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
    jobs: Mutex<Receiver<Job>>,
    stopped: AtomicBool,
}

/// Why a line was not run.
enum LineError {
    /// It is no payload.
    Payload(TextError),
    /// The run could not begin.
    Begin(BeginError),
}

impl<'a> Workers<'a> {
    pub fn new(workflow: &'a Workflow, context: Context, files: Files, jobs: Receiver<Job>) -> Self {
        Self { workflow, context, files, jobs: Mutex::new(jobs), stopped: AtomicBool::new(false) }
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
            Ok(Ok(completed)) => LineResult::of(&line, &completed),
            Ok(Err(LineError::Begin(error))) => LineResult::failed(&line, &error.to_string()),
            Ok(Err(LineError::Payload(error))) => {
                // The reader of JSON counts lines within the text that it is given: that is always the first.
                let reason = error.to_string().replace(" at line 1 column ", " at column ");
                LineResult::failed(&line, &format!("line {} {reason}", line.number))
            }
            Err(_) => {
                LineResult::failed(&line, "the run panicked: a defect of this program; standard error says where")
            }
        }
    }

    fn execute(&self, bytes: Option<Vec<u8>>) -> Result<CompletedRun, LineError> {
        let payload = bytes.ok_or(TextError::TooLong).and_then(payload::parse).map_err(LineError::Payload)?;
        execute(self.workflow, payload, &self.context, self.files).map_err(LineError::Begin)
    }
}
