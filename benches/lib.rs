//! What the measurements share: sample workflows, places to run them in, and medians of interleaved rounds.
//!
//! Each figure is a median. The variants that a table compares take turns, round by round, so that what else the machine
//! does hits all of them alike.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use pgs_generated::workflows::ALL;
use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{Context, Map, Run, Traces, Value};
use pgs_transport::Workflow;
use tempfile::TempDir;

/// The compiled workflow of this name.
///
/// # Panics
///
/// If there is none: the measurement is about a sample that must be there.
pub fn workflow(fqdn: &str) -> &'static Workflow {
    ALL.iter().find(|workflow| workflow.id.fqdn == fqdn).unwrap_or_else(|| panic!("there is no workflow {fqdn}"))
}

/// A sample payload: `library/add_book`.
///
/// # Panics
///
/// If it can't be read.
pub fn payload(name: &str) -> Map<String, Value> {
    let (sample, name) = name.split_once('/').expect("sample/name");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../snapshots/{sample}/payloads/{name}.json"));
    pgs_value::from_str(&fs::read_to_string(path).expect("a sample payload")).expect("a JSON object")
}

/// A data root and a workspace, both empty.
pub struct Place {
    folder: TempDir,
}

impl Default for Place {
    fn default() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder for temporary files") }
    }
}

impl Place {
    /// The context of runs here.
    ///
    /// # Panics
    ///
    /// If the data root can't be used.
    pub fn context(&self) -> Context {
        let state = State::at(self.folder.path().join("data"), &FILES, Durability::Os).expect("a data root");
        Context::new(state, Traces::below(self.workspace()))
    }

    /// The folder for traces.
    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    /// Begins a run with a trace.
    ///
    /// # Panics
    ///
    /// If the run can't begin.
    pub fn begun(&self, workflow: &Workflow, payload: &Map<String, Value>) -> Run {
        workflow.begin(&self.context(), payload).expect("a run")
    }

    /// Runs a workflow with a trace.
    ///
    /// # Panics
    ///
    /// If the run can't begin or breaks off.
    pub fn traced(&self, workflow: &Workflow, payload: &Map<String, Value>) -> Run {
        let run = self.begun(workflow, payload);
        (workflow.run)(&run, payload.clone()).expect("an end");
        run
    }

    /// Runs a workflow without a trace.
    ///
    /// # Panics
    ///
    /// If the run breaks off.
    pub fn untraced(&self, workflow: &Workflow, payload: &Map<String, Value>) {
        let run = workflow.begin_untraced(&self.context());
        (workflow.run)(&run, payload.clone()).expect("an end");
    }
}

/// The medians of these variants over so many rounds, in which they take turns; a tenth as many rounds before are not
/// counted. A variant gives what was timed of it.
pub fn interleaved(rounds: usize, mut variants: Vec<Box<dyn FnMut() -> Duration + '_>>) -> Vec<Duration> {
    let mut times = vec![Vec::with_capacity(rounds); variants.len()];
    for round in 0..rounds + rounds.div_ceil(10) {
        for (times, variant) in times.iter_mut().zip(&mut variants) {
            let time = variant();
            if round >= rounds.div_ceil(10) {
                times.push(time);
            }
        }
    }
    times.into_iter().map(median).collect()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The medians of these variants over so many rounds. A variant gets a fresh place and gives what was timed of it.
pub fn medians<const N: usize>(rounds: usize, variants: [&dyn Fn(&Place) -> Duration; N]) -> [Duration; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..rounds {
        for (times, variant) in times.iter_mut().zip(variants) {
            times.push(variant(&Place::default()));
        }
    }
    times.map(median)
}

/// How long it takes.
pub fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    let result = run();
    let time = begun.elapsed();
    drop(result);
    time
}

/// How many times as long.
pub fn ratio(time: Duration, of: Duration) -> f64 {
    time.as_secs_f64() / of.as_secs_f64()
}

/// Microseconds with one digit behind the point.
pub fn micros(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e6)
}
