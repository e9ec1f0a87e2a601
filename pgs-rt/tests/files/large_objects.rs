//! Objects of more than 16 KiB are changed in place. What any reader of JSON finds in the file is what operations in
//! memory would have made of it, in the same order.

use std::fs;

use pgs_rt::store::Location;
use pgs_rt::store::mutable_json::{self, DeleteMany, Keyed, UpdateWhere, Write};
use pgs_rt::{Field, Map, Run, Value, json};
use proptest::prelude::*;

use crate::support::{Place, fields, step};

const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "records.json"));

#[derive(Clone, Debug)]
enum Action {
    Write(String, usize),
    Delete(String),
    DeleteMany(Vec<String>),
    Update(usize),
    /// A new process, which may find no index.
    Restart {
        without_index: bool,
    },
    /// The reference interpreter reads the file and writes it anew.
    Rewrite,
}

fn key() -> impl Strategy<Value = String> {
    (0..12_u8).prop_map(|n| format!("k{n}\u{e9}"))
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        8 => (key(), 0..3_000_usize).prop_map(|(key, size)| Action::Write(key, size)),
        3 => key().prop_map(Action::Delete),
        2 => proptest::collection::vec(key(), 0..4).prop_map(Action::DeleteMany),
        2 => (0..3_000_usize).prop_map(Action::Update),
        2 => any::<bool>().prop_map(|without_index| Action::Restart { without_index }),
        1 => Just(Action::Rewrite),
    ]
}

fn record(size: usize) -> Value {
    Value::Object(fields(&format!(
        r#"{{"half": {}, "text": "{}", "list": [1, {{"a": []}}]}}"#,
        size % 2,
        "é".repeat(size / 2)
    )))
}

