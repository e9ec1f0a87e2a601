//! `CS_REGISTRY`: REGISTER, RESOLVE, EXISTS, COUNT, DEREGISTER.

use pgs_rt::store::Location;
use pgs_rt::store::registry::{
    CountStatus, DeregisterStatus, ExistsStatus, Named, Register, RegisterStatus, ResolveStatus, Store, count,
    deregister, exists, register, resolve,
};
use pgs_rt::{Field, Run, Value};

use crate::on_each_backend;
use crate::support::{Place, fields, json, step};

const FILE: &str = "keys/registry.jsonl";
const STORE: Store = Store(Location::at("KEYS", FILE));

on_each_backend!(
    a_key_is_registered_once,
    a_value_can_not_make_an_entry_a_tombstone,
    resolve_finds_by_key_and_by_address,
    deregister_frees_the_key,
    a_key_goes_before_an_address,
    without_a_file_nothing_is_registered_and_none_is_made,
    a_name_that_is_no_text_is_a_violation,
    nothing_has_a_null_key,
    without_a_path_each_operation_is_a_backend_error,
);

fn key(key: &str) -> Register {
    Register { key: key.into(), ..Register::default() }
}

fn named(name: &str) -> Named {
    Named { key_or_address: name.into() }
}

/// Registers a key, which must succeed, and gives its address.
fn address_of(run: &Run, call: Register) -> String {
    let done = register(&step(run), &STORE, call).unwrap();
    assert_eq!((done.status, done.reason), (RegisterStatus::Success, None));
    done.outputs.map(|it| it.address).unwrap()
}

