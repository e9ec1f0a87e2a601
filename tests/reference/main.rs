//! The reference goes on with our files, and we with its: `pgs_runtime` 0.6.0 and the sample workflows take turns on one
//! data root. Passed over where `pgs_runtime` is not installed.
//!
//! `pgs_runtime` executes a tokenized graph and imports its side effects. Those of the reference system are not published
//! with it, so it runs here with stores written after the specification (`stores_of_the_specification.py`).

#[path = "../support/mod.rs"]
mod support;

use std::process::Command;

use pgs_value::{Value, json};
use support::effects::Content;
use support::stores::Form;
use support::{Place, command, line, payload, project, state};

/// How often each of the two runs.
const TURNS: usize = 25;

const WORKFLOW: &str = "turns::WF_TAKE_TURN_V0";
const ADD: &str = "library::WF_ADD_BOOK_V0";
const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

#[test]
fn the_reference_and_we_take_turns() {
    if !Command::new("pgs_runtime").arg("--help").output().is_ok_and(|output| output.status.success()) {
        eprintln!("passed over: pgs_runtime 0.6.0 is not on the path");
        return;
    }
    let place = Place::in_memory();
    write_snapshot(&place);
    for turn in 0..TURNS {
        our_turn(&place, turn);
        their_turn(&place, turn);
    }
    let journal = state::journal(&place.data().join("library/journal.jsonl"));
    assert_eq!(journal.len(), 2 * TURNS);
    let streams: Vec<&str> = journal.iter().map(|entry| entry["actor_id"].as_str().unwrap()).collect();
    assert_eq!(streams, ["desk", "reference"].repeat(TURNS));
    let read = |path: &str, empty| Form::Files.read(&place.data(), path, &empty).unwrap();
    let books = read("library/books.jsonl", Content::Registry(pgs_value::Map::new()));
    let cards = read("library/catalogue.json", Content::Records(pgs_value::Map::new()));
    // Of each turn one of our two books is left, which the reference took out and we added again, and its own.
    let mut wanted: Vec<String> = (0..TURNS).flat_map(|turn| [ours(turn, 0), theirs(turn)]).collect();
    wanted.extend((0..TURNS - 1).map(|turn| ours(turn, 1)));
    wanted.sort();
    for content in [&books, &cards] {
        let mut keys = content.keys();
        keys.sort();
        assert_eq!(keys, wanted.iter().collect::<Vec<_>>());
    }
    let size = std::fs::metadata(place.data().join("library/catalogue.json")).unwrap().len();
    assert!(size > 20_000, "the catalogue stayed a small object: {size} bytes");
}

fn ours(turn: usize, n: usize) -> String {
    format!("0x{turn:04x}{n:02x}")
}

fn theirs(turn: usize) -> String {
    format!("0x{turn:04x}ff")
}

fn book(barcode: &str) -> Value {
    let mut book = payload("library/add_book");
    book["barcode"] = json!(barcode);
    book["title"] = json!(format!("Über {barcode}"));
    book
}

/// Two books and a member; and what the reference did in its last turn is known here.
fn our_turn(place: &Place, turn: usize) {
    for n in 0..2 {
        place.run_with(ADD, &book(&ours(turn, n))).ends("SUCCESS", 0, "EXIT_ADDED (COMPLETED)");
    }
    let email = format!("reader{turn}@example.org");
    let member = json!({ "member": { "full_name": format!("Reader {turn}"), "email": email } });
    let ran = place.run_with(REGISTER, &member);
    assert_eq!(ran.output()["entry_number"], 2 * turn + 1);
    if let Some(last) = turn.checked_sub(1) {
        assert_eq!(place.run_with(ADD, &book(&theirs(last))).status(), "ALREADY_EXISTS");
        assert_eq!(place.run_with(ADD, &book(&ours(last, 0))).status(), "ALREADY_EXISTS");
        assert_eq!(place.run_with(ADD, &book(&ours(last, 1))).status(), "SUCCESS");
    }
}

