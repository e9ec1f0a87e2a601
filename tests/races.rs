//! Races: many processes want the same keys, or the end of the same log, at the same time.

mod support;

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};

use pgs_value::{Value, json};

use support::effects::{Content, check_sealed_traces};
use support::stores::{FORMS, Form};
use support::{Place, binary, command, payload};

const ADD: &str = "library::WF_ADD_BOOK_V0";
const LEND: &str = "library::WF_LEND_BOOK_V0";

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
        assert_eq!(output.status.code(), Some(0), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "more than the sum of the statuses: {stderr}");
        let text = std::fs::read_to_string(place.folder().join(format!("{n}.out"))).unwrap();
        let results: Vec<Value> = text.lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
        for (line, result) in results.iter().enumerate() {
            assert_eq!(result["line"], line + 1, "the results are out of order");
        }
        results
    });
    ended.collect()
}

#[test]
fn of_eight_processes_one_registers_each_key() {
    let (processes, keys) = (8, 1000);
    for &form in FORMS {
        let place = Place::in_memory();
        let barcode = |n: usize| format!("0x{n:04x}");
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
