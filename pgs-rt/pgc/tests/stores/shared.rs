//! A data root that `pgc-runtime` works on at the same time: its writers hold a lock beside each file, and so do ours.
//!
//! What stands for it is Python with its `fcntl.lockf`; without that these tests pass over.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};

use pgs_pgc::prelude::*;
use pgs_value::json;

use crate::support::{Form, Place, argument, step};

const LOG: append_only::Store = append_only::Store::owned(Location::at("LOG", "state/log.jsonl"));
const OBJECT: mutable_json::Store = mutable_json::Store::owned(Location::at("OBJECT", "state/object.json"));

/// Another system that does this in the folder of the state; none where there is no Python. It has begun once it says so.
fn other(place: &Place, script: &str) -> Option<Child> {
    let head = "import fcntl, json, os, sys, time\nos.makedirs('state', exist_ok=True)\ndef locked(name):\n    file = \
                open(f'state/.{name}.lock', 'a')\n    fcntl.lockf(file, fcntl.LOCK_EX)\n    return file\n";
    let mut python = Command::new("python3");
    python.arg("-c").arg(format!("{head}{script}")).current_dir(place.root()).stdout(Stdio::piped());
    let Ok(mut child) = python.spawn() else {
        eprintln!("passed over: there is no python3");
        return None;
    };
    let mut said = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "begun\n");
    Some(child)
}

fn append(run: &Run) -> Result<Value, Fault> {
    let call = append_only::Append { record: argument("1"), ..Default::default() };
    append_only::append(&step(run), &LOG, call).map(|mut it| it.take(|it| &mut it.sequence_number).to_value())
}

#[test]
fn a_writer_leaves_the_lock_as_the_reference_does() {
    let place = Place::on(Form::Files);
    append(&place.run()).unwrap();
    let lock = place.root().join("state/.log.jsonl.lock").metadata().unwrap();
    assert_eq!((lock.len(), lock.permissions().mode() & 0o700), (0, 0o600));
}

#[test]
fn who_holds_the_lock_is_waited_for() {
    let place = Place::on(Form::Files);
    let script = "held = locked('log.jsonl')\nprint('begun', flush=True)\ntime.sleep(1)\n\
                  open('state/log.jsonl', 'w').write('{\"record\": 0, \"sequence_number\": 1}\\n')\n";
    let Some(mut child) = other(&place, script) else { return };
    // What it has written before it let go is there.
    assert_eq!(append(&place.run()).unwrap(), json!(2));
    child.wait().unwrap();
}

#[test]
fn nothing_that_both_write_is_lost() {
    const EACH: usize = 100;
    let place = Place::on(Form::Files);
    let script = format!(
        "print('begun', flush=True)\nfor n in range({EACH}):\n    with locked('log.jsonl'):\n        path = 'state/log.jsonl'\n        \
         lines = open(path).read().splitlines() if os.path.exists(path) else []\n        with open(path, 'a') as file:\n            \
         file.write(json.dumps({{'sequence_number': len(lines) + 1, 'record': 2}}) + '\\n')\n    with \
         locked('object.json'):\n        path = 'state/object.json'\n        held = json.load(open(path)) if os.path.exists(path) \
         else {{}}\n        held[f'theirs{{n}}'] = n\n        open(path + '.new', 'w').write(json.dumps(held, indent=2))\n        \
         os.replace(path + '.new', path)\n"
    );
    let Some(mut child) = other(&place, &script) else { return };
    for n in 0..EACH {
        let run = place.run();
        append(&run).unwrap();
        let call = mutable_json::Write { key: Field::Is(format!("ours{n}")), value: argument("1") };
        mutable_json::write(&step(&run), &OBJECT, call).unwrap();
    }
    assert!(child.wait().unwrap().success());
    let numbers: Vec<i64> = place
        .state("state/log.jsonl")
        .lines()
        .map(|line| pgs_value::from_str::<Value>(line).unwrap()["sequence_number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=2 * i64::try_from(EACH).unwrap()).collect::<Vec<_>>());
    let object: Value = pgs_value::from_str(&place.state("state/object.json")).unwrap();
    assert_eq!(object.as_object().unwrap().len(), 2 * EACH);
}
