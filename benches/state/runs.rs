//! Runs in this process, which has their state open.

use std::fs;
use std::path::Path;
use std::time::Duration;

use pgs_benches::{interleaved, micros, payload, ratio};
use pgs_rt::store::{Backing, Durability, State};
use pgs_rt::{Map, Value};
use pgs_transport::Workflow;

use crate::floors;
use crate::site::{self, Site, form};

type Payload = Map<String, Value>;

/// Registrations with their entry in the journal, at each size.
pub fn print_registrations(base: &Path, sites: &[Site], rounds: usize) {
    let workflow = pgs_benches::workflow("library::WF_REGISTER_MEMBER_V0");
    println!("\n| registration in process | store | entries | no trace µs | traced µs | traced, of 0 entries | traced, of the floor |");
    println!("|---|---|---|---|---|---|---|");
    for durability in [Durability::Os, Durability::Sync] {
        let folder = base.join(format!("registrations-{}", durability.as_str()));
        fs::create_dir_all(&folder).expect("a folder");
        let mut variants = vec![floor(&folder, durability)];
        for site in sites {
            let (state, workspace) = (site.state(durability), site.workspace());
            for traced in [false, true] {
                let (state, workspace) = (state.clone(), workspace.clone());
                variants.push(Box::new(move || site::run(&state, &workspace, workflow, form(), traced)));
            }
        }
        let times = interleaved(rounds, variants);
        let traced = |at: usize| times[2 + 2 * at];
        for (at, site) in sites.iter().enumerate() {
            let small = sites.iter().position(|small| small.backing == site.backing && small.size == 0).expect("a small one");
            println!(
                "| {} | {} | {} | {} | {:.2} | {:.2} |",
                durability.as_str(),
                site.name(),
                micros(times[1 + 2 * at]),
                micros(traced(at)),
                ratio(traced(at), traced(small)),
                ratio(traced(at), times[0]),
            );
        }
        println!("| {} | floor: {} | | {} | | | 1.00 |", durability.as_str(), floor_name(durability), micros(times[0]));
    }
}

/// The least that a traced run can cost: its trace is created; or what it wrote is synced.
fn floor(folder: &Path, durability: Durability) -> floors::Floor<'static> {
    match durability {
        Durability::Os => floors::create_folder_and_file(folder),
        Durability::Sync => floors::append_synced(folder, 20),
    }
}

fn floor_name(durability: Durability) -> &'static str {
    match durability {
        Durability::Os => "a folder and a file",
        Durability::Sync => "append 20 lines and `fdatasync`",
    }
}

/// Routing, a signature, and ten steps with ten side effects.
pub fn print_others(base: &Path, rounds: usize) {
    println!("\n| other workflows in process | store | no trace µs | traced µs | no trace, of the floor | traced, of the floor |");
    println!("|---|---|---|---|---|---|");
    for durability in [Durability::Os, Durability::Sync] {
        for (name, prepare) in WORKLOADS {
            let folder = base.join(format!("others-{}-{}", durability.as_str(), name.split(' ').next().unwrap_or(name)));
            fs::create_dir_all(&folder).expect("a folder");
            let mut variants = vec![floor(&folder, durability)];
            for backing in [Backing::Files, Backing::Sqlite] {
                for traced in [false, true] {
                    let root = folder.join(format!("{}-{traced}", backing.as_str()));
                    let state = State::open(&root, backing, durability).expect("a data root");
                    variants.push(prepare(Bench { state, workspace: folder.join("workspace").into(), traced }));
                }
            }
            let times = interleaved(rounds, variants);
            for (at, backing) in [Backing::Files, Backing::Sqlite].into_iter().enumerate() {
                let (bare, traced) = (times[1 + 2 * at], times[2 + 2 * at]);
                println!(
                    "| {name}, {} | {} | {} | {} | {:.2} | {:.2} |",
                    durability.as_str(),
                    backing.as_str(),
                    micros(bare),
                    micros(traced),
                    ratio(bare, times[0]),
                    ratio(traced, times[0]),
                );
            }
            println!("| {}: {} | | {} | | 1.00 | 1.00 |", durability.as_str(), floor_name(durability), micros(times[0]));
        }
    }
}

/// Where a workload runs.
struct Bench {
    state: State,
    workspace: Box<Path>,
    traced: bool,
}

impl Bench {
    fn run(&self, workflow: &Workflow, payload: Payload, traced: bool) -> Duration {
        site::run(&self.state, &self.workspace, workflow, payload, traced)
    }
}

type Workload = (&'static str, fn(Bench) -> Box<dyn FnMut() -> Duration>);

const WORKLOADS: [Workload; 3] = [("routing and one transform", routing), ("signing", signing), ("ten side effects", lending)];

/// One contract with one transform, which refuses: no side effect.
fn routing(bench: Bench) -> Box<dyn FnMut() -> Duration> {
    let (workflow, payload) = (pgs_benches::workflow("parcels::WF_ACCEPT_PARCEL_V0"), payload("parcels/accept_oversized_parcel"));
    Box::new(move || bench.run(workflow, payload.clone(), bench.traced))
}

/// Keys derived from a mnemonic, a signature, an entry in a registry.
fn signing(bench: Bench) -> Box<dyn FnMut() -> Duration> {
    let (workflow, payload) = (pgs_benches::workflow("depots::WF_SIGN_MANIFEST_V0"), payload("parcels/sign_manifest"));
    Box::new(move || bench.run(workflow, payload.clone(), bench.traced))
}

/// A book is lent: ten steps in as many contracts and nodes as the workflow has, each a side effect. It comes back
/// before the next time.
fn lending(bench: Bench) -> Box<dyn FnMut() -> Duration> {
    let once = |name: &str, sample: &str| {
        bench.run(pgs_benches::workflow(name), payload(sample), false);
    };
    once("library::WF_REGISTER_MEMBER_V0", "library/register_member");
    once("library::WF_ADD_BOOK_V0", "library/add_book");
    let (lend, book) = (pgs_benches::workflow("library::WF_LEND_BOOK_V0"), payload("library/lend_book"));
    let (take_back, returned) = (pgs_benches::workflow("library::WF_RETURN_BOOK_V0"), payload("library/return_book"));
    Box::new(move || {
        let time = bench.run(lend, book.clone(), bench.traced);
        bench.run(take_back, returned.clone(), false);
        time
    })
}
