//! Random payloads against every sample workflow: each run ends with a status or one clear error, never with a panic,
//! and its trace is whole and replays identically, or nothing was written. The state that it leaves can be read.
//!
//! `PGS_RANDOM_PAYLOADS` is the number of payloads for each workflow: 10,000 by default in a release build, 100 in a
//! debug build. `PGS_RANDOM_SEED` repeats a run of the test: a failure prints the seed, the payload and the mode.

#[path = "../support/mod.rs"]
mod support;

mod generate;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};

use generate::{Declared, Payload};
use pgs_value::Value;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use support::trace::Trace;
use support::{Place, binary, command, feed, line, sample_workflows};

/// How many runs share a data root.
const BATCH: usize = 100;

#[test]
fn every_run_ends_with_a_status_or_a_clear_error() {
    let count = number("PGS_RANDOM_PAYLOADS").unwrap_or(if cfg!(debug_assertions) { 100 } else { 10_000 });
    let seed = number("PGS_RANDOM_SEED").unwrap_or_else(|| rand::rng().random_range(0..1_000_000_000));
    let samples = sample_workflows();
    let workflows: Vec<Declared> = Declared::all(&list()).into_iter().filter(|it| samples.contains(&it.fqdn)).collect();
    eprintln!("{count} payloads for each of {} workflows, PGS_RANDOM_SEED={seed}", workflows.len());
    let batches = count.div_ceil(BATCH);
    let (next, tally) = (AtomicUsize::new(0), Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(workflow) = workflows.get(n / batches) else { break };
                    let size = BATCH.min(count - n % batches * BATCH);
                    batch(workflow, size, seed as u64 * 1_000_000 + n as u64, seed, &tally);
                }
            });
        }
    });
    let Tally { statuses, faults, refusals } = tally;
    let (statuses, faults, refusals) = (statuses.into_inner(), faults.into_inner(), refusals.into_inner());
    eprintln!("{statuses} ended with a status, {faults} with an error in the trace, {refusals} were refused unread");
    assert_eq!(statuses + faults + refusals, count * workflows.len());
    assert!(statuses > count, "hardly any payload was even read");
}