#[test]
fn register_appends_one_line() {
    let place = Place::new();
    let run = place.run();
    let call = Register {
        key: "k-ü".into(),
        target_cs: Field::Is(Value::from(167)),
        target_ref: Field::Is(Value::from("r")),
        value: Field::Is(fields(r#"{"z": 1.0, "a": 123456789012345678901234567890}"#)),
    };
    let address = address_of(&run, call);
    let random = address.strip_prefix("ADDR_").unwrap();
    assert_eq!(random.len(), 32);
    assert!(random.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')), "{address}");
    assert_eq!(
        place.text(FILE),
        format!(
            concat!(
                r#"{{"key": "k-\u00fc", "address": "{}", "target_cs": 167, "target_ref": "r", "#,
                r#""z": 1.0, "a": 123456789012345678901234567890}}"#,
                "\n"
            ),
            address
        )
    );
}

#[test]
fn targets_that_are_not_given_are_not_written() {
    let place = Place::new();
    let run = place.run();
    let null = Register { target_cs: Field::Null, ..key("b") };
    let (a, b) = (address_of(&run, key("a")), address_of(&run, null));
    assert_ne!(a, b);
    let lines = format!("{{\"key\": \"a\", \"address\": \"{a}\"}}\n{{\"key\": \"b\", \"address\": \"{b}\"}}\n");
    assert_eq!(place.text(FILE), lines);
}

fn a_key_is_registered_once(place: &Place) {
    let run = place.run();
    address_of(&run, key("a"));
    let again = register(&step(&run), &STORE, key("a")).unwrap();
    assert_eq!((again.status, again.outputs.map(|it| it.address)), (RegisterStatus::AlreadyExists, None));
    assert!(again.reason.unwrap().contains("registered"));
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(1));
}

#[test]
fn the_fields_of_the_value_never_replace_those_of_the_entry() {
    let place = Place::new();
    let run = place.run();
    let value = fields(r#"{"key": "x", "address": "ADDR_x", "target_ref": "y", "more": null}"#);
    let call = Register { target_ref: Field::Is(Value::from("r")), value: Field::Is(value), ..key("a") };
    let address = address_of(&run, call);
    let line = format!("{{\"key\": \"a\", \"address\": \"{address}\", \"target_ref\": \"r\", \"more\": null}}\n");
    assert_eq!(place.text(FILE), line);
}

fn a_value_can_not_make_an_entry_a_tombstone(place: &Place) {
    let run = place.run();
    let value = Field::Is(fields(r#"{"tombstone": true}"#));
    let refused = register(&step(&run), &STORE, Register { value, ..key("a") }).unwrap();
    assert_eq!(refused.status, RegisterStatus::Violation);
    assert!(refused.reason.unwrap().contains("tombstone"));
    assert!(!place.data_root().exists(), "a violation has written");
}

fn resolve_finds_by_key_and_by_address(place: &Place) {
    let run = place.run();
    let target_cs = Field::Is(Value::from("CS_MUTABLE_JSON_V0"));
    let address = address_of(&run, Register { target_cs, ..key("a") });
    for name in ["a", address.as_str()] {
        let found = resolve(&step(&run), &STORE, named(name)).unwrap();
        assert_eq!(found.status, ResolveStatus::Success);
        assert_eq!(found.outputs.clone().map(|it| it.target_cs), Some(Value::from("CS_MUTABLE_JSON_V0")));
        // What an entry does not name is an empty text.
        assert_eq!(found.outputs.clone().map(|it| it.target_ref), Some(Value::from("")));
        assert_eq!(exists(&step(&run), &STORE, named(name)).unwrap().outputs.map(|it| it.exists), Some(true));
    }
    let missing = resolve(&step(&run), &STORE, named("ADDR_0")).unwrap();
    assert_eq!((missing.status, missing.outputs.map(|it| it.target_cs)), (ResolveStatus::NotFound, None));
    assert!(missing.reason.unwrap().contains("not registered"));
    assert_eq!(exists(&step(&run), &STORE, named("b")).unwrap().outputs.map(|it| it.exists), Some(false));
}

#[test]
fn deregister_appends_a_tombstone_and_frees_the_key() {
    let place = Place::new();
    let run = place.run();
    let first = address_of(&run, key("a"));
    let line = place.text(FILE);
    assert_eq!(deregister(&step(&run), &STORE, named(&first)).unwrap().status, DeregisterStatus::Success);
    let tombstone = format!("{{\"key\": \"a\", \"address\": \"{first}\", \"tombstone\": true}}\n");
    assert_eq!(place.text(FILE), line.clone() + &tombstone);
    assert_eq!(exists(&step(&run), &STORE, named("a")).unwrap().outputs.map(|it| it.exists), Some(false));
    assert_eq!(resolve(&step(&run), &STORE, named(&first)).unwrap().status, ResolveStatus::NotFound);
    assert_eq!(deregister(&step(&run), &STORE, named("a")).unwrap().status, DeregisterStatus::NotFound);
    assert_eq!(place.text(FILE), line + &tombstone);
    let second = address_of(&run, key("a"));
    assert_ne!(first, second);
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(1));
}

fn deregister_frees_the_key(place: &Place) {
    let run = place.run();
    let (first, other) = (address_of(&run, key("a")), address_of(&run, key("b")));
    for (name, address) in [("a", first.as_str()), (other.as_str(), other.as_str())] {
        assert_eq!(deregister(&step(&run), &STORE, named(name)).unwrap().status, DeregisterStatus::Success);
        assert_eq!(deregister(&step(&run), &STORE, named(name)).unwrap().status, DeregisterStatus::NotFound);
        assert_eq!(resolve(&step(&run), &STORE, named(address)).unwrap().status, ResolveStatus::NotFound);
    }
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(0));
    assert_ne!(address_of(&run, key("a")), first);
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(1));
}

/// A key may look like the address of another.
fn a_key_goes_before_an_address(place: &Place) {
    let run = place.run();
    let address = address_of(&run, Register { target_ref: Field::Is(Value::from("by address")), ..key("a") });
    address_of(&run, Register { target_ref: Field::Is(Value::from("by key")), ..key(&address) });
    let found = || resolve(&step(&run), &STORE, named(&address)).unwrap().outputs.map(|it| it.target_ref).unwrap();
    assert_eq!(found(), "by key");
    assert_eq!(deregister(&step(&run), &STORE, named(&address)).unwrap().status, DeregisterStatus::Success);
    assert_eq!(found(), "by address");
}

fn without_a_file_nothing_is_registered_and_none_is_made(place: &Place) {
    let run = place.run();
    assert_eq!(resolve(&step(&run), &STORE, named("a")).unwrap().status, ResolveStatus::NotFound);
    assert_eq!(exists(&step(&run), &STORE, named("a")).unwrap().outputs.map(|it| it.exists), Some(false));
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(0));
    assert!(!place.data_root().exists(), "a reader has written");
    assert_eq!(deregister(&step(&run), &STORE, named("a")).unwrap().status, DeregisterStatus::NotFound);
    assert!(!place.has(FILE));
}

#[test]
fn a_seed_needs_no_newline_at_its_end() {
    let place = Place::new();
    let run = place.run();
    place.seed(FILE, "\n{\"key\": \"s\", \"address\": \"ADDR_s\"}\n  \n{\"key\": \"t\", \"address\": \"ADDR_t\"}");
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(2));
    let address = address_of(&run, key("a"));
    let text = place.text(FILE);
    assert!(text.ends_with(&format!("\"ADDR_t\"}}\n{{\"key\": \"a\", \"address\": \"{address}\"}}\n")), "{text}");
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(3));
    assert_eq!(resolve(&step(&run), &STORE, named("ADDR_s")).unwrap().status, ResolveStatus::Success);
}

