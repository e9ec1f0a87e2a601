//! Isolated runs: what runs at the same time do and find is what they would in some order, one after the other.
//!
//! The runs are random: they read and write some of four stores, as check-then-act over several steps, alone or in nested
//! workflows. Each has the state opened for itself, as a process of its own would. What they found, and the state that they
//! left, is compared with that of every order, on state in memory.

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Barrier};
use std::thread;

use fastrand::Rng;
use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, Keyed};
use pgs_rt::store::registry::{self, Register};
use pgs_rt::store::{Durability, Isolation, Location, State, StoreUse};
use pgs_rt::{Context, End, Fault, Field, Map, Run, Traces, Value, Workflow, engine, json};

use support::{Form, Place, WORKFLOW, end_contract, step};

const ACCOUNTS: [mutable_json::Store; 2] = [
    mutable_json::Store(Location::at("ACCOUNTS", "a/accounts.json")),
    mutable_json::Store(Location::at("LOANS", "a/loans.json")),
];
const KEYS: registry::Store = registry::Store(Location::at("KEYS", "a/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "a/events.jsonl"));

/// What a run does.
#[derive(Clone, Debug)]
enum Act {
    /// Looks how high an account stands.
    Look { store: usize, key: u8 },
    /// Adds one to an account below its limit.
    Lend { store: usize, key: u8, limit: i64 },
    /// Takes one from an account that has some, and adds it to another.
    Move { from: (usize, u8), to: (usize, u8) },
    /// Registers the next key while there are fewer.
    Enter { most: i64 },
    /// Adds an event that says how many there were.
    Tell,
    /// Looks at all events.
    Read,
    /// Does all this in a workflow that it starts.
    Nested(Vec<Act>),
}

impl Act {
    fn random(random: &mut Rng, depth: usize) -> Self {
        let account = |random: &mut Rng| (random.usize(..2), random.u8(..2));
        match random.u8(..if depth == 0 { 11 } else { 10 }) {
            0 | 1 => {
                let (store, key) = account(random);
                Self::Look { store, key }
            }
            2..5 => {
                let (store, key) = account(random);
                Self::Lend { store, key, limit: random.i64(1..4) }
            }
            5 | 6 => Self::Move { from: account(random), to: account(random) },
            7 => Self::Enter { most: random.i64(1..4) },
            8 => Self::Tell,
            9 => Self::Read,
            _ => Self::Nested((0..random.usize(1..4)).map(|_| Self::random(random, depth + 1)).collect()),
        }
    }

    /// The stores that it uses, and whether it writes them.
    fn uses(&self, uses: &mut BTreeMap<&'static str, bool>) {
        let mut uses_one =
            |location: Location, writes: bool| *uses.entry(location.path.unwrap()).or_default() |= writes;
        match self {
            Self::Look { store, .. } => uses_one(ACCOUNTS[*store].0, false),
            Self::Lend { store, .. } => uses_one(ACCOUNTS[*store].0, true),
            Self::Move { from, to } => {
                uses_one(ACCOUNTS[from.0].0, true);
                uses_one(ACCOUNTS[to.0].0, true);
            }
            Self::Enter { .. } => uses_one(KEYS.0, true),
            Self::Tell => uses_one(EVENTS.0, true),
            Self::Read => uses_one(EVENTS.0, false),
            Self::Nested(acts) => acts.iter().for_each(|act| act.uses(uses)),
        }
    }

    /// Does it, and says what it found.
    fn act(&self, run: &Run, found: &mut Vec<i64>) {
        // Others come between.
        thread::yield_now();
        match self {
            Self::Look { store, key } => found.push(height(run, *store, *key)),
            Self::Lend { store, key, limit } => {
                let height = height(run, *store, *key);
                if height < *limit {
                    thread::yield_now();
                    set(run, *store, *key, height + 1);
                }
                found.push(height);
            }
            Self::Move { from, to } => {
                let height_of_first = height(run, from.0, from.1);
                if height_of_first > 0 {
                    set(run, from.0, from.1, height_of_first - 1);
                    let second = height(run, to.0, to.1);
                    set(run, to.0, to.1, second + 1);
                }
                found.push(height_of_first);
            }
            Self::Enter { most } => {
                let count = keys(run);
                if count < *most {
                    let key = format!("K{count}");
                    let call = Register { key: Field::Is(key), ..Register::default() };
                    let status = registry::register(&step(run), &KEYS, call).unwrap().status;
                    found.push(i64::from(status == registry::RegisterStatus::Success));
                }
                found.push(count);
            }
            Self::Tell => {
                let call = Append { record: Field::Is(Map::new()), ..Append::default() };
                found.push(append_only::append(&step(run), &EVENTS, call).unwrap().outputs.unwrap().sequence_number);
            }
            Self::Read => found.push(events(run)),
            Self::Nested(acts) => {
                let inner = run.nested().unwrap();
                inner.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
                for act in acts {
                    act.act(&inner, found);
                }
                end_contract(&inner);
                inner.workflow_ends(&WORKFLOW, &End { status: "SUCCESS", surface: Map::new(), exit: None }).unwrap();
            }
        }
    }
}

fn height(run: &Run, store: usize, key: u8) -> i64 {
    let call = Keyed { key: Field::Is(format!("A{key}")) };
    let read = mutable_json::read(&step(run), &ACCOUNTS[store], call).unwrap();
    read.outputs.and_then(|it| it.value["height"].as_i64()).unwrap_or(0)
}

fn set(run: &Run, store: usize, key: u8, height: i64) {
    let value = Field::json(json!({ "height": height }));
    let call = mutable_json::Write { key: Field::Is(format!("A{key}")), value };
    assert_eq!(
        mutable_json::write(&step(run), &ACCOUNTS[store], call).unwrap().status,
        mutable_json::WriteStatus::Success
    );
}

fn keys(run: &Run) -> i64 {
    registry::count(&step(run), &KEYS).unwrap().outputs.unwrap().count
}

fn events(run: &Run) -> i64 {
    let read = append_only::read_all(&step(run), &EVENTS, ReadAll::default()).unwrap();
    i64::try_from(read.outputs.unwrap().entries.len()).unwrap()
}

/// A protocol: what each of its workflows does, one run of each.
type Protocol = Vec<Vec<Act>>;

fn protocol(random: &mut Rng) -> Protocol {
    let acts = |random: &mut Rng| (0..random.usize(1..5)).map(|_| Act::random(random, 0)).collect();
    (0..random.usize(2..4)).map(|_| acts(random)).collect()
}

std::thread_local! {
    /// What the workflow of this thread does.
    static ACTS: std::cell::RefCell<Vec<Act>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Runs a workflow, and says what it found.
fn run(acts: &[Act], context: &Context) -> Vec<i64> {
    fn machine(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
        run.workflow_starts(&WORKFLOW, &payload)?;
        let mut found = Vec::new();
        ACTS.with_borrow(|acts| acts.iter().for_each(|act| act.act(run, &mut found)));
        let surface = Map::from_iter([("found".to_owned(), found.into_iter().map(Value::from).collect())]);
        end_contract(run);
        let end = End { status: "SUCCESS", surface, exit: None };
        run.workflow_ends(&WORKFLOW, &end)?;
        Ok(end)
    }
    let mut uses = BTreeMap::new();
    for act in acts {
        act.uses(&mut uses);
    }
    let stores: Vec<StoreUse> = uses.into_iter().map(|(path, writes)| StoreUse { path, writes }).collect();
    let workflow = Workflow { stores: stores.leak(), ..Workflow::new(WORKFLOW, machine) };
    ACTS.set(acts.to_vec());
    let ended = engine::run(&workflow, Map::new(), context).unwrap();
    ended.surface["found"].as_array().unwrap().iter().map(|it| it.as_i64().unwrap()).collect()
}

/// What a run finds that looks at everything.
fn left(context: &Context) -> Vec<i64> {
    let accounts = (0..2).flat_map(|store| (0..2).map(move |key| Act::Look { store, key }));
    let acts: Vec<Act> = accounts.chain([Act::Enter { most: 0 }, Act::Read]).collect();
    run(&acts, context)
}

/// What each run found, and then what was left.
type History = Vec<Vec<i64>>;

fn history(protocol: &Protocol, place: &Place, isolation: Isolation) -> History {
    let barrier = Arc::new(Barrier::new(protocol.len()));
    let context = || Context { isolation, ..place.context() };
    let mut history: History = thread::scope(|scope| {
        let begin = |acts: &Vec<Act>| {
            let (acts, barrier, context) = (acts.clone(), Arc::clone(&barrier), context());
            scope.spawn(move || {
                barrier.wait();
                run(&acts, &context)
            })
        };
        let threads: Vec<_> = protocol.iter().map(begin).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    history.push(left(&context()));
    history
}

/// The histories of all orders of the runs, one after the other.
fn serial_histories(protocol: &Protocol) -> Vec<History> {
    let orders = orders(protocol.len());
    let histories = orders.iter().map(|order| {
        let place = Place::on(Form::Memory);
        let context = place.context();
        let mut history = vec![Vec::new(); protocol.len()];
        for &n in order {
            history[n] = run(&protocol[n], &context);
        }
        history.push(left(&context));
        history
    });
    histories.collect()
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else { return vec![Vec::new()] };
    let shorter = orders(last);
    let inserted = shorter.iter().flat_map(|order| {
        (0..=order.len()).map(move |at| {
            let mut order = order.clone();
            order.insert(at, last);
            order
        })
    });
    inserted.collect()
}

/// How many of so many random protocols have a history that is that of no order.
fn unserializable(form: Form, isolation: Isolation) -> usize {
    let count: usize = std::env::var("PGS_RANDOM_PROTOCOLS")
        .map_or(if cfg!(debug_assertions) { 60 } else { 200 }, |it| it.parse().unwrap());
    let seed = std::env::var("PGS_RANDOM_SEED").map_or_else(|_| fastrand::u64(..), |it| it.parse().unwrap());
    eprintln!("{count} protocols on {form:?}, PGS_RANDOM_SEED={seed}");
    let mut random = Rng::with_seed(seed);
    let broken = (0..count).filter(|_| {
        let protocol = protocol(&mut random);
        let history = history(&protocol, &Place::on(form), isolation);
        let broken = !serial_histories(&protocol).contains(&history);
        if broken && isolation == Isolation::Run {
            eprintln!("{protocol:?}\nfound and left {history:?}");
        }
        broken
    });
    broken.count()
}

#[test]
fn isolated_runs_on_files_are_those_of_some_order() {
    assert_eq!(unserializable(Form::Files, Isolation::Run), 0);
}

#[test]
fn isolated_runs_in_a_database_are_those_of_some_order() {
    assert_eq!(unserializable(Form::Sqlite, Isolation::Run), 0);
}

/// The same runs, not isolated, are not: what is random here can tell.
#[test]
fn runs_that_are_not_isolated_see_each_other() {
    assert_ne!(unserializable(Form::Files, Isolation::Operation), 0);
}

/// Runs that use no store in common wait for nobody.
#[test]
fn runs_of_other_stores_do_not_wait() {
    let place = Place::on(Form::Files);
    let context = Context { isolation: Isolation::Run, ..place.context() };
    let lends = |store| vec![Act::Lend { store, key: 0, limit: 1 }];
    let stores = |paths: &[&'static str]| paths.iter().map(|path| StoreUse::writes(path)).collect::<Vec<_>>().leak();
    let first = Workflow {
        stores: stores(&["a/accounts.json"]),
        ..Workflow::new(WORKFLOW, |_, _| Err(Fault::new("it goes on for ever")))
    };
    let holder = first.begin(&context, &Map::new()).unwrap();
    lends(0)[0].act(&holder, &mut Vec::new());
    assert_eq!(run(&lends(1), &context), [0]);
    let impatient = State::at(
        place.data_root(),
        &pgs_rt::store::FILES,
        pgs_rt::store::StoreOptions { durability: Durability::Os, wait: pgs_rt::store::Wait::NONE },
    );
    let impatient = Context::new(impatient.unwrap(), Traces::below(place.workspace()));
    let second = Workflow { stores: first.stores, ..first }.begin(&impatient, &Map::new()).unwrap();
    let call = Keyed { key: "A0".into() };
    let read = mutable_json::read(&step(&second), &ACCOUNTS[0], call).unwrap();
    assert_eq!(read.status, mutable_json::ReadStatus::BackendError);
    let reason = read.reason.unwrap().sentence().to_owned();
    let process = std::process::id();
    assert!(
        reason.starts_with(&format!("the store `a/accounts.json` is held by this process, {process}, since 2")),
        "{reason}"
    );
}