/// How runs ended.
#[derive(Default)]
struct Tally {
    statuses: AtomicUsize,
    faults: AtomicUsize,
    refusals: AtomicUsize,
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

fn list() -> String {
    String::from_utf8(command(binary("pgs")).arg("list").output().unwrap().stdout).unwrap()
}

/// Some runs of one workflow on one data root, which holds the state of the samples.
fn batch(workflow: &Declared, size: usize, batch_seed: u64, seed: usize, tally: &Tally) {
    let mut random = StdRng::seed_from_u64(batch_seed);
    let place = Place::new();
    prepare(&place);
    let mut traces: BTreeSet<String> = place.traces().iter().map(|path| name(path)).collect();
    for _ in 0..size {
        let payload = generate::payload(workflow, &mut random);
        let mode = if random.random_bool(0.5) { "enforce" } else { "observe" };
        let mut start = if random.random_bool(0.5) { place.pgs(&workflow.fqdn) } else { place.own(&workflow.fqdn) };
        let output = feed(start.args(["--payload", "-", "--admission", mode]), &payload.text);
        let checked = ended(&output, tally).and_then(|id| match id {
            Some(id) => is_whole(&place, &workflow.fqdn, &id).map(|()| traces.insert(id)),
            None => Ok(false),
        });
        let checked = checked.and_then(|_| match place.data().exists().then(|| unreadable(&place)).flatten() {
            Some(path) if size_of_state_is_small(&place) => Err(format!("{path} can't be read any more")),
            _ => Ok(()),
        });
        checked.unwrap_or_else(|reason| fail(workflow, &payload, mode, seed, &reason, &output));
    }
    let found: BTreeSet<String> = place.traces().iter().map(|path| name(path)).collect();
    assert_eq!(found, traces, "{}, seed {seed}: a run wrote a trace that it did not name", workflow.fqdn);
    assert_eq!(unreadable(&place), None, "{}, seed {seed}", workflow.fqdn);
    all_replay_identically(&place, seed);
}

/// No run of these goes another way when it is repeated, whatever its payload: where a suppressed value decides, the
/// repetition ends, and that is no divergence.
fn all_replay_identically(place: &Place, seed: usize) {
    let output = command(binary("pgs")).args(["replay", "--against"]).arg(place.workspace()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let other = text.lines().find(|line| line.starts_with("diverged ") || line.starts_with("impossible "));
    let Some(other) = other else { return assert_eq!(output.status.code(), Some(0), "seed {seed}: {text}") };
    let recorded = place.traces().into_iter().filter(|path| other.contains(&name(path)));
    let recorded: String = recorded.map(|path| std::fs::read_to_string(path).unwrap_or_default()).collect();
    panic!("seed {seed}: {text}\n{recorded}");
}

/// Reading all state after every run is affordable while it is small.
fn size_of_state_is_small(place: &Place) -> bool {
    place.state_files().iter().map(|path| path.metadata().map_or(0, |it| it.len())).sum::<u64>() < 100_000
}

/// Two members, two books, a loan, an area and a parcel, so that random payloads find something.
fn prepare(place: &Place) {
    for (fqdn, payload) in [
        ("library::WF_REGISTER_MEMBER_V0", "library/register_member"),
        ("library::WF_REGISTER_MEMBER_V0", "library/register_second_member"),
        ("library::WF_ADD_BOOK_V0", "library/add_book"),
        ("library::WF_ADD_BOOK_V0", "library/add_reference_book"),
        ("library::WF_LEND_BOOK_V0", "library/lend_book"),
        ("depots::WF_ASSIGN_AREA_V0", "parcels/assign_area"),
        ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_parcel"),
    ] {
        place.run(fqdn, payload);
    }
}

/// How a run ended: with a status, or with an error; the trace that it names.
fn ended(output: &Output, tally: &Tally) -> Result<Option<String>, String> {
    let stdout = std::str::from_utf8(&output.stdout).map_err(|error| error.to_string())?;
    let stderr = std::str::from_utf8(&output.stderr).map_err(|error| error.to_string())?;
    let code = output.status.code().ok_or("it was killed")?;
    if stderr.is_empty() {
        let status = line(stdout, "Status").ok_or("it printed no status")?;
        let expected = i32::from(!matches!(status, "SUCCESS" | "ALREADY_EXISTS"));
        if code != expected {
            return Err(format!("status {status} with exit status {code}"));
        }
        tally.statuses.fetch_add(1, Ordering::Relaxed);
        return line(stdout, "Trace ID").map(|id| Some(id.to_owned())).ok_or("it printed no trace id".to_owned());
    }
    let id = stderr.rsplit_once("(trace ").and_then(|(_, rest)| rest.split([' ', ',']).next()).map(str::to_owned);
    // What was asked for wrongly leaves no trace, and what could not be done has one.
    let expected = if id.is_some() { 3 } else { 2 };
    if code != expected || !stdout.is_empty() || !stderr.starts_with("error: ") || stderr.lines().count() != 1 {
        return Err(format!("exit status {code}, and not one clear line"));
    }
    if id.is_some() { &tally.faults } else { &tally.refusals }.fetch_add(1, Ordering::Relaxed);
    Ok(id)
}

fn is_whole(place: &Place, fqdn: &str, id: &str) -> Result<(), String> {
    let (domain, code) = fqdn.split_once("::").unwrap();
    let path = place.workspace().join("traces").join(domain).join(code).join(id).join(format!("{id}.jsonl"));
    Trace::try_read(&path)
        .and_then(|trace| trace.is_whole(fqdn))
        .map_err(|reason| format!("{} is not whole: {reason}", path.display()))
}

/// A state file that the binaries can't read any more.
fn unreadable(place: &Place) -> Option<String> {
    let is_json = |text: &str| pgs_value::from_str::<Value>(text).is_ok();
    let broken = |path: &Path| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        match path.extension().and_then(|it| it.to_str()) {
            Some("json") => !is_json(&text),
            Some("jsonl") => !text.lines().all(is_json),
            _ => false,
        }
    };
    place.state_files().into_iter().find(|path| broken(path)).map(|path| path.display().to_string())
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

fn fail(workflow: &Declared, payload: &Payload, mode: &str, seed: usize, reason: &str, output: &Output) -> ! {
    panic!(
        "{reason}\n{} with PGS_RANDOM_SEED={seed}, --admission {mode} and the payload\n{}\nprinted\n{}{}",
        workflow.fqdn,
        String::from_utf8_lossy(&payload.text),
        String::from_utf8_lossy(&output.stdout).chars().take(2_000).collect::<String>(),
        String::from_utf8_lossy(&output.stderr),
    )
}
