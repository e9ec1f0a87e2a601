//! Many runs of one workflow in one process: one payload a line in, one result a line out, in order.
//!
//! ```text
//! lines     payloads, read ahead a little
//! workers   the threads that run them
//! schedule  which line is handed out when, and the results in order
//! group     results that wait for the disk together
//! result    what is said of one line
//! sum       what is said of all of them
//! bar       how far it is, on a terminal
//! ```
//!
//! One thread reads, `--jobs` threads run, and the one that was there before hands out lines and prints. The number of
//! lines between reading and printing is bounded, so memory does not grow with the input.

mod bar;
mod group;
mod lines;
mod result;
mod schedule;
mod sum;
mod workers;

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use pgs_rt::Waits;

use bar::Bar;
use group::Group;
use lines::Line;
use result::Finished;
use schedule::Schedule;
use workers::Workers;

use crate::cli::RunOptions;
use crate::{Answer, Process, Workflow, settings};

/// What the threads tell.
enum Event {
    /// Lines were read.
    Lines(Vec<Line>),
    /// There are no more, or they can't be read for this reason.
    End(Result<(), String>),
    /// The run of the line with this place is over; none where it was not begun, as the batch has stopped.
    Done(u64, Option<Finished>),
}

/// Why a batch ends before its input.
enum Stop {
    /// Nobody reads the results any more.
    Closed,
    /// Results can't be written, for this reason.
    Unwritable(String),
    /// What runs did may not be on disk, for this reason.
    Unkept(String),
}

/// Runs the workflow for every line of a file, or of standard input for `-`.
pub(crate) fn run(
    workflow: &Workflow,
    payloads: &Path,
    options: &RunOptions,
    process: Process<'_>,
) -> Result<Answer, String> {
    let place = settings::resolve(options, &process)?;
    let files = settings::files(options, &process)?;
    let source = lines::open(payloads, process.stdin)?;
    let settings = place.open(Waits::Caller)?;
    let bar = Bar::new(source.length);
    let (events, inbox) = mpsc::channel();
    let (jobs, waiting) = mpsc::channel();
    let group = Group::new(settings.state.clone(), process.stdout, &bar);
    let asks = lines::read(source, events.clone());
    let workers = Workers::new(workflow, settings, files, waiting);
    let answer = thread::scope(|scope| {
        for _ in 0..options.jobs.map_or(1, std::num::NonZero::get) {
            scope.spawn(|| workers.run(&events));
        }
        let mut schedule = Schedule::new(inbox, asks, jobs, group);
        match schedule.run() {
            Ok(read) => schedule.sum().answer(read.err()),
            Err(stop) => {
                workers.stop();
                let reason = schedule.clear(stop);
                schedule.sum().answer(reason)
            }
        }
        // The schedule ends here, and with it the workers: no line can come any more.
    });
    bar.clear();
    Ok(answer)
}
