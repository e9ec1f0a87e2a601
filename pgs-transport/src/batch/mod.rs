//! Many runs of one workflow in one process: one payload a line in, one result a line out, in order.
//!
//! ```text
//! line      one payload
//! lines     all of them, read ahead a little
//! error     why they can't be read
//! runs      one line, run by a workflow of PGS
//! workers   the threads that run them
//! schedule  which line is handed out when, and the results in order
//! group     results that wait for the disk together
//! result    what is said of one line
//! totals    what is said of all of them
//! reader    who reads the results, and for how long it is waited for
//! message   what the threads tell
//! stop      why a batch ends before its input
//! bar       how far it is, on a terminal
//! ```
//!
//! One thread reads, `--jobs` threads run, and the one that was there before hands out lines and prints. The number of
//! lines between reading and printing is bounded, so memory does not grow with the input. What the others tell comes in one
//! channel, so that one thread alone decides, and it waits for nothing else than that and the reader of the results.
//!
//! A signal that asks the process to end, or a reader that goes away, ends a batch: no further run is begun, those that were
//! are finished, and their results are printed as far as somebody reads them. After a signal a reader that reads nothing is
//! waited for no longer than for state.

mod bar;
mod error;
mod group;
mod line;
mod lines;
mod message;
mod reader;
mod result;
mod runs;
mod schedule;
mod stop;
mod totals;
mod workers;

use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use pgs_evidence::render::Files;
use pgs_rt::store::State;
use pgs_rt::{Context, Workflow};

pub(crate) use error::LinesError;
pub(crate) use line::Line;
pub(crate) use lines::{LineSource, open};
#[cfg(feature = "pgc")]
pub(crate) use result::LineResult;
pub(crate) use runs::IdField;

use crate::output::Output;
use crate::outside::{Outside, Room, Tell};
use crate::success::{NOT_DONE, Success};
use bar::Bar;
use group::Group;
use message::Message;
use reader::{Asked, Reader};
use runs::Runs;
use schedule::Schedule;
use totals::Totals;
use workers::{RunLine, Workers};

/// How and where the lines are run.
pub(crate) struct Batch {
    pub context: Context,
    /// What is left beside each trace.
    pub files: Files,
    /// Where the ids of runs stand, if they have such.
    pub ids: Option<IdField>,
    /// How many are run at the same time.
    pub jobs: NonZeroUsize,
    /// How long whoever reads the results is waited for, after a signal.
    pub wait: Duration,
    /// Which statuses are success.
    pub success: Success,
    /// Whether nothing is said of how far it is, and of the sum.
    pub quiet: bool,
}

/// Where the results go, and what comes from there.
pub(crate) struct Outlet<'a> {
    pub out: &'a mut dyn Write,
    pub room: Room,
    pub watch: fn(Tell),
}

/// How lines are run, whatever runs them.
pub(crate) struct Pace {
    /// What is waited for before results are printed.
    pub state: State,
    /// How many are run at the same time.
    pub jobs: NonZeroUsize,
    /// How long whoever reads the results is waited for, after a signal.
    pub wait: Duration,
    /// Which statuses are success.
    pub success: Success,
    /// Whether nothing is said of how far it is, and of the sum.
    pub quiet: bool,
}

/// Runs the workflow for every line, each once where its payload holds an id. Results go to `out` as they come.
pub(crate) fn run(workflow: &Workflow, source: LineSource, batch: Batch, outlet: Outlet<'_>) -> Output {
    let Batch { context, files, ids, jobs, wait, success, quiet } = batch;
    let pace = Pace { state: context.state.clone(), jobs, wait, success, quiet };
    let runs = Runs { workflow, context, files, ids, longest: source.longest };
    run_lines(source, pace, outlet, &|line, bytes| runs.one(line, bytes))
}

/// Runs every line by this. Results go to `out` as they come.
pub(crate) fn run_lines(source: LineSource, pace: Pace, outlet: Outlet<'_>, run_line: RunLine<'_>) -> Output {
    let Pace { state, jobs, wait, success, quiet } = pace;
    let Outlet { out, room, watch } = outlet;
    let bar = Bar::new(source.length, quiet);
    let (messages, inbox) = mpsc::channel();
    let (job_sender, waiting) = mpsc::channel();
    let asked = Asked::default();
    let reader = Reader::new(out, room, Arc::clone(&asked), wait);
    let group = Group::new(state, reader, &bar, Totals::of(success, quiet));
    let asks = lines::read(source, messages.clone());
    let outside = messages.clone();
    watch(Arc::new(move |came| {
        if let Outside::Signal(_) = came {
            // The first one counts.
            let _ = asked.set(Instant::now());
        }
        // A batch that is over needs to know nothing.
        let _ = outside.send(Message::Outside(came));
    }));
    let workers = Workers::new(run_line, waiting);
    let output = thread::scope(|scope| {
        for _ in 0..jobs.get() {
            scope.spawn(|| workers.run(&messages));
        }
        let mut schedule = Schedule::new(inbox, asks, job_sender, group);
        match schedule.run() {
            Ok(Ok(())) => schedule.totals().output(None),
            Ok(Err(unread)) => Output { status: NOT_DONE, ..schedule.totals().output(Some(unread.to_string())) },
            Err(stop) => {
                workers.stop();
                let status = stop.exit_status();
                let reason = schedule.clear(stop);
                let output = schedule.totals().output(reason);
                Output { status: status.unwrap_or(output.status), ..output }
            }
        }
        // The schedule ends here, and with it the workers: no line can come any more.
    });
    bar.clear();
    output
}