#[test]
fn the_last_line_of_a_key_wins() {
    let place = Place::new();
    let run = place.run();
    place.seed(
        FILE,
        concat!(
            "{\"key\":\"a\",\"address\":\"ADDR_1\",\"target_ref\":1}\n",
            "{\"key\":\"a\",\"address\":\"ADDR_2\",\"target_ref\":2}\n",
            "{\"key\":\"b\",\"address\":\"ADDR_3\",\"tombstone\":false}\n",
            "{\"note\":\"no key\"}\n",
        ),
    );
    assert_eq!(resolve(&step(&run), &STORE, named("a")).unwrap().outputs.map(|it| it.target_ref), Some(json("2")));
    assert_eq!(resolve(&step(&run), &STORE, named("ADDR_1")).unwrap().status, ResolveStatus::NotFound);
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(2));
}

fn a_name_that_is_no_text_is_a_violation(place: &Place) {
    let run = place.run();
    let wrong: [Field<String>; 4] = [Field::Unset, Field::Other(Value::from(7)), "".into(), " \t\n".into()];
    for field in wrong {
        let keyed = register(&step(&run), &STORE, Register { key: field.clone(), ..Register::default() }).unwrap();
        assert_eq!((keyed.status, keyed.outputs.map(|it| it.address)), (RegisterStatus::Violation, None));
        assert!(keyed.reason.unwrap().contains("`key`"));
        let call = Named { key_or_address: field };
        let resolved = resolve(&step(&run), &STORE, call.clone()).unwrap();
        assert_eq!(resolved.status, ResolveStatus::Violation);
        assert!(resolved.reason.unwrap().contains("`key_or_address`"));
        assert_eq!(exists(&step(&run), &STORE, call.clone()).unwrap().status, ExistsStatus::Violation);
        assert_eq!(deregister(&step(&run), &STORE, call).unwrap().status, DeregisterStatus::Violation);
    }
    let null = Register { key: Field::Null, ..Register::default() };
    assert_eq!(register(&step(&run), &STORE, null).unwrap().status, RegisterStatus::Violation);
    let call = Register { value: Field::Other(Value::from("text")), ..key("a") };
    assert_eq!(register(&step(&run), &STORE, call).unwrap().status, RegisterStatus::Violation);
    assert!(!place.data_root().exists(), "a violation has written");
}

/// As in the reference, which looks for it and finds no entry.
fn nothing_has_a_null_key(place: &Place) {
    let run = place.run();
    address_of(&run, key("a"));
    let null = || Named { key_or_address: Field::Null };
    assert_eq!(resolve(&step(&run), &STORE, null()).unwrap().status, ResolveStatus::NotFound);
    assert_eq!(deregister(&step(&run), &STORE, null()).unwrap().status, DeregisterStatus::NotFound);
    assert_eq!(exists(&step(&run), &STORE, null()).unwrap().outputs.map(|it| it.exists), Some(false));
    assert_eq!(count(&step(&run), &STORE).unwrap().outputs.map(|it| it.count), Some(1));
}

fn without_a_path_each_operation_is_a_backend_error(place: &Place) {
    let run = place.run();
    for store in [
        Store(Location::nowhere("KEYS")),
        Store(Location::at("KEYS", "../keys")),
        Store(Location::at("KEYS", "/keys")),
        Store(Location::at("KEYS", "a/../../keys")),
    ] {
        let registered = register(&step(&run), &store, key("a")).unwrap();
        assert_eq!(registered.status, RegisterStatus::BackendError);
        assert!(registered.reason.unwrap().contains("KEYS"));
        assert_eq!(resolve(&step(&run), &store, named("a")).unwrap().status, ResolveStatus::BackendError);
        assert_eq!(exists(&step(&run), &store, named("a")).unwrap().status, ExistsStatus::BackendError);
        assert_eq!(count(&step(&run), &store).unwrap().status, CountStatus::BackendError);
        assert_eq!(deregister(&step(&run), &store, named("a")).unwrap().status, DeregisterStatus::BackendError);
    }
}
