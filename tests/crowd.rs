//! Many processes at once against one data root: no update is lost, nothing is written twice, every run has its trace.

mod support;

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};

use pgs_value::{Value, json};
use support::trace::Trace;
use support::{Place, line, payload, state};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const ADD: &str = "library::WF_ADD_BOOK_V0";
const LEND: &str = "library::WF_LEND_BOOK_V0";

/// Starts a process for each payload before waiting for the first. All must succeed; their `Trace ID:` lines.
fn crowd(place: &Place, fqdn: &str, payloads: &[Value]) -> Vec<String> {
    let children: Vec<Child> = payloads
        .iter()
        .enumerate()
        .map(|(n, payload)| {
            let file = place.file(&format!("{}-{n}.json", support::binary_name(fqdn)), payload.to_string());
            let mut command: Command = place.own(fqdn);
            command.arg("--payload").arg(file).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let ids: Vec<String> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(line(&text, "Status"), Some("SUCCESS"));
            line(&text, "Trace ID").unwrap().to_owned()
        })
        .collect();
    traces_are_whole(place, fqdn, &ids);
    ids
}

/// One whole trace for each run, and no other.
fn traces_are_whole(place: &Place, fqdn: &str, ids: &[String]) {
    let code = fqdn.split_once("::").unwrap().1;
    let mut found = BTreeSet::new();
    for path in place.traces().iter().filter(|path| path.to_str().unwrap().contains(code)) {
        Trace::read(path).check(fqdn);
        found.insert(path.file_stem().unwrap().to_str().unwrap().to_owned());
    }
    assert_eq!(found.len(), ids.len(), "two runs share a trace");
    assert_eq!(found, ids.iter().cloned().collect());
}

fn member(n: usize) -> Value {
    json!({ "member": { "full_name": format!("Reader {n}"), "email": format!("reader{n}@example.org") } })
}

#[test]
fn a_hundred_distinct_payloads_all_arrive() {
    let place = Place::new();
    let payloads: Vec<Value> = (0..100).map(member).collect();
    crowd(&place, REGISTER, &payloads);
    let members = place.data().join("library/members.jsonl");
    assert_eq!(state::lines(&members).len(), 100);
    let mails: BTreeSet<String> =
        state::registry(&members).values().map(|entry| entry["target_ref"].as_str().unwrap().to_owned()).collect();
    assert_eq!(mails, (0..100).map(|n| format!("reader{n}@example.org")).collect());
    // `journal` checks that the sequence runs 1, 2, 3, … without gap or twin.
    let journal = state::journal(&place.data().join("library/journal.jsonl"));
    assert_eq!(journal.len(), 100);
    let subjects: BTreeSet<&str> = journal.iter().map(|entry| entry["stream_id"].as_str().unwrap()).collect();
    assert_eq!(subjects.len(), 100);
}

#[test]
fn a_hundred_equal_payloads_register_once() {
    let place = Place::new();
    let ids = crowd(&place, REGISTER, &vec![member(7); 100]);
    // Equal payloads have equal suffixes, so that times alone tell the traces apart.
    let suffixes: BTreeSet<&str> = ids.iter().map(|id| id.rsplit_once("__").unwrap().1).collect();
    assert_eq!(suffixes.len(), 1);
    assert_eq!(state::lines(&place.data().join("library/members.jsonl")).len(), 1);
    assert_eq!(state::journal(&place.data().join("library/journal.jsonl")).len(), 100);
}

#[test]
fn no_update_of_a_mutable_store_is_lost() {
    let place = Place::new();
    let count = 32;
    let barcode = |n: usize| format!("0x{n:04x}");
    let members: Vec<Value> = (0..count).map(member).collect();
    crowd(&place, REGISTER, &members);
    let books: Vec<Value> = (0..count)
        .map(|n| {
            let mut book = payload("library/add_book");
            book["barcode"] = json!(barcode(n));
            book
        })
        .collect();
    crowd(&place, ADD, &books);
    let cards = state::records(&place.data().join("library/catalogue.json"));
    let barcodes: BTreeSet<String> = (0..count).map(barcode).collect();
    assert_eq!(cards.keys().cloned().collect::<BTreeSet<_>>(), barcodes);
    let ids = state::registry(&place.data().join("library/members.jsonl"));
    let loans: Vec<Value> = ids
        .keys()
        .enumerate()
        .map(|(n, id)| {
            let mut loan = payload("library/lend_book");
            (loan["book_id"], loan["member_id"]) = (json!(barcode(n)), json!(id));
            loan
        })
        .collect();
    crowd(&place, LEND, &loans);
    let lent = state::records(&place.data().join("library/loans.json"));
    assert_eq!(lent.keys().cloned().collect::<BTreeSet<_>>(), barcodes);
    for (n, id) in ids.keys().enumerate() {
        assert_eq!(lent[&barcode(n)]["member_id"], **id);
    }
    let accounts = state::records(&place.data().join("library/accounts.json"));
    assert_eq!(accounts.len(), count);
    assert!(accounts.values().all(|account| account["open_loans"] == 1));
    assert_eq!(state::journal(&place.data().join("library/journal.jsonl")).len(), 2 * count);
}

#[test]
fn one_book_is_lent_to_one_of_many() {
    let place = Place::new();
    let members: Vec<Value> = (0..16).map(member).collect();
    crowd(&place, REGISTER, &members);
    place.run(ADD, "library/add_book");
    let loans: Vec<Value> = state::registry(&place.data().join("library/members.jsonl"))
        .keys()
        .map(|id| {
            let mut loan = payload("library/lend_book");
            loan["member_id"] = json!(id);
            loan
        })
        .collect();
    crowd(&place, LEND, &loans);
    assert_eq!(state::lines(&place.data().join("library/on_loan.jsonl")).len(), 1);
    let events = state::events(&place.data().join("library/journal.jsonl"));
    let count = |code: &str| events.iter().filter(|event| *event == code).count();
    assert_eq!((count("EV_BOOK_LENT_V0"), count("EV_LENDING_REFUSED_V0")), (1, 15));
}
