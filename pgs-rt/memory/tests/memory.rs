//! What memory keeps, takes back and shows to others. What operations answer is tested with those of the other backends
//! (`pgs-rt/tests/stores`).

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use pgs_store::{Object, Scope, Session, State, StoreError, StoreKind};
use pgs_store_memory::{Contents, Memory};
use pgs_value::{json, map};

const STORE: &str = "a/records.json";
const LOG: &str = "a/log.jsonl";

fn session(memory: &Memory, scope: Scope) -> Box<dyn Session> {
    State::on(Arc::new(memory.clone())).session(scope)
}

#[test]
fn what_was_not_kept_is_taken_back() {
    let memory = Memory::default();
    let mut run = session(&memory, Scope::Operations);
    run.put(STORE, "kept", json!(1)).unwrap();
    run.keep().unwrap();
    run.put(STORE, "lost", json!(2)).unwrap();
    run.append(LOG, &mut |n| Ok(map([("n", json!(n))]))).unwrap();
    run.take_back().unwrap();
    assert_eq!(memory.contents(STORE).unwrap().to_value(), json!({"kept": 1}));
    assert_eq!((memory.contents(LOG), memory.paths()), (None, vec![STORE.to_owned()]));
}

#[test]
fn an_isolated_run_has_it_to_itself_until_it_commits() {
    let memory = Memory::default();
    let mut run = session(&memory, Scope::Run(&[]));
    run.put(STORE, "a", json!(1)).unwrap();
    thread::scope(|threads| {
        let other = threads.spawn(|| session(&memory, Scope::Operations).get(STORE, "b").unwrap());
        thread::sleep(Duration::from_millis(50));
        assert!(!other.is_finished());
        run.put(STORE, "b", json!(2)).unwrap();
        run.commit().unwrap();
        assert_eq!(other.join().unwrap(), Some(json!(2)));
    });
    // One that ends without a commit leaves it, too.
    let mut run = session(&memory, Scope::Run(&[]));
    run.put(STORE, "c", json!(3)).unwrap();
    drop(run);
    assert_eq!(session(&memory, Scope::Operations).get(STORE, "c").unwrap(), Some(json!(3)));
}

#[test]
fn a_path_is_one_store_in_all_of_its_spellings_and_keeps_one_kind() {
    let memory = Memory::default();
    memory.set("./a//records.json", Contents::Object(Object::new()));
    let mut run = session(&memory, Scope::Operations);
    assert!(matches!(run.count(STORE), Err(StoreError::Conflict { .. })));
    memory.set(LOG, Contents::Lines(Vec::new()));
    assert!(matches!(run.list(LOG), Err(StoreError::Conflict { .. })));
    assert_eq!(run.list(STORE).unwrap().len(), 0);
}

#[test]
fn a_registry_is_the_lines_of_its_file() {
    let memory = Memory::default();
    let text = "{\"key\": \"k\", \"address\": \"A\"}\n\n{\"key\": \"k\", \"address\": \"A\", \"tombstone\": true}\n";
    memory.set(LOG, Contents::of_text(StoreKind::Registry, text).unwrap());
    let mut run = session(&memory, Scope::Operations);
    assert_eq!((run.count(LOG).unwrap(), run.find(LOG, "A").unwrap()), (0, None));
    assert!(run.register(LOG, "k", &mut || Ok(map([("key", json!("k")), ("address", json!("B"))]))).unwrap());
    assert!(run.deregister(LOG, "B").unwrap());
    assert_eq!(memory.contents(LOG).unwrap().to_value().as_array().unwrap().len(), 4);
    assert_eq!(Contents::of_text(StoreKind::Object, "[]"), None);
}
