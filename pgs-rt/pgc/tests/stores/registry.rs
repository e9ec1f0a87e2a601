//! Registries: which keys are bound, and which are found.

use pgs_pgc::prelude::*;

use crate::on_each_backend;
use crate::support::{Form, Place, answer, argument, step};

const KEYS: registry::Store = registry::Store::owned(Location::at("KEYS", "state/keys.jsonl"));

on_each_backend!(a_registry_binds_texts_and_looks_for_any_value);

/// The status alone of a success: an address is random.
fn register(run: &Run, key: &str, value: &str) -> String {
    let call = registry::Register { key: argument(key), value: argument(value), ..registry::Register::default() };
    let answer = answer(registry::register(&step(run), &KEYS, call));
    answer.split(' ').next().unwrap_or_default().to_owned()
}

fn a_registry_binds_texts_and_looks_for_any_value(run: &Run) {
    for (key, value, status) in [
        (r#""a""#, "", "SUCCESS"),
        (r#""a""#, r#"{"x":1}"#, "ALREADY_EXISTS"),
        (r#""a""#, "[1]", "ALREADY_EXISTS"),
        (r#""c""#, "[]", "SUCCESS"),
        (r#"" ""#, r#"{"x":1}"#, "SUCCESS"),
        ("", "", "VIOLATION"),
        ("7", "", "fault"),
        ("[]", "", "fault"),
        (r#""b""#, "[1]", "fault"),
        (r#""b""#, r#"{"tombstone":true}"#, "VIOLATION"),
    ] {
        assert_eq!(register(run, key, value), status, "{key} {value}");
    }
    let named = |name: &str| registry::Named { key_or_address: argument(name) };
    for (name, exists, resolves) in [
        (r#""a""#, r#"SUCCESS {"exists":true}"#, r#"SUCCESS {"target_cs":"","target_ref":""}"#),
        (r#"" ""#, r#"SUCCESS {"exists":true}"#, r#"SUCCESS {"target_cs":"","target_ref":""}"#),
        ("7", r#"SUCCESS {"exists":false}"#, "NOT_FOUND"),
        ("null", r#"SUCCESS {"exists":false}"#, "NOT_FOUND"),
        ("", "VIOLATION", "VIOLATION"),
    ] {
        assert_eq!(answer(registry::exists(&step(run), &KEYS, named(name))), exists, "{name}");
        assert_eq!(answer(registry::resolve(&step(run), &KEYS, named(name))), resolves, "{name}");
    }
    assert_eq!(answer(registry::deregister(&step(run), &KEYS, named("[1]"))), "NOT_FOUND");
    assert_eq!(answer(registry::deregister(&step(run), &KEYS, named(r#"" ""#))), "SUCCESS");
    assert_eq!(answer(registry::count(&step(run), &KEYS)), r#"SUCCESS {"count":2}"#);
}

/// The line has null as its key, as the reference writes it.
#[test]
fn under_null_nothing_is_found_so_it_is_never_there_before() {
    for form in [Form::Files, Form::Memory, Form::Sqlite] {
        let place = Place::on(form);
        let run = place.run();
        assert_eq!(register(&run, r#""a""#, ""), "SUCCESS");
        assert_eq!([register(&run, "null", ""), register(&run, "null", "")], ["SUCCESS", "SUCCESS"]);
        assert_eq!(register(&run, r#""b""#, ""), "SUCCESS");
        assert_eq!(answer(registry::count(&step(&run), &KEYS)), r#"SUCCESS {"count":2}"#);
        if matches!(form, Form::Files) {
            assert_eq!(place.state("state/keys.jsonl").matches("{\"key\": null, ").count(), 2);
        }
    }
}

#[test]
fn what_can_not_be_read_is_an_error_of_the_backend() {
    let place = Place::on(Form::Files);
    place.seed("state/keys.jsonl", "broken\n{}\n");
    assert_eq!(answer(registry::count(&step(&place.run()), &KEYS)), "BACKEND_ERROR");
}
