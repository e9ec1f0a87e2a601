//! One state file: what operations answer, and what somebody else does to it.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};

use pgs_rt::store::Location;
use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, Keyed};
use pgs_rt::store::registry::{self, Named, Register};
use pgs_rt::{Field, Run, Value, json};

use crate::support::{Place, fields, step};

pub const FILE: &str = "a/state";
pub const AT: Location = Location::at("STATE", FILE);
pub const KEYS: registry::Store = registry::Store(AT);
pub const EVENTS: append_only::Store = append_only::Store(AT);
pub const RECORDS: mutable_json::Store = mutable_json::Store(AT);

/// A status and a reason.
pub type Ended = (&'static str, String);

pub fn register(run: &Run, key: &str) -> Ended {
    let done = registry::register(&step(run), &KEYS, Register { key: key.into(), ..Register::default() }).unwrap();
    (done.status.as_str(), sentence(done.reason))
}

pub fn resolve(run: &Run, name: &str) -> Ended {
    let done = registry::resolve(&step(run), &KEYS, Named { key_or_address: name.into() }).unwrap();
    (done.status.as_str(), sentence(done.reason))
}

pub fn append(run: &Run) -> Ended {
    let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
    let done = append_only::append(&step(run), &EVENTS, call).unwrap();
    (done.status.as_str(), sentence(done.reason))
}

pub fn entries(run: &Run) -> Ended {
    let done = append_only::read_all(&step(run), &EVENTS, ReadAll::default()).unwrap();
    (done.status.as_str(), sentence(done.reason))
}

pub fn read(run: &Run, key: &str) -> (&'static str, Option<Value>, String) {
    let done = mutable_json::read(&step(run), &RECORDS, Keyed { key: key.into() }).unwrap();
    (done.status.as_str(), done.outputs.map(|outputs| outputs.value), sentence(done.reason))
}

pub fn write(run: &Run, key: &str, value: Value) -> Ended {
    let call = mutable_json::Write { key: key.into(), value: Field::Is(value) };
    let done = mutable_json::write(&step(run), &RECORDS, call).unwrap();
    (done.status.as_str(), sentence(done.reason))
}

/// Writes over bytes of the file, which stays the same file.
pub fn edit(place: &Place, at: usize, bytes: &[u8]) {
    let mut file = fs::File::options().write(true).open(place.data_root().join(FILE)).unwrap();
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(bytes).unwrap();
}

pub fn bytes(place: &Place) -> Vec<u8> {
    fs::read(place.data_root().join(FILE)).unwrap()
}

/// Nothing was cut off.
pub fn is_left(place: &Place, bytes_before: &[u8]) {
    assert!(bytes(place) == bytes_before, "the file was changed");
    assert!(!place.has(".pgs/torn"), "something was cut off");
}

pub fn wallets(count: usize) -> String {
    let wallet = |n: usize| {
        (
            format!("W_{n:05}"),
            Value::Object(fields(&format!(
                r#"{{"actor_id": "A", "balance": {n}, "status": "ACTIVE", "list": [1, 2]}}"#
            ))),
        )
    };
    json::pretty(&Value::Object((0..count).map(wallet).collect()))
}

/// As an editor does it that does not replace the file.
pub fn edit_to(place: &Place, text: &[u8]) {
    edit(place, 0, text);
    let file = fs::File::options().write(true).open(place.data_root().join(FILE)).unwrap();
    file.set_len(text.len() as u64).unwrap();
}

pub fn line(key: &str) -> String {
    format!("{{\"key\": \"{key}\", \"address\": \"ADDR_{key}\"}}\n")
}

/// Why an operation did not succeed, in words.
fn sentence(reason: Option<Box<pgs_rt::Reason>>) -> String {
    reason.map(|reason| reason.sentence().to_owned()).unwrap_or_default()
}
