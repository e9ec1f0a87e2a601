//! What isolated runs cost, beside runs whose operations are there for others at once: alone, and in a crowd.

use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use pgs_benches::{interleaved, micros, ratio, timed};
use pgs_rt::store::mutable_json::{self, Keyed};
use pgs_rt::store::{BackendEntry, Durability, FILES, Isolation, Location, State, StoreUse};
use pgs_rt::{Context, ContractId, End, Fault, Field, Map, Run, StepId, Traces, Value, Workflow, WorkflowId, engine};
use pgs_store_sqlite::SQLITE;

const WRITERS: usize = 8;

const STORES: [StoreUse; WRITERS] = [
    StoreUse::writes("a/0.json"),
    StoreUse::writes("a/1.json"),
    StoreUse::writes("a/2.json"),
    StoreUse::writes("a/3.json"),
    StoreUse::writes("a/4.json"),
    StoreUse::writes("a/5.json"),
    StoreUse::writes("a/6.json"),
    StoreUse::writes("a/7.json"),
];

const ID: WorkflowId = WorkflowId { fqdn: "benches::WF_ADD_V0", domain: "benches", address: 1 };

/// Prints what a run of two steps, which read a value and write another, takes of either kind.
pub fn print(base: &Path, rounds: usize) {
    println!("\n| read and write, os | store | isolated µs | operations µs | isolated, of operations |");
    println!("|---|---|---|---|---|");
    for backend in [FILES, SQLITE] {
        for (name, writers, stores) in [("alone", 1, 1), ("8 writers, one store", 8, 1), ("8 writers, 8 stores", 8, 8)]
        {
            let crowd = |isolation: Isolation| {
                let folder = base.join(format!("isolation-{}-{name}-{}", backend.scheme, isolation.as_str()));
                let contexts: Vec<Context> = (0..writers).map(|_| context(&folder, &backend, isolation)).collect();
                Box::new(move || together(&contexts, stores)) as Box<dyn FnMut() -> Duration>
            };
            let times = interleaved(rounds, vec![crowd(Isolation::Run), crowd(Isolation::Operation)]);
            let of = ratio(times[0], times[1]);
            println!("| {name} | {} | {} | {} | {of:.2} |", backend.scheme, micros(times[0]), micros(times[1]));
        }
    }
}

/// Each writer has the state opened for itself, as a process of its own would.
fn context(folder: &Path, backend: &BackendEntry, isolation: Isolation) -> Context {
    let state = State::at(folder.join("data"), backend, Durability::Os).expect("a data root");
    std::fs::create_dir_all(folder).expect("a folder");
    let traces = Traces::into_file(&folder.join("traces.jsonl"));
    Context { isolation, ..Context::new(state, traces.expect("a file")) }
}

/// The time of one run of each writer, all at the same time: of twenty, a twentieth.
fn together(contexts: &[Context], stores: usize) -> Duration {
    const EACH: u32 = 20;
    let barrier = Barrier::new(contexts.len());
    let times = thread::scope(|scope| {
        let start = |(n, context): (usize, &Context)| {
            let (barrier, context) = (&barrier, context.clone());
            scope.spawn(move || {
                barrier.wait();
                timed(|| (0..EACH).for_each(|_| add(n % stores, &context)))
            })
        };
        let threads: Vec<_> = contexts.iter().enumerate().map(start).collect();
        threads.into_iter().map(|thread| thread.join().expect("a writer")).collect::<Vec<Duration>>()
    });
    times.into_iter().max().unwrap_or_default() / EACH
}

fn add(store: usize, context: &Context) {
    let workflow = Workflow { stores: &STORES[store..=store], ..Workflow::new(ID, machine) };
    let payload = Map::from_iter([("store".to_owned(), Value::from(store as i64))]);
    assert_eq!(engine::run(&workflow, payload, context).expect("a run").status, "SUCCESS");
}

fn machine(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    const CONTRACT: ContractId = ContractId { fqdn: "benches::CC_ADD_V0", address: 2 };
    const READ: StepId = StepId::side_effect("read", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 3);
    const WRITE: StepId = StepId::side_effect("write", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 3);
    run.workflow_starts(&ID, &payload)?;
    let number = payload["store"].as_i64().unwrap_or_default();
    let store = mutable_json::Store(Location::at("STORE", STORES[usize::try_from(number).unwrap_or_default()].path));
    let read = mutable_json::read(&run.step(&CONTRACT, &READ), &store, Keyed { key: "k".into() })?;
    let before = read.outputs.and_then(|it| it.value["n"].as_i64()).unwrap_or_default();
    let value = Field::json(pgs_rt::object([("n", (before + 1).into())]));
    let write = mutable_json::Write { key: "k".into(), value };
    let status = mutable_json::write(&run.step(&CONTRACT, &WRITE), &store, write)?.status;
    run.contract_ends(&CONTRACT, status.as_str(), &Map::new())?;
    let end = End { status: status.as_str(), surface: Map::new(), exit: None };
    run.workflow_ends(&ID, &end)?;
    Ok(end)
}
