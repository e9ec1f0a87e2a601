//! Many cases at once, and what failed of them.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rand::RngExt as _;

/// One part after the other: each has work for all processors.
static TURN: Mutex<()> = Mutex::new(());

/// Tries all cases, and says how many there were and how long they took, also where nobody asks for what a test prints.
/// Fails with some of the failures, if there are any.
///
/// `PGS_FAULTS` keeps the cases whose name holds it. Without it, a debug build tries each tenth, from one that it chooses and
/// says; `PGS_FAULTS_FROM` chooses it instead. A release build tries all.
pub fn all_hold<T: Sync>(what: &str, cases: &[(String, T)], holds: impl Fn(&T) -> Result<(), String> + Sync) {
    let only = std::env::var("PGS_FAULTS").ok();
    let from = (cfg!(debug_assertions) && only.is_none()).then(first_of_each_tenth);
    let all = cases.len();
    let cases: Vec<&(String, T)> = match from {
        Some(from) => cases.iter().skip(from).step_by(EACH).collect(),
        None => cases.iter().filter(|(name, _)| name.contains(only.as_deref().unwrap_or_default())).collect(),
    };
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let begun = Instant::now();
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((name, case)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(reason) = holds(case) {
                        if std::env::var_os("PGS_FAULTS_LIVE").is_some() {
                            eprintln!("FAIL {name} {}", shorten(&reason));
                        }
                        failures.lock().unwrap().push(format!("{name}\n    {}", shorten(&reason)));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    let (tried, failed, seconds) = (cases.len(), failures.len(), begun.elapsed().as_secs());
    let how_many = match from {
        Some(from) => format!("{tried} of {all} cases (PGS_FAULTS_FROM={from})"),
        None if tried == all => format!("all {all} cases"),
        None => format!("{tried} of {all} cases"),
    };
    // Also where tests that pass print nothing.
    let covered = format!("{what}: {how_many}, {failed} failed, {seconds} s\n");
    std::io::stderr().write_all(covered.as_bytes()).unwrap();
    assert!(
        failures.is_empty(),
        "{what}: {} of {} cases failed, among them\n{}\nrepeat one with PGS_FAULTS='its name'",
        failures.len(),
        cases.len(),
        sample(&failures).join("\n")
    );
}

/// One of so many cases is tried where not all are.
const EACH: usize = 10;

fn first_of_each_tenth() -> usize {
    match std::env::var("PGS_FAULTS_FROM") {
        Ok(from) => from.parse().unwrap_or_else(|_| panic!("PGS_FAULTS_FROM={from} is no number")),
        Err(_) => rand::rng().random_range(0..EACH),
    }
}

/// Some of them, from everywhere.
fn sample(failures: &[String]) -> Vec<&str> {
    let every = failures.len().div_ceil(25).max(1);
    failures.iter().step_by(every).map(String::as_str).collect()
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(1500).collect();
    if short.len() < text.len() {
        short.push_str(" ...");
    }
    short
}
