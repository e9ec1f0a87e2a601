//! What the examples of `description/capabilities.toml` say of the stores is what comes of them.
//!
//! docs/reference/ shows them. Time stands still, and every random byte is 7.

mod support;

use pgs_description::OperationExample;
use pgs_rt::store::{Location, append_only, mutable_json, name_registry, registry};
use pgs_rt::{Field, Reply, Run, Sources, Status, Timestamp, Value, Violation, json};

use support::{Place, step};

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
    let description = pgs_description::read(pgs_rt_description::FILE, pgs_rt_description::TEXT).unwrap();
    let mut wrong = Vec::new();
    for (fqdn, side_effect) in description.side_effects {
        let place = Place::new();
        let run = place.run_with(Box::new(Example));
        for op in side_effect.operations.keys() {
            let is_shown = side_effect
                .examples
                .iter()
                .any(|example| matches!(example, OperationExample::Call { op: shown, .. } if shown == op));
            if !is_shown {
                wrong.push(format!("{fqdn} has no example of {op}"));
            }
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
        "pgs_rt::store::registry" => registry(run, op, inputs),
        "pgs_rt::store::append_only" => append_only(run, op, inputs),
        "pgs_rt::store::mutable_json" => mutable_json(run, op, inputs),
        "pgs_rt::store::name_registry" => name_registry(run, op, inputs),
        _ => panic!("no store has the module {module}"),
    }
}

fn registry(run: &Run, op: &str, inputs: &Value) -> Answer {
    let store = registry::Store(AT);
    let named = || registry::Named { key_or_address: field(inputs, "key_or_address") };
    match op {
        "REGISTER" => answer(registry::register(
            &step(run),
            &store,
            registry::Register {
                key: field(inputs, "key"),
                target_cs: field(inputs, "target_cs"),
                target_ref: field(inputs, "target_ref"),
                value: field(inputs, "value"),
            },
        )),
        "RESOLVE" => answer(registry::resolve(&step(run), &store, named())),
        "EXISTS" => answer(registry::exists(&step(run), &store, named())),
        "COUNT" => answer(registry::count(&step(run), &store)),
        "DEREGISTER" => answer(registry::deregister(&step(run), &store, named())),
        _ => panic!("a registry has no {op}"),
    }
}

fn append_only(run: &Run, op: &str, inputs: &Value) -> Answer {
    let store = append_only::Store(AT);
    match op {
        "APPEND" => answer(append_only::append(
            &step(run),
            &store,
            append_only::Append {
                record: field(inputs, "record"),
                stream_id: field(inputs, "stream_id"),
                actor_id: field(inputs, "actor_id"),
            },
        )),
        "GET_ALL" | "READ_ALL" => {
            let call = append_only::ReadAll { stream_id: field(inputs, "stream_id") };
            answer(append_only::read_all(&step(run), &store, call))
        }
        _ => panic!("a log has no {op}"),
    }
}

fn mutable_json(run: &Run, op: &str, inputs: &Value) -> Answer {
    let store = mutable_json::Store(AT);
    let keyed = || mutable_json::Keyed { key: field(inputs, "key") };
    match op {
        "READ" => answer(mutable_json::read(&step(run), &store, keyed())),
        "WRITE" => {
            let call = mutable_json::Write { key: field(inputs, "key"), value: field(inputs, "value") };
            answer(mutable_json::write(&step(run), &store, call))
        }
        "DELETE" => answer(mutable_json::delete(&step(run), &store, keyed())),
        "DELETE_MANY" => {
            let call = mutable_json::DeleteMany { keys: field(inputs, "keys") };
            answer(mutable_json::delete_many(&step(run), &store, call))
        }
        "EXISTS" => answer(mutable_json::exists(&step(run), &store, keyed())),
        "LIST" => answer(mutable_json::list(&step(run), &store)),
        "UPDATE_WHERE" => {
            let call = mutable_json::UpdateWhere { filter: field(inputs, "filter"), updates: field(inputs, "updates") };
            answer(mutable_json::update_where(&step(run), &store, call))
        }
        _ => panic!("a store of values has no {op}"),
    }
}

fn name_registry(run: &Run, op: &str, inputs: &Value) -> Answer {
    let store = name_registry::Store(AT);
    let name = field(inputs, "name");
    match op {
        "READ" => answer(name_registry::read(&step(run), &store, name_registry::Read { name })),
        "WRITE" => {
            let resource_addresses = field(inputs, "resource_addresses");
            answer(name_registry::write(&step(run), &store, name_registry::Write { name, resource_addresses }))
        }
        _ => panic!("a name registry has no {op}"),
    }
}

/// An argument; unset where the example does not give it.
fn field<T: pgs_rt::Typed>(inputs: &Value, name: &str) -> Field<T> {
    inputs.get(name).map_or(Field::Unset, |value| Field::json(value.clone()))
}

fn answer<S: Status, O: serde::Serialize>(reply: Result<Reply<S, O>, pgs_rt::Fault>) -> Answer {
    let reply = reply.unwrap();
    let outputs = reply.outputs.map_or_else(|| json::parse("{}").unwrap(), |it| pgs_rt::to_value(&it).unwrap());
    (reply.status.as_str().to_owned(), outputs)
}