/// Does it to the store, and to the model.
fn act(run: &Run, model: &mut Map<String, Value>, action: &Action) {
    match action.clone() {
        Action::Write(key, size) => {
            let call = Write { key: Field::Is(key.clone()), value: Field::Is(record(size)) };
            let done = mutable_json::write(&step(run), &RECORDS, call).unwrap();
            assert_eq!((done.status.as_str(), done.reason), ("SUCCESS", None));
            model.insert(key, record(size));
        }
        Action::Delete(key) => {
            let done = mutable_json::delete(&step(run), &RECORDS, Keyed { key: Field::Is(key.clone()) }).unwrap();
            let was = model.shift_remove(&key).is_some();
            assert_eq!(done.status.as_str(), if was { "SUCCESS" } else { "NOT_FOUND" }, "{:?}", done.reason);
        }
        Action::DeleteMany(keys) => {
            let call = DeleteMany { keys: Field::Is(keys.iter().cloned().map(Value::from).collect()) };
            let done = mutable_json::delete_many(&step(run), &RECORDS, call).unwrap();
            let before = model.len();
            model.retain(|key, _| !keys.contains(key));
            assert_eq!(
                done.outputs.map(|it| it.drained_count),
                i64::try_from(before - model.len()).ok(),
                "{:?}",
                done.reason
            );
        }
        Action::Update(size) => {
            let filter = fields(&format!(r#"{{"half": {}}}"#, size % 2));
            let updates = fields(&format!(r#"{{"text": "{}", "list": null}}"#, "u".repeat(size)));
            let call = UpdateWhere { filter: Field::Is(filter), updates: Field::Is(updates) };
            let done = mutable_json::update_where(&step(run), &RECORDS, call).unwrap();
            let mut matched = Vec::new();
            for (key, value) in model.iter_mut() {
                if let Value::Object(record) = value
                    && record["half"] == size % 2
                {
                    record.insert("text".into(), "u".repeat(size).into());
                    record.shift_remove("list");
                    matched.push(Value::from(key.as_str()));
                }
            }
            assert_eq!(
                done.outputs.map(|it| it.matched_keys),
                Some(matched).filter(|keys| !keys.is_empty()),
                "{:?}",
                done.reason
            );
        }
        Action::Restart { .. } | Action::Rewrite => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_operations(size in 15_000..22_000_usize, actions in proptest::collection::vec(action(), 1..40)) {
        let place = Place::new();
        let mut model = Map::from_iter([("first".to_owned(), Value::from("f".repeat(size)))]);
        place.seed("records.json", &json::pretty(&Value::Object(model.clone())));
        let mut run = place.run();
        for action in &actions {
            act(&run, &mut model, action);
            match action {
                Action::Restart { without_index } => {
                    if *without_index {
                        let _ = fs::remove_dir_all(place.data_root().join(".pgs"));
                    }
                    run = place.run();
                }
                Action::Rewrite => place.seed("records.json", &json::pretty(&Value::Object(model.clone()))),
                _ => {}
            }
            let text = place.text("records.json");
            prop_assert_eq!(
                json::compact(&json::parse(&text).unwrap()),
                json::compact(&Value::Object(model.clone())),
                "after {:?}", action
            );
            for n in 0..12 {
                let key = format!("k{n}\u{e9}");
                let read = mutable_json::read(&step(&run), &RECORDS, Keyed { key: Field::Is(key.clone()) }).unwrap();
                prop_assert_eq!(read.outputs.as_ref().map(|it| &it.value), model.get(&key), "{} after {:?}", key, action);
            }
        }
        prop_assert_eq!(run.notes(), Vec::<String>::new());
        let listed = mutable_json::list(&step(&run), &RECORDS).unwrap();
        let keys: Vec<Value> = model.keys().map(|key| Value::from(key.as_str())).collect();
        prop_assert_eq!(listed.outputs.map(|it| it.keys).unwrap(), keys);
    }
}

/// A large file is not rewritten for one value.
#[test]
fn a_write_costs_what_it_writes() {
    let place = Place::new();
    let members: Map<String, Value> = (0..2_000).map(|n| (format!("k{n}"), record(100))).collect();
    place.seed("records.json", &json::pretty(&Value::Object(members)));
    let file = place.data_root().join("records.json");
    let (before, text) = (fs::metadata(&file).unwrap(), place.text("records.json"));
    let run = place.run();
    for key in ["new", "k7", "k8"] {
        let call = Write { key: key.into(), value: Field::Is(Value::from("value")) };
        mutable_json::write(&step(&run), &RECORDS, call).unwrap();
    }
    let after = fs::metadata(&file).unwrap();
    assert_eq!(std::os::unix::fs::MetadataExt::ino(&before), std::os::unix::fs::MetadataExt::ino(&after));
    let body = text.strip_suffix("\n}").unwrap();
    assert_eq!(
        place.text("records.json"),
        format!("{body},\n  \"new\": \"value\",\n  \"k7\": \"value\",\n  \"k8\": \"value\"\n}}")
    );
}

/// What is overwritten again and again does not fill the disk.
#[test]
fn slack_is_given_back() {
    let place = Place::new();
    let run = place.run();
    for n in 0..400 {
        let call = Write { key: format!("k{}", n % 4).as_str().into(), value: Field::Is(record(8_000 + n)) };
        assert_eq!(mutable_json::write(&step(&run), &RECORDS, call).unwrap().status.as_str(), "SUCCESS");
        let size = fs::metadata(place.data_root().join("records.json")).unwrap().len();
        assert!(size < 4 * 8_600 * 3, "{size} bytes after {n} writes");
    }
    assert_eq!(mutable_json::list(&step(&run), &RECORDS).unwrap().outputs.map(|it| it.keys).unwrap().len(), 4);
}

/// Files of other programs: one line, other white space, a key twice.
#[test]
fn files_in_another_style() {
    let value = "v".repeat(20_000);
    for text in [
        format!("{{\"a\":1,\"b\":\"{value}\",\"a\":2}}\n"),
        format!("\n\t{{ \"a\" : 1 , \"b\" : \"{value}\"\r\n, \"a\"\t:\t2\n}}  \n\n            \n{}", " ".repeat(300)),
    ] {
        let place = Place::new();
        place.seed("records.json", &text);
        let run = place.run();
        let read = mutable_json::read(&step(&run), &RECORDS, Keyed { key: "a".into() }).unwrap();
        assert_eq!(read.outputs.map(|it| it.value), Some(Value::from(2)));
        let call = Write { key: "c".into(), value: Field::Is(Value::from(3)) };
        assert_eq!(mutable_json::write(&step(&run), &RECORDS, call).unwrap().reason, None);
        let call = Keyed { key: "a".into() };
        assert_eq!(mutable_json::delete(&step(&run), &RECORDS, call).unwrap().reason, None);
        let now = json::parse(&place.text("records.json")).unwrap();
        assert_eq!(json::compact(&now), format!("{{\"b\":\"{value}\",\"c\":3}}"));
    }
}

/// A kill after a member was written and indexed, and before the head of the index was.
#[test]
fn a_head_that_is_older_than_its_member() {
    let place = Place::new();
    let value = "v".repeat(20_000);
    place.seed("records.json", &format!("{{\n  \"a\": \"{value}\"\n}}"));
    let run = place.run();
    let write = |run: &Run, key: &str| {
        let call = Write { key: Field::Is(key.to_owned()), value: Field::Is(Value::from(key)) };
        assert_eq!(mutable_json::write(&step(run), &RECORDS, call).unwrap().reason, None);
    };
    write(&run, "b");
    let path = place.data_root().join(".pgs/index/records.json");
    let before = fs::read(&path).unwrap();
    write(&run, "c");
    write(&run, "b");
    let mut now = fs::read(&path).unwrap();
    now[..160].copy_from_slice(&before[..160]);
    fs::write(&path, now).unwrap();
    let run = place.run();
    let read = mutable_json::read(&step(&run), &RECORDS, Keyed { key: "c".into() }).unwrap();
    assert_eq!((read.outputs.map(|it| it.value), read.reason), (Some(Value::from("c")), None));
    write(&run, "d");
    assert_eq!(mutable_json::delete(&step(&run), &RECORDS, Keyed { key: "b".into() }).unwrap().reason, None);
    let text = json::compact(&json::parse(&place.text("records.json")).unwrap());
    assert_eq!(text, format!(r#"{{"a":"{value}","c":"c","d":"d"}}"#));
    assert_eq!(run.notes(), Vec::<String>::new());
}
