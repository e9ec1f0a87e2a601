//! Every operation of every store on one path.

use pgs_rt::store::Location;
use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, DeleteMany, Keyed, UpdateWhere, Write};
use pgs_rt::store::name_registry;
use pgs_rt::store::registry::{self, Named, Register};
use pgs_rt::{Field, Reason, Run, Value};

use crate::support::{fields, step};

pub const FILE: &str = "a/state";
const AT: Location = Location::at("STATE", FILE);

/// An operation, its status and reason.
pub type Ended = (&'static str, &'static str, Option<Box<Reason>>);

/// Every operation on a registry and a log, with valid arguments.
pub fn line_operations(run: &Run) -> Vec<Ended> {
    let (keys, log) = (registry::Store(AT), append_only::Store(AT));
    let named = || Named { key_or_address: "k".into() };
    let registered =
        registry::register(&step(run), &keys, Register { key: "k".into(), ..Register::default() }).unwrap();
    let resolved = registry::resolve(&step(run), &keys, named()).unwrap();
    let existing = registry::exists(&step(run), &keys, named()).unwrap();
    let counted = registry::count(&step(run), &keys).unwrap();
    let deregistered = registry::deregister(&step(run), &keys, named()).unwrap();
    let appended =
        append_only::append(&step(run), &log, Append { record: Field::Is(fields("{}")), ..Append::default() }).unwrap();
    let entries = append_only::read_all(&step(run), &log, ReadAll::default()).unwrap();
    vec![
        ("REGISTER", registered.status.as_str(), registered.reason),
        ("RESOLVE", resolved.status.as_str(), resolved.reason),
        ("EXISTS", existing.status.as_str(), existing.reason),
        ("COUNT", counted.status.as_str(), counted.reason),
        ("DEREGISTER", deregistered.status.as_str(), deregistered.reason),
        ("APPEND", appended.status.as_str(), appended.reason),
        ("READ_ALL", entries.status.as_str(), entries.reason),
    ]
}

/// The same for an object.
pub fn object_operations(run: &Run) -> Vec<Ended> {
    let (store, names) = (mutable_json::Store(AT), name_registry::Store(AT));
    let at_key = || Keyed { key: "k".into() };
    let read = mutable_json::read(&step(run), &store, at_key()).unwrap();
    let written =
        mutable_json::write(&step(run), &store, Write { key: "k".into(), value: Field::Is(Value::from(1)) }).unwrap();
    let deleted = mutable_json::delete(&step(run), &store, at_key()).unwrap();
    let existing = mutable_json::exists(&step(run), &store, at_key()).unwrap();
    let listed = mutable_json::list(&step(run), &store).unwrap();
    let keys = Field::Is(vec![Value::from("k")]);
    let drained = mutable_json::delete_many(&step(run), &store, DeleteMany { keys }).unwrap();
    let both = UpdateWhere { filter: Field::Is(fields("{}")), updates: Field::Is(fields("{}")) };
    let updated = mutable_json::update_where(&step(run), &store, both).unwrap();
    let looked = name_registry::read(&step(run), &names, name_registry::Read { name: "k".into() }).unwrap();
    let call = name_registry::Write { name: "k".into(), resource_addresses: Field::Is(Vec::new()) };
    let renamed = name_registry::write(&step(run), &names, call).unwrap();
    vec![
        ("READ", read.status.as_str(), read.reason),
        ("WRITE", written.status.as_str(), written.reason),
        ("DELETE", deleted.status.as_str(), deleted.reason),
        ("EXISTS", existing.status.as_str(), existing.reason),
        ("LIST", listed.status.as_str(), listed.reason),
        ("DELETE_MANY", drained.status.as_str(), drained.reason),
        ("UPDATE_WHERE", updated.status.as_str(), updated.reason),
        ("names READ", looked.status.as_str(), looked.reason),
        ("names WRITE", renamed.status.as_str(), renamed.reason),
    ]
}
