//! The threads that run the lines of a batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use super::line::Line;
use super::message::Message;
use super::result::LineResult;

/// A line to run.
pub(super) struct Job {
    /// Its place among the lines that are not blank, from 0.
    pub place: u64,
    pub line: Line,
}

/// Runs one line: with its bytes, none where it is too long.
pub(crate) type RunLine<'a> = &'a (dyn Fn(&Line, Option<Vec<u8>>) -> LineResult + Sync);

/// What the threads share.
pub(super) struct Workers<'a> {
    run_line: RunLine<'a>,
    jobs: Mutex<Receiver<Job>>,
    stopped: AtomicBool,
}

impl<'a> Workers<'a> {
    pub fn new(run_line: RunLine<'a>, jobs: Receiver<Job>) -> Self {
        Self { run_line, jobs: Mutex::new(jobs), stopped: AtomicBool::new(false) }
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
        catch_unwind(AssertUnwindSafe(|| (self.run_line)(&line, bytes))).unwrap_or_else(|_| {
            LineResult::failed(&line, "the run panicked: a defect of this program; standard error says where")
        })
    }
}
