//! Which line is handed out when, and the results in order.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};

use super::error::LinesError;
use super::group::Group;
use super::line::Line;
use super::message::Message;
use super::result::LineResult;
use super::stop::Stop;
use super::totals::Totals;
use super::workers::Job;

/// How many lines may be handed out whose results are in no group yet, and how many bytes of them: enough to keep all
/// threads busy while a group waits for the disk.
const AHEAD: u64 = 256;
const AHEAD_BYTES: usize = 8 << 20;

/// The lines between reading and printing.
pub(super) struct Schedule<'a> {
    inbox: Receiver<Message>,
    /// Each asks for some lines.
    asks: Sender<()>,
    jobs: Sender<Job>,
    group: Group<'a>,
    /// Lines that were read.
    queue: VecDeque<Line>,
    /// How many lines were handed out, of how many the results were taken, and how many run.
    given: u64,
    taken: u64,
    running: u64,
    /// The bytes of the lines that run.
    bytes: usize,
    /// Results that wait for those before them, by place.
    done: BTreeMap<u64, LineResult>,
    /// Whether there are no more lines; an error says why not all could be read.
    end: Option<Result<(), LinesError>>,
}

impl<'a> Schedule<'a> {
    pub fn new(inbox: Receiver<Message>, asks: Sender<()>, jobs: Sender<Job>, group: Group<'a>) -> Self {
        let (queue, done) = (VecDeque::new(), BTreeMap::new());
        Self { inbox, asks, jobs, group, queue, given: 0, taken: 0, running: 0, bytes: 0, done, end: None }
    }

    /// Runs all lines. The inner error says why they could not all be read.
    pub fn run(&mut self) -> Result<Result<(), LinesError>, Stop> {
        // Some to work on, and some read ahead.
        self.ask();
        self.ask();
        loop {
            // What is collected makes room for what is handed out; the other way round nobody might be left to wait for.
            self.collect()?;
            self.hand_out();
            if self.running == 0
                && self.queue.is_empty()
                && let Some(end) = self.end.take()
            {
                self.group.finish()?;
                return Ok(end);
            }
            if let Some(message) = self.next()? {
                self.take(message)?;
            }
        }
    }

    /// Waits for what still runs after a stop. Gives the reason to tell.
    pub fn clear(&mut self, stop: Stop) -> Option<String> {
        while self.running > 0 {
            let Ok(message) = self.inbox.recv() else { break };
            // It has stopped already.
            let _ = self.take(message);
        }
        let left = std::mem::take(&mut self.done).into_values().collect();
        self.group.clear(left, stop)
    }

    /// What is to be said of all lines.
    pub fn totals(&self) -> &Totals {
        self.group.totals()
    }

    fn ask(&self) {
        // A reader that is gone has said that it ended.
        let _ = self.asks.send(());
    }

    fn hand_out(&mut self) {
        while self.given - self.taken < AHEAD && (self.bytes < AHEAD_BYTES || self.running == 0) {
            let Some(line) = self.queue.pop_front() else { return };
            if self.queue.is_empty() {
                self.ask();
            }
            self.bytes += line.size;
            self.running += 1;
            // The threads take jobs for as long as this sender is there.
            let _ = self.jobs.send(Job { place: self.given, line });
            self.given += 1;
        }
    }

    /// Moves the results that are next into the group.
    fn collect(&mut self) -> Result<(), Stop> {
        while let Some(result) = self.done.remove(&self.taken) {
            self.taken += 1;
            self.group.add(result)?;
        }
        Ok(())
    }

    /// The next message; none where the group has waited long enough. Where nothing runs and nothing is there to be run,
    /// the group waits for nobody.
    fn next(&mut self) -> Result<Option<Message>, Stop> {
        if let Ok(message) = self.inbox.try_recv() {
            return Ok(Some(message));
        }
        if self.running == 0 {
            self.group.finish()?;
        }
        let message = match self.group.patience() {
            None => self.inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(patience) => self.inbox.recv_timeout(patience),
        };
        match message {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => self.group.finish().map(|()| None),
            Err(RecvTimeoutError::Disconnected) => Err(Stop::Unwritable("the threads of the batch are gone".into())),
        }
    }

    fn take(&mut self, message: Message) -> Result<(), Stop> {
        match message {
            Message::Lines(lines) => self.queue.extend(lines),
            Message::End(read) => self.end = Some(read),
            Message::Done(place, result) => {
                self.running -= 1;
                if let Some(result) = result {
                    self.bytes -= result.size;
                    self.done.insert(place, result);
                }
            }
            Message::Outside(outside) => return Err(outside.into()),
        }
        Ok(())
    }
}
