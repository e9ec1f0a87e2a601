//! What the examples of `pgs-rt/description/pgc.toml` say of the stores is what comes of them.
//!
//! docs/reference/ shows them. Time stands still, and every random byte is 7.

use std::sync::Arc;

use pgs_description::OperationExample;
use pgs_pgc::prelude::*;
use pgs_pgc::{Reply, Sources, Status, Timestamp, Typed, Violation};
use pgs_value::json;

use crate::support::{Form, Place, step};

/// Noon, and sevens.
struct Example;

impl Sources for Example {
    fn now(&self) -> Timestamp {
        "2026-01-02T12:00:00Z".parse().unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        bytes.fill(7);
        Ok(())
    }
}

const AT: Location = Location::at("EXAMPLE", "example/state");

/// A status, and what is given.
type Answer = (String, Value);

#[test]
fn every_store_has_examples_that_run() {
    let description = pgs_description::read(pgs_rt_description::PGC_FILE, pgs_rt_description::PGC_TEXT).unwrap();
    let mut wrong = Vec::new();
    for (fqdn, side_effect) in description.side_effects {
        let place = Place::on(Form::Files);
        let run = place.run_with(Arc::new(Example));
        for op in side_effect.operations.keys() {
            let is_shown =
                |it: &OperationExample| matches!(it, OperationExample::Call { op: shown, .. } if shown == op);
            assert!(side_effect.examples.iter().any(is_shown), "{fqdn} has no example of {op}");
        }
        for example in side_effect.examples {
            let OperationExample::Call { op, inputs, status, outputs } = example else {
                panic!("a store needs no protocol")
            };
            let answer = call(&run, &side_effect.module, &op, &json::parse(&inputs).unwrap());
            if answer != (status.clone(), json::parse(&outputs).unwrap()) {
                let answer = format!("{} {}", answer.0, json::compact(&answer.1));
                wrong.push(format!("{fqdn} {op} of {inputs}: {answer}, not {status} {outputs}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn call(run: &Run, module: &str, op: &str, inputs: &Value) -> Answer {
    match module {
        "pgs_pgc::store::registry" => of_registry(run, op, inputs),
        "pgs_pgc::store::append_only" => of_log(run, op, inputs),
        "pgs_pgc::store::mutable_json" => of_values(run, op, inputs),
        _ => panic!("no store has the module {module}"),
    }
}

fn of_registry(run: &Run, op: &str, inputs: &Value) -> Answer {
    let (step, store) = (step(run), registry::Store::owned(AT));
    let named = || registry::Named { key_or_address: field(inputs, "key_or_address") };
    match op {
        "REGISTER" => {
            let call = registry::Register {
                key: field(inputs, "key"),
                target_cs: field(inputs, "target_cs"),
                target_ref: field(inputs, "target_ref"),
                value: field(inputs, "value"),
            };
            answer(registry::register(&step, &store, call))
        }
        "RESOLVE" => answer(registry::resolve(&step, &store, named())),
        "EXISTS" => answer(registry::exists(&step, &store, named())),
        "COUNT" => answer(registry::count(&step, &store)),
        "DEREGISTER" => answer(registry::deregister(&step, &store, named())),
        _ => panic!("a registry has no {op}"),
    }
}

fn of_log(run: &Run, op: &str, inputs: &Value) -> Answer {
    let (step, store) = (step(run), append_only::Store::owned(AT));
    let stream_id = field(inputs, "stream_id");
    match op {
        "APPEND" => {
            let (record, actor_id) = (field(inputs, "record"), field(inputs, "actor_id"));
            answer(append_only::append(&step, &store, append_only::Append { record, stream_id, actor_id }))
        }
        "GET_ALL" => answer(append_only::get_all(&step, &store, append_only::GetAll { stream_id })),
        _ => panic!("a log has no {op}"),
    }
}

fn of_values(run: &Run, op: &str, inputs: &Value) -> Answer {
    let (step, store) = (step(run), mutable_json::Store::owned(AT));
    let keyed = || mutable_json::Keyed { key: field(inputs, "key") };
    let updates = field(inputs, "updates");
    match op {
        "READ" => answer(mutable_json::read(&step, &store, keyed())),
        "WRITE" => {
            let call = mutable_json::Write { key: field(inputs, "key"), value: field(inputs, "value") };
            answer(mutable_json::write(&step, &store, call))
        }
        "DELETE" => answer(mutable_json::delete(&step, &store, keyed())),
        "DELETE_MANY" => {
            let call = mutable_json::DeleteMany { keys: field(inputs, "keys") };
            answer(mutable_json::delete_many(&step, &store, call))
        }
        "EXISTS" => answer(mutable_json::exists(&step, &store, keyed())),
        "LIST" => answer(mutable_json::list(&step, &store)),
        "SELECT" => answer(mutable_json::select(&step, &store)),
        "UPDATE" => {
            answer(mutable_json::update(&step, &store, mutable_json::Update { key: field(inputs, "key"), updates }))
        }
        "UPDATE_WHERE" => {
            let call = mutable_json::UpdateWhere { filter: field(inputs, "filter"), updates };
            answer(mutable_json::update_where(&step, &store, call))
        }
        _ => panic!("a store of values has no {op}"),
    }
}

/// An argument; unset where the example does not give it.
fn field<T: Typed>(inputs: &Value, name: &str) -> Field<T> {
    inputs.get(name).map_or(Field::Unset, |value| Field::json(value.clone()))
}

fn answer<S: Status, O: serde::Serialize>(reply: Result<Reply<S, O>, Fault>) -> Answer {
    let reply = reply.unwrap();
    let outputs = reply.outputs.map_or_else(|| Value::Object(Map::new()), |it| pgs_value::to_value(&it).unwrap());
    (reply.status.as_str().to_owned(), outputs)
}
