//! The operations of stores: what they answer, and what is a fault.

use pgs_pgc::prelude::*;
use pgs_pgc::{Reply, Step};
use pgs_value::json;

use crate::support::Place;
use crate::town::CONTRACT;

const STEP: StepId = StepId::side_effect("call", "CALL", "capability_side_effects::CS_STORE_V0", 5);
const KEYS: registry::Store = registry::Store::owned(Location::at("KEYS", "town/keys.jsonl"));
const LOG: append_only::Store = append_only::Store::owned(Location::at("LOG", "town/log.jsonl"));
const FACTS: mutable_json::Store = mutable_json::Store::owned(Location::at("FACTS", "town/facts.json"));

fn step(run: &Run) -> Step<'_> {
    run.step(&CONTRACT, &STEP)
}

fn word<S: pgs_pgc::Status, O>(reply: Result<Reply<S, O>, Fault>) -> String {
    reply.map_or_else(|_| "FAULT".to_owned(), |reply| reply.status().as_str().to_owned())
}

fn registered(run: &Run, key: Value) -> String {
    let call = registry::Register { key: Field::json(key), ..registry::Register::default() };
    word(registry::register(&step(run), &KEYS, call))
}

fn named(key: impl Into<Value>) -> registry::Named {
    registry::Named { key_or_address: Field::json(key.into()) }
}

#[test]
fn a_registry_binds_a_key_once() {
    let place = Place::new();
    let run = place.run();
    assert_eq!([registered(&run, json!("a")), registered(&run, json!("a"))], ["SUCCESS", "ALREADY_EXISTS"]);
    // A blank text is a key.
    assert_eq!(registered(&run, json!(" ")), "SUCCESS");
    assert_eq!(registered(&run, json!(["a"])), "FAULT");
    assert_eq!(word(registry::register(&step(&run), &KEYS, registry::Register::default())), "VIOLATION");
    // Under null nothing is found, so it is never there before.
    assert_eq!([registered(&run, json!(null)), registered(&run, json!(null))], ["SUCCESS", "SUCCESS"]);
    let count = registry::count(&step(&run), &KEYS).unwrap().take(|it| &mut it.count);
    assert_eq!(count, Field::Is(2));
    let exists = |key: Value| {
        let mut reply = registry::exists(&step(&run), &KEYS, named(key)).unwrap();
        reply.take(|it| &mut it.exists)
    };
    assert_eq!(
        [exists(json!("a")), exists(json!("b")), exists(json!(null)), exists(json!(5))].map(|it| it == Field::Is(true)),
        [true, false, false, false]
    );
    assert_eq!(word(registry::resolve(&step(&run), &KEYS, named("a"))), "SUCCESS");
    assert_eq!(word(registry::resolve(&step(&run), &KEYS, registry::Named::default())), "VIOLATION");
    assert_eq!(word(registry::deregister(&step(&run), &KEYS, named("a"))), "SUCCESS");
    assert_eq!(word(registry::deregister(&step(&run), &KEYS, named("a"))), "NOT_FOUND");
}

#[test]
fn an_unreadable_registry_is_an_error_of_the_backend_and_an_unreadable_log_a_fault() {
    let place = Place::new();
    place.seed("town/keys.jsonl", "rubbish\n{\"key\":\"a\"}\n");
    place.seed("town/log.jsonl", "rubbish\n{\"record\":1}\n");
    place.seed("town/facts.json", "rubbish");
    let run = place.run();
    assert_eq!(registered(&run, json!("b")), "BACKEND_ERROR");
    assert_eq!(word(append_only::get_all(&step(&run), &LOG, append_only::GetAll::default())), "FAULT");
    assert_eq!(word(mutable_json::list(&step(&run), &FACTS)), "BACKEND_ERROR");
}

#[test]
fn a_log_takes_any_record() {
    let place = Place::new();
    let run = place.run();
    for (number, record) in (1..).zip([json!({"a": 1}), json!(null), json!("text"), json!([1])]) {
        let call = append_only::Append { record: Field::json(record), ..append_only::Append::default() };
        let mut reply = append_only::append(&step(&run), &LOG, call).unwrap();
        assert_eq!(reply.take(|it| &mut it.sequence_number), Field::Is(number));
    }
    assert_eq!(word(append_only::append(&step(&run), &LOG, append_only::Append::default())), "SUCCESS");
    let mut all = append_only::get_all(&step(&run), &LOG, append_only::GetAll::default()).unwrap();
    let Field::Is(entries) = all.take(|it| &mut it.entries) else { panic!("there are entries") };
    assert_eq!(entries.len(), 5);
    assert_eq!(entries[2]["record"], "text");
    assert_eq!(entries[4]["record"], json!(null));
}

fn keyed(key: &str) -> mutable_json::Keyed {
    mutable_json::Keyed { key: key.into() }
}

fn update(run: &Run, key: Value, updates: Value) -> String {
    let call = mutable_json::Update { key: Field::json(key), updates: Field::json(updates) };
    word(mutable_json::update(&step(run), &FACTS, call))
}

