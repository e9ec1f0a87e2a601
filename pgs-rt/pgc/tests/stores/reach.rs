//! Stores that are only consulted, and those for which there is no path.

use pgs_pgc::prelude::*;
use pgs_pgc::{Reply, Status};

use crate::support::{Form, Place, step};

fn word<S: Status, O>(reply: Result<Reply<S, O>, Fault>) -> String {
    reply.map_or_else(|_| "FAULT".to_owned(), |reply| reply.status().as_str().to_owned())
}

fn named(key: &str) -> registry::Named {
    registry::Named { key_or_address: key.into() }
}

fn keyed(key: &str) -> mutable_json::Keyed {
    mutable_json::Keyed { key: key.into() }
}

#[test]
fn a_store_that_is_consulted_is_read_only() {
    const BY: &str = "town::RB_OTHER_V0";
    const KEYS: registry::Store = registry::Store::consulted(Location::at("KEYS", "town/keys.jsonl"), BY);
    const LOG: append_only::Store = append_only::Store::consulted(Location::at("LOG", "town/log.jsonl"), BY);
    const FACTS: mutable_json::Store = mutable_json::Store::consulted(Location::at("FACTS", "town/facts.json"), BY);
    let place = Place::on(Form::Files);
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
    let place = Place::on(Form::Files);
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
