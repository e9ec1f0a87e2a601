//! What state costs: runs and processes on little and on much of it, beside what the machine allows and what others take.
//!
//! `cargo bench --manifest-path benches/Cargo.toml --bench state`, with `pgs-runtime` 0.6.0 installed for the reference
//! (`PGS_PYTHON` names another Python than `python3`). It needs 2 GB below `TMPDIR` and some minutes. With the argument
//! `quick` it makes a tenth of the rounds, and 10,000 entries instead of a million.
//!
//! ```text
//! floors     what the machine allows
//! site       a data root with so many entries, and the runs on it
//! routing    runs without state, beside dataflow-rs
//! runs       runs in this process
//! processes  runs that are processes: time and memory
//! isolation  runs at the same time
//! peers      the reference interpreter, and Rust written by hand
//! ```

mod floors;
mod isolation;
mod peers;
mod processes;
mod routing;
mod runs;
mod site;

use std::fs;

use pgs_rt::store::FILES;
use pgs_store_sqlite::SQLITE;

use crate::site::Site;

fn main() {
    if processes::is_parent() {
        return;
    }
    let quick = std::env::args().any(|argument| argument == "quick");
    let (part, most) = if quick { (10, 10_000) } else { (1, 1_000_000) };
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let base = folder.path();
    say_where();
    floors::print(base, 200 / part);
    routing::print(200 / part);
    let sites = [FILES, SQLITE]
        .map(|backend| [0, 1000, most].map(|size| Site::seeded(base, backend, size)))
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    processes::print_first(&sites);
    runs::print_registrations(base, &sites, 200 / part);
    runs::print_others(base, 200 / part);
    isolation::print(base, 200 / part);
    processes::print(base, &sites, 100 / part);
    processes::print_batches(base, 1000 / part, 3);
    peers::print(base, 100 / part);
    say_load("at the end");
}

/// The machine, as it says itself.
fn say_where() {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field =
        |name: &str| cpu.lines().find_map(|line| line.strip_prefix(name)?.split_once(": ").map(|(_, value)| value));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{}, {cores} cores", field("model name").unwrap_or("unknown processor"));
    say_load("at the beginning");
    println!();
}

fn say_load(when: &str) {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load {when}: {}", load.split(' ').take(3).collect::<Vec<_>>().join(", "));
}
