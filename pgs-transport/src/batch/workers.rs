//! The threads that run the lines of a batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use pgs_evidence::render::Files;
use pgs_rt::Context;

use super::Event;
use super::lines::Line;
use super::result::Finished;
use crate::{Workflow, payload, run};

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

impl<'a> Workers<'a> {
    pub fn new(workflow: &'a Workflow, context: Context, files: Files, jobs: Receiver<Job>) -> Self {
        Self { workflow, context, files, jobs: Mutex::new(jobs), stopped: AtomicBool::new(false) }
    }

    /// Runs lines until there are no more. One thread of several.
    pub fn run(&self, events: &Sender<Event>) {
        loop {
            let job = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Job { place, line }) = job else { return };
            let finished = (!self.stopped.load(Ordering::Relaxed)).then(|| self.one(line));
            if events.send(Event::Done(place, finished)).is_err() {
                return;
            }
        }
    }

    /// From here on no line is begun.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Runs one line. Whatever happens to it happens to no other.
    fn one(&self, mut line: Line) -> Finished {
        let bytes = line.bytes.take();
        let ran = || {
            let bytes = bytes.ok_or("is too long; a payload has at most 64 MiB")?;
            let payload = payload::of_line(bytes)?;
            Ok(run::once(self.workflow, payload, &self.context, self.files))
        };
        match catch_unwind(AssertUnwindSafe(ran)) {
            Ok(Ok(Ok(one))) => Finished::of(&line, &one),
            Ok(Ok(Err(error))) => Finished::failed(&line, &run::not_begun(&error)),
            Ok(Err::<_, String>(reason)) => Finished::failed(&line, &format!("line {} {reason}", line.number)),
            Err(_) => Finished::failed(&line, "the run panicked: a defect of this program; standard error says where"),
        }
    }
}
