//! Many cases at once, and what failed of them.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// One part after the other: each has work for all processors.
static TURN: Mutex<()> = Mutex::new(());

/// Tries all cases, and says how many there were and how long they took, also where nobody asks for what a test prints.
/// Fails with some of the failures, if there are any.
///
/// `PGS_FAULTS` keeps the cases whose name holds it.
pub fn all_hold<T: Sync>(what: &str, cases: &[(String, T)], holds: impl Fn(&T) -> Result<(), String> + Sync) {
    let only = std::env::var("PGS_FAULTS").unwrap_or_default();
    let all = cases.len();
    let cases: Vec<&(String, T)> = cases.iter().filter(|(name, _)| name.contains(&only)).collect();
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
    let how_many = if tried == all { format!("all {all} cases") } else { format!("{tried} of {all} cases") };
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
