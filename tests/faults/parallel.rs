//! Many cases at once, and what failed of them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Tries all cases. Gives how many there were; fails with the first failures, if there are any.
///
/// `PGS_FAULTS` keeps the cases whose name holds it.
pub fn all_hold<T: Sync>(what: &str, cases: &[(String, T)], holds: impl Fn(&T) -> Result<(), String> + Sync) {
    let only = std::env::var("PGS_FAULTS").unwrap_or_default();
    let all = cases.len();
    let cases: Vec<&(String, T)> = cases.iter().filter(|(name, _)| name.contains(&only)).collect();
    eprintln!("{what}: {} of {all} cases", cases.len());
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