/// A book and an entry in the journal, and it takes the second of our books away.
fn their_turn(place: &Place, turn: usize) {
    let payload = json!({
        "book": theirs(turn),
        "card": book(&theirs(turn)),
        "taken": ours(turn, 1),
        "record": { "event_code": "EV_TURN_V0", "turn": turn },
    });
    let file = place.file("turn.json", payload.to_string());
    let mut command = command("pgs_runtime");
    command.args(["run", "--wf", WORKFLOW, "--payload"]).arg(file).arg("--data-root").arg(place.data());
    command.arg("--workspace").arg(place.folder().join("reference"));
    let own = project().join("tests/reference");
    let path =
        std::env::var_os("PYTHONPATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    command.env("PYTHONPATH", std::env::join_paths(std::iter::once(own).chain(path)).unwrap());
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(line(&text, "Status"), Some("SUCCESS"), "{text}");
    let surface: Value = pgs_value::from_str(line(&text, "Output").unwrap()).unwrap();
    assert_eq!(surface["entry_number"], 2 * turn + 2, "{text}");
}

/// The graph that the reference executes: one contract with an operation of each kind.
fn write_snapshot(place: &Place) {
    let [registry, records, log, contract, runs, binding] = [1_u64, 2, 3, 4, 5, 6];
    let step = |addr: u64, op: &str, store: &str, inputs: Value, outputs: Value| {
        let mut inputs = inputs;
        inputs["__store__"] = json!(store);
        let on_result = json!({ "ALREADY_EXISTS": "exit", "NOT_FOUND": "exit" });
        json!({ "addr": addr, "op": op, "inputs": inputs, "outputs": outputs, "on_result": on_result,
            "step_id": format!("{op}_{store}").to_lowercase() })
    };
    let target = json!({ "key": "$.inputs.book", "target_cs": 1, "target_ref": "$.inputs.book" });
    let entry = json!({ "record": "$.inputs.record", "stream_id": "turns", "actor_id": "reference" });
    let pipeline = [
        step(registry, "REGISTER", "BOOKS", target, json!({})),
        step(records, "WRITE", "CATALOGUE", json!({ "key": "$.inputs.book", "value": "$.inputs.card" }), json!({})),
        step(registry, "DEREGISTER", "BOOKS", json!({ "key_or_address": "$.inputs.taken" }), json!({})),
        step(records, "DELETE", "CATALOGUE", json!({ "key": "$.inputs.taken" }), json!({})),
        step(log, "APPEND", "JOURNAL", entry, json!({ "entry_number": "$.capability_result.sequence_number" })),
    ];
    let [contract_key, runs_key, binding_key] = [contract, runs, binding].map(|it| it.to_string());
    let inputs: pgs_value::Map<String, Value> = ["book", "card", "taken", "record"]
        .map(|name| (name.to_owned(), json!(format!("$.payload.{name}"))))
        .into_iter()
        .collect();
    let dispatch = json!({
        "routing": { (runs_key.as_str()): {} },
        "pipeline": { (contract_key.as_str()): pipeline },
        "entry": { (runs_key.as_str()): { "start": contract, "start_key": "CC_TAKE_TURN_V0", "rb": binding, "in": 0 } },
        "bindings": { (runs_key.as_str()): { "CC_TAKE_TURN_V0": inputs } },
    });
    let paths = json!({ "policy": { "paths": {
        "BOOKS": "{{module_data_root}}/library/books.jsonl",
        "CATALOGUE": "{{module_data_root}}/library/catalogue.json",
        "JOURNAL": "{{module_data_root}}/library/journal.jsonl",
    } } });
    let handler = |class: &str| json!({ "handler_ref": { "module": "stores_of_the_specification", "callable": class }, "cs_metadata": {} });
    let handlers = json!({
        "ct": {},
        "cs": { "1": handler("Registry"), "2": handler("MutableJson"), "3": handler("AppendOnly") },
        "rb_policy": { binding_key: { "1": paths, "2": paths, "3": paths } },
    });
    let names = [
        ("0x0001", "capability_side_effects::CS_REGISTRY_V0"),
        ("0x0002", "capability_side_effects::CS_MUTABLE_JSON_V0"),
        ("0x0003", "capability_side_effects::CS_APPENDONLY_JSONL_V0"),
        ("0x0004", "turns::CC_TAKE_TURN_V0"),
        ("0x0005", WORKFLOW),
        ("0x0006", "turns::RB_TURNS_V0"),
    ];
    let map = |pairs: Vec<(&str, &str)>| {
        Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect())
    };
    let files = [
        ("tokenized_snapshot/turns/dispatch.json", dispatch),
        ("tokenized_snapshot/turns/handlers.json", handlers),
        ("tokenized_snapshot/turns/metadata.json", json!({ "projection_hash": "turns" })),
        ("trust_snapshot/turns/structure_attestation.json", json!({ "tokenized_projection_hash": "turns" })),
        ("vocabulary_snapshot/turns/forward.json", map(names.to_vec())),
        ("vocabulary_snapshot/turns/reverse.json", map(names.map(|(address, name)| (name, address)).to_vec())),
    ];
    for (path, content) in files {
        let path = place.folder().join("reference").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content.to_string()).unwrap();
    }
}
