//! Runs in this process, which has their state open.

use std::fs;
use std::path::Path;
use std::time::Duration;

use pgs_benches::{interleaved, micros, payload, ratio};
use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{Map, Traces, Value};
use pgs_store_sqlite::SQLITE;
use pgs_transport::Workflow;

use crate::floors;
use crate::site::{self, Site, Tracing, form};

type Payload = Map<String, Value>;
type Timed = Box<dyn FnMut() -> Duration>;

/// As many lines as a run writes, traced or not: of that length, and fewer.
const LINES: usize = 20;

/// Registrations with their entry in the journal, at each size.
pub fn print_registrations(base: &Path, sites: &[Site], rounds: usize) {
    let workflow = pgs_benches::workflow("library::WF_REGISTER_MEMBER_V0");
    println!(
        "\n| registration in process | store | entries | no trace µs | traced into one file µs | traced µs | traced, of 0 entries | of the floor |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for durability in [Durability::Os, Durability::Sync] {
        let mut variants = vec![floor(&base.join(format!("registrations-{}", durability.as_str())), durability)];
        for site in sites {
            let state = site.state(durability);
            for tracing in Tracing::ALL {
                let (state, traces) = (state.clone(), tracing.below(&site.workspace()));
                variants.push(Box::new(move || site::run(&state, traces.as_ref(), workflow, form(), "SUCCESS")));
            }
        }
        let times = interleaved(rounds, variants);
        let (floor, times) = (times[0], times[1..].as_chunks::<3>().0);
        for (site, [bare, one_file, traced]) in sites.iter().zip(times) {
            let small =
                sites.iter().position(|small| small.backend == site.backend && small.size == 0).expect("a small one");
            println!(
                "| {} | {} | {} | {} | {} | {:.2} | {:.2} |",
                durability.as_str(),
                site.name(),
                micros(*bare),
                micros(*one_file),
                micros(*traced),
                ratio(*traced, times[small][2]),
                ratio(*traced, floor),
            );
        }
        println!("| {} | floor: {} | | | | {} | | 1.00 |", durability.as_str(), floor_name(durability), micros(floor));
    }
}

/// The least that a traced run can cost: its trace is created; or what it wrote is synced.
fn floor(folder: &Path, durability: Durability) -> Timed {
    fs::create_dir_all(folder).expect("a folder");
    match durability {
        Durability::Os => floors::create_folder_and_file(folder),
        Durability::Sync => floors::append_synced(folder, LINES),
    }
}

fn floor_name(durability: Durability) -> String {
    match durability {
        Durability::Os => "a folder and a file".to_owned(),
        Durability::Sync => format!("append {LINES} lines and `fdatasync`"),
    }
}

/// Routing, a signature, and ten steps with ten side effects.
pub fn print_others(base: &Path, rounds: usize) {
    println!(
        "\n| other workflows in process | store | no trace µs | traced into one file µs | traced µs | each, of the floor |"
    );
    println!("|---|---|---|---|---|---|");
    for durability in [Durability::Os, Durability::Sync] {
        let folder = base.join(format!("others-{}", durability.as_str()));
        let mut variants = vec![floor(&folder, durability)];
        let mut names = Vec::new();
        for (number, (name, prepare)) in WORKLOADS.into_iter().enumerate() {
            for backend in [FILES, SQLITE] {
                names.push(format!("{name}, {} | {}", durability.as_str(), backend.scheme));
                for tracing in Tracing::ALL {
                    let folder = folder.join(format!("{number}-{}-{tracing:?}", backend.scheme));
                    let state = State::at(&folder.join("data"), &backend, durability).expect("a data root");
                    variants.push(prepare(Bench { state, traces: tracing.below(&folder) }));
                }
            }
        }
        let times = interleaved(rounds, variants);
        let floor = times[0];
        for (name, times) in names.iter().zip(times[1..].as_chunks::<3>().0) {
            let [untraced, one_file, traced] = times.map(micros);
            let ratios = times.map(|time| format!("{:.2}", ratio(time, floor))).join(", ");
            println!("| {name} | {untraced} | {one_file} | {traced} | {ratios} |");
        }
        println!("| floor, {}: {} | | | | {} | 1.00 |", durability.as_str(), floor_name(durability), micros(floor));
    }
}

/// A workload and where it runs.
struct Bench {
    state: State,
    traces: Option<Traces>,
}

impl Bench {
    fn run(&self, workflow: &Workflow, payload: Payload, wanted: &str) -> Duration {
        site::run(&self.state, self.traces.as_ref(), workflow, payload, wanted)
    }

    fn untraced(&self, workflow: &str, sample: &str) {
        site::run(&self.state, None, pgs_benches::workflow(workflow), payload(sample), "SUCCESS");
    }
}

type Workload = (&'static str, fn(Bench) -> Timed);

const WORKLOADS: [Workload; 3] =
    [("routing and one transform", routing), ("signing", signing), ("ten steps, ten side effects", lending)];

/// One contract with one transform, which refuses: no side effect.
fn routing(bench: Bench) -> Timed {
    let workflow = pgs_benches::workflow("parcels::WF_ACCEPT_PARCEL_V0");
    let payload = payload("parcels/accept_oversized_parcel");
    Box::new(move || {
        // What ran before it in the round has filled the caches with other code, which is as dear as this run.
        bench.run(workflow, payload.clone(), "TOO_LARGE");
        bench.run(workflow, payload.clone(), "TOO_LARGE")
    })
}

/// Keys derived from a mnemonic, two signatures, and what the workflow enters in a registry.
fn signing(bench: Bench) -> Timed {
    let (workflow, payload) = (pgs_benches::workflow("depots::WF_SIGN_MANIFEST_V0"), payload("parcels/sign_manifest"));
    Box::new(move || bench.run(workflow, payload.clone(), "SUCCESS"))
}

/// A book is lent: ten steps, each a side effect. It comes back before the next time.
fn lending(bench: Bench) -> Timed {
    bench.untraced("library::WF_REGISTER_MEMBER_V0", "library/register_member");
    bench.untraced("library::WF_ADD_BOOK_V0", "library/add_book");
    let (lend, book) = (pgs_benches::workflow("library::WF_LEND_BOOK_V0"), payload("library/lend_book"));
    Box::new(move || {
        let time = bench.run(lend, book.clone(), "SUCCESS");
        bench.untraced("library::WF_RETURN_BOOK_V0", "library/return_book");
        time
    })
}