#[test]
fn an_update_changes_the_object_at_a_key() {
    let place = Place::new();
    place.seed("town/facts.json", r#"{"a": {"x": 1, "y": 2}, "b": 5}"#);
    let run = place.run();
    assert_eq!(update(&run, json!("a"), json!({"x": null, "z": [3]})), "SUCCESS");
    assert_eq!(update(&run, json!("a"), json!(0)), "SUCCESS", "what Python takes for false changes nothing");
    assert_eq!(update(&run, json!("a"), json!("x")), "FAULT");
    assert_eq!([update(&run, json!("b"), json!({})), update(&run, json!("c"), json!({}))], ["VIOLATION", "VIOLATION"]);
    assert_eq!([update(&run, json!(""), json!({})), update(&run, json!(5), json!({}))], ["VIOLATION", "VIOLATION"]);
    let mut read = mutable_json::read(&step(&run), &FACTS, keyed("a")).unwrap();
    assert_eq!(read.take(|it| &mut it.value), Field::Is(json!({"y": 2, "z": [3]})));
}

#[test]
fn records_are_selected_and_changed_by_what_they_hold() {
    let place = Place::new();
    place.seed("town/facts.json", r#"{"a": {"x": 1}, "b": 5, "c": {"x": true, "y": 2}}"#);
    let run = place.run();
    let mut selected = mutable_json::select(&step(&run), &FACTS).unwrap();
    assert_eq!(selected.take(|it| &mut it.keys), Field::Is(vec!["a".into(), "b".into(), "c".into()]));
    assert_eq!(
        selected.take(|it| &mut it.records),
        Field::Is(vec![json!({"x": 1}), json!(5), json!({"x": true, "y": 2})])
    );
    let update_where = |filter: Value, updates: Value| {
        let call = mutable_json::UpdateWhere { filter: Field::json(filter), updates: Field::json(updates) };
        mutable_json::update_where(&step(&run), &FACTS, call)
    };
    // As Python compares: 1 is true.
    let mut matched = update_where(json!({"x": 1}), json!({"y": 3})).unwrap();
    assert_eq!(matched.take(|it| &mut it.updated_count), Field::Is(2));
    assert_eq!(word(update_where(json!({"x": 9}), json!({}))), "VIOLATION");
    assert_eq!(word(update_where(json!([9]), json!({}))), "FAULT");
    let call = mutable_json::DeleteMany { keys: Field::json(json!(["a", "none", 5])) };
    let mut drained = mutable_json::delete_many(&step(&run), &FACTS, call).unwrap();
    assert_eq!(drained.take(|it| &mut it.drained_count), Field::Is(1));
    assert_eq!(word(mutable_json::delete(&step(&run), &FACTS, keyed("a"))), "NOT_FOUND");
    assert_eq!(word(mutable_json::delete(&step(&run), &FACTS, keyed("b"))), "SUCCESS");
    let mut listed = mutable_json::list(&step(&run), &FACTS).unwrap();
    assert_eq!(listed.take(|it| &mut it.keys), Field::Is(vec!["c".into()]));
}

#[test]
fn a_store_that_is_consulted_is_read_only() {
    const BY: &str = "town::RB_OTHER_V0";
    const KEYS: registry::Store = registry::Store::consulted(Location::at("KEYS", "town/keys.jsonl"), BY);
    const LOG: append_only::Store = append_only::Store::consulted(Location::at("LOG", "town/log.jsonl"), BY);
    const FACTS: mutable_json::Store = mutable_json::Store::consulted(Location::at("FACTS", "town/facts.json"), BY);
    let place = Place::new();
    place.seed("town/facts.json", r#"{"a": {"x": 1}}"#);
    let run = place.run();
    let step = step(&run);
    let key = || Field::from("a");
    let mut refused = vec![
        word(registry::register(&step, &KEYS, registry::Register { key: key(), ..registry::Register::default() })),
        word(registry::deregister(&step, &KEYS, named("a"))),
        word(append_only::append(&step, &LOG, append_only::Append::default())),
        word(mutable_json::write(&step, &FACTS, mutable_json::Write { key: key(), value: literal(1) })),
        word(mutable_json::update(&step, &FACTS, mutable_json::Update { key: key(), updates: literal(object([])) })),
        word(mutable_json::update_where(&step, &FACTS, mutable_json::UpdateWhere::default())),
        word(mutable_json::delete(&step, &FACTS, keyed("a"))),
        word(mutable_json::delete_many(&step, &FACTS, mutable_json::DeleteMany::default())),
    ];
    refused.dedup();
    assert_eq!(refused, ["VIOLATION"]);
    let reply = mutable_json::write(&step, &FACTS, mutable_json::Write::default()).unwrap();
    let reason = reply.reason.unwrap();
    assert!(reason.sentence().starts_with("REACH_IS_READ_ONLY: FACTS is described by town::RB_OTHER_V0"));
    // Reading is what it is for.
    assert_eq!(word(mutable_json::read(&step, &FACTS, keyed("a"))), "SUCCESS");
    assert_eq!(word(registry::exists(&step, &KEYS, named("a"))), "SUCCESS");
    assert_eq!(word(append_only::get_all(&step, &LOG, append_only::GetAll::default())), "SUCCESS");
    assert_eq!(place.state("town/facts.json"), r#"{"a": {"x": 1}}"#);
}

#[test]
fn a_store_without_a_path_is_a_fault_and_of_a_registry_an_error_of_the_backend() {
    let place = Place::new();
    let run = place.run();
    let step = step(&run);
    let nowhere = Location::nowhere("NONE");
    assert_eq!(
        word(append_only::append(&step, &append_only::Store::owned(nowhere), append_only::Append::default())),
        "FAULT"
    );
    assert_eq!(word(mutable_json::list(&step, &mutable_json::Store::owned(nowhere))), "FAULT");
    assert_eq!(word(registry::count(&step, &registry::Store::owned(nowhere))), "BACKEND_ERROR");
    assert_eq!(word(registry::count(&step, &registry::Store::unbound("NONE"))), "FAULT");
}
