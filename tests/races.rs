//! Races: many processes want the same keys, the end of the same log, or what a limit leaves, at the same time.

mod support;

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};

use pgs_value::{Value, json};

use support::effects::{Content, check_sealed_traces};
use support::stores::{FORMS, Form};
use support::{Place, binary, command, payload};

const ADD: &str = "library::WF_ADD_BOOK_V0";
const LEND: &str = "library::WF_LEND_BOOK_V0";
const RESERVE: &str = "library::WF_RESERVE_BOOK_V0";

/// Starts processes that each run a workflow for all of its payloads; gives each one's results.
fn race(place: &Place, form: Form, workflow: &str, payloads: &[Vec<Value>]) -> Vec<Vec<Value>> {
    let start = |(n, payloads): (usize, &Vec<Value>)| -> Child {
        let text = support::lines_of(payloads);
        let file = place.file(&format!("{n}.ndjson"), text);
        let mut command: Command = command(binary("pgs"));
        command.args(["run", "--wf", workflow]).args(form.options()).arg("--payloads").arg(file);
        command.arg("--data-root").arg(place.data()).arg("--workspace").arg(place.workspace());
        command.arg("--trace-into").arg(place.folder().join(format!("{n}.jsonl")));
        let results = std::fs::File::create(place.folder().join(format!("{n}.out"))).unwrap();
        command.stdin(Stdio::null()).stdout(results).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<Child> = payloads.iter().enumerate().map(start).collect();
    let ended = children.into_iter().enumerate().map(|(n, child)| {
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(stderr.lines().count(), 1, "more than the sum of the statuses: {stderr}");
        let text = std::fs::read_to_string(place.folder().join(format!("{n}.out"))).unwrap();
        let results: Vec<Value> = text.lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
        for (line, result) in results.iter().enumerate() {
            assert_eq!(result["line"], line + 1, "the results are out of order");
        }
        let wanted = |result: &Value| result["status"] == "SUCCESS" || result["status"] == "ALREADY_EXISTS";
        assert_eq!(output.status.code(), Some(i32::from(!results.iter().all(wanted))), "{stderr}");
        results
    });
    ended.collect()
}

/// How often what a limit leaves is raced for.
fn rounds() -> usize {
    std::env::var("PGS_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap())
}

/// Sixteen books, and two members.
fn library(form: Form) -> Place {
    let place = Place::in_memory();
    let books: Vec<Value> = (0..16).map(|n| with(payload("library/add_book"), "barcode", barcode(n))).collect();
    race(&place, form, ADD, &[books]);
    let members = vec![payload("library/register_member"), payload("library/register_second_member")];
    race(&place, form, "library::WF_REGISTER_MEMBER_V0", &[members]);
    place
}

fn barcode(n: usize) -> String {
    format!("0x{n:04x}")
}

fn with(mut payload: Value, field: &str, text: String) -> Value {
    payload[field] = json!(text);
    payload
}

/// How many of these runs ended at this node.
fn ended_at(results: &[Vec<Value>], exit: &str) -> usize {
    results.iter().flatten().filter(|result| result["exit"] == exit).count()
}

/// The limit is three books a member: one step reads how many there are, a later one adds to them.
#[test]
fn of_eight_desks_none_lends_beyond_the_limit() {
    for &form in FORMS {
        for round in 0..rounds() {
            let place = library(form);
            let lends = (0..8).map(|desk| {
                let books = (0..16).filter(|book| book % 8 == desk);
                books.map(|book| with(payload("library/lend_book"), "book_id", barcode(book))).collect()
            });
            let results = race(&place, form, LEND, &lends.collect::<Vec<_>>());
            assert_eq!(ended_at(&results, "EXIT_LENT"), 3, "{form:?}, round {round}");
        }
    }
}

/// A book that is on loan is reserved by one: one step looks whether somebody has, a later one writes who.
#[test]
fn of_eight_desks_one_reserves_a_book() {
    for &form in FORMS {
        for round in 0..rounds() {
            let place = library(form);
            let lends = (0..3).map(|book| with(payload("library/lend_book"), "book_id", barcode(book))).collect();
            race(&place, form, LEND, &[lends]);
            let members = [payload("library/lend_book"), payload("library/lend_to_second_member")];
            let reserves = (0..8).map(|desk: usize| {
                let member = members[desk % 2]["member_id"].as_str().unwrap().to_owned();
                let reserve = with(payload("library/reserve_book"), "member_id", member);
                (0..3).map(|book| with(reserve.clone(), "book_id", barcode((book + desk) % 3))).collect()
            });
            let results = race(&place, form, RESERVE, &reserves.collect::<Vec<_>>());
            assert_eq!(ended_at(&results, "EXIT_RESERVED"), 3, "{form:?}, round {round}: {results:?}");
        }
    }
}

#[test]
fn of_eight_processes_one_registers_each_key() {
    let (processes, keys) = (8, 1000);
    for &form in FORMS {
        let place = Place::in_memory();
        // Each begins elsewhere and they meet everywhere: forwards and backwards.
        let order = |process: usize| {
            (0..keys).map(move |n| if process.is_multiple_of(2) { n } else { keys - 1 - n }).map(move |n| {
                let mut book = payload("library/add_book");
                book["barcode"] = json!(barcode((n + process / 2 * 7) % keys));
                book["title"] = json!(format!("the copy of process {process}"));
                book
            })
        };
        let payloads: Vec<Vec<Value>> = (0..processes).map(|process| order(process).collect()).collect();
        let results = race(&place, form, ADD, &payloads);
        let mut statuses: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut winners = BTreeMap::new();
        for (process, (payloads, results)) in payloads.iter().zip(&results).enumerate() {
            assert_eq!(results.len(), keys);
            for (payload, result) in payloads.iter().zip(results) {
                let (key, status) = (payload["barcode"].as_str().unwrap(), result["status"].as_str().unwrap());
                *statuses.entry((key.to_owned(), status.to_owned())).or_default() += 1;
                if status == "SUCCESS" {
                    winners.insert(key.to_owned(), process);
                }
            }
        }
        for key in (0..keys).map(barcode) {
            let count = |status: &str| statuses.get(&(key.clone(), status.to_owned())).copied().unwrap_or(0);
            assert_eq!((count("SUCCESS"), count("ALREADY_EXISTS")), (1, processes - 1), "{key} in {form:?}");
        }
        let Content::Registry(books) =
            form.read(&place.data(), "library/books.jsonl", &Content::Registry(pgs_value::Map::new())).unwrap()
        else {
            panic!("no registry")
        };
        let Content::Records(cards) =
            form.read(&place.data(), "library/catalogue.json", &Content::Records(pgs_value::Map::new())).unwrap()
        else {
            panic!("no records")
        };
        assert_eq!((books.len(), cards.len()), (keys, keys), "{form:?}");
        for (key, process) in winners {
            assert_eq!(cards[&key]["title"], format!("the copy of process {process}"), "{key} in {form:?}");
        }
        check_sealed_traces(place.folder()).unwrap();
    }
}

#[test]
fn sixteen_processes_number_one_log() {
    let (processes, each) = (16, 100);
    for &form in FORMS {
        let place = Place::in_memory();
        let refused = |process: usize| {
            (0..each).map(move |n| {
                let mut loan = payload("library/lend_book");
                // Nobody is a member: every desk refuses, and writes that down.
                loan["member_id"] = json!(format!("reader {n} at desk {process}"));
                loan
            })
        };
        let payloads: Vec<Vec<Value>> = (0..processes).map(|process| refused(process).collect()).collect();
        let results = race(&place, form, LEND, &payloads);
        assert!(results.iter().flatten().all(|result| result["status"] == "SUCCESS"));
        let Content::Journal(entries) =
            form.read(&place.data(), "library/journal.jsonl", &Content::Journal(Vec::new())).unwrap()
        else {
            panic!("no journal")
        };
        assert_eq!(entries.len(), processes * each, "{form:?}");
        let mut readers: Vec<Vec<usize>> = vec![Vec::new(); processes];
        for (n, entry) in entries.iter().enumerate() {
            assert_eq!(entry["sequence_number"], n + 1, "{form:?}");
            assert_eq!(entry["stream_id"], "0x00a1");
            let reader = entry["record"]["details"]["member_id"].as_str().unwrap();
            let (n, process) = reader.strip_prefix("reader ").unwrap().split_once(" at desk ").unwrap();
            readers[process.parse::<usize>().unwrap()].push(n.parse().unwrap());
        }
        // Each process's own order is kept.
        assert!(readers.iter().all(|own| own.iter().copied().eq(0..each)), "{form:?}: {readers:?}");
    }
}
