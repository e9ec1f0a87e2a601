//! The operations of a run or a workflow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pgs_store::{Object, Session, StoreError, StoreResult, check_depth, normal_path};
use pgs_value::{Value, map};

use crate::{Contents, Memory};

/// A session. Each operation is there for others at once, unless a run has the state to itself.
pub(crate) struct MemorySession {
    memory: Memory,
    id: u64,
    /// Whether the session is that of an isolated run.
    is_run: bool,
    /// What stores held that were changed since the last contract ended.
    before: BTreeMap<String, Option<Contents>>,
}

impl MemorySession {
    pub fn new(memory: Memory, id: u64, is_run: bool) -> Self {
        Self { memory, id, is_run, before: BTreeMap::new() }
    }

    /// Looks at what a store holds.
    fn read<T>(&self, path: &str, read: impl FnOnce(Option<&Contents>) -> T) -> T {
        read(self.memory.enter(self.id, self.is_run).by_path.get(&normal_path(path)))
    }

    /// The lines of a registry or a log.
    fn lines<T>(&self, path: &str, read: impl FnOnce(&[Object]) -> T) -> StoreResult<T> {
        self.read(path, |contents| match contents {
            None => Ok(read(&[])),
            Some(Contents::Lines(lines)) => Ok(read(lines)),
            Some(Contents::Object(_)) => Err(other_kind(path, "an object, and no lines")),
        })
    }

    fn object<T>(&self, path: &str, read: impl FnOnce(&Object) -> T) -> StoreResult<T> {
        self.read(path, |contents| match contents {
            None => Ok(read(&Object::new())),
            Some(Contents::Object(object)) => Ok(read(object)),
            Some(Contents::Lines(_)) => Err(other_kind(path, "lines, and no object")),
        })
    }

    /// Changes what a store holds, which `new` makes if it is not there. What is given back says whether it was changed.
    fn change<T>(
        &mut self,
        path: &str,
        new: Contents,
        change: impl FnOnce(&mut Contents) -> StoreResult<(bool, T)>,
    ) -> StoreResult<T> {
        let path = normal_path(path);
        let mut stores = self.memory.enter(self.id, self.is_run);
        let old = stores.by_path.get(&path).cloned();
        let mut contents = old.clone().unwrap_or(new);
        let (is_changed, answer) = change(&mut contents)?;
        if is_changed {
            stores.by_path.insert(path.clone(), contents);
            self.before.entry(path).or_insert(old);
        }
        Ok(answer)
    }

    fn change_lines<T>(
        &mut self,
        path: &str,
        change: impl FnOnce(&mut Vec<Object>) -> StoreResult<(bool, T)>,
    ) -> StoreResult<T> {
        self.change(path, Contents::Lines(Vec::new()), |contents| match contents {
            Contents::Lines(lines) => change(lines),
            Contents::Object(_) => Err(other_kind(path, "an object, and no lines")),
        })
    }

    fn change_object<T>(
        &mut self,
        path: &str,
        change: impl FnOnce(&mut Object) -> StoreResult<(bool, T)>,
    ) -> StoreResult<T> {
        self.change(path, Contents::Object(Object::new()), |contents| match contents {
            Contents::Object(object) => change(object),
            Contents::Lines(_) => Err(other_kind(path, "lines, and no object")),
        })
    }
}

fn other_kind(path: &str, holds: &str) -> StoreError {
    StoreError::Conflict { path: PathBuf::from(path), reason: format!("{path} holds {holds}") }
}

/// The live entries of a registry by key: the last line of each key, unless it removes it.
fn live(lines: &[Object]) -> BTreeMap<&str, &Object> {
    let mut live = BTreeMap::new();
    for line in lines {
        let Some(key) = line.get("key").and_then(Value::as_str) else { continue };
        if line.get("tombstone") == Some(&Value::Bool(true)) {
            live.remove(key);
        } else {
            live.insert(key, line);
        }
    }
    live
}

/// The live entry with this key, else with this address.
fn named<'l>(lines: &'l [Object], name: &str) -> Option<&'l Object> {
    let live = live(lines);
    let has_address = |entry: &&&Object| entry.get("address").and_then(Value::as_str) == Some(name);
    live.get(name).or_else(|| live.values().find(has_address)).copied()
}

impl Session for MemorySession {
    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> StoreResult<bool> {
        self.change_lines(path, |lines| {
            if live(lines).contains_key(key) {
                return Ok((false, false));
            }
            lines.push(checked(path, entry()?)?);
            Ok((true, true))
        })
    }

    fn find(&mut self, path: &str, key_or_address: &str) -> StoreResult<Option<Object>> {
        self.lines(path, |lines| named(lines, key_or_address).cloned())
    }

    fn count(&mut self, path: &str) -> StoreResult<u64> {
        self.lines(path, |lines| u64::try_from(live(lines).len()).unwrap_or(u64::MAX))
    }

    fn deregister(&mut self, path: &str, key_or_address: &str) -> StoreResult<bool> {
        self.change_lines(path, |lines| {
            let Some(entry) = named(lines, key_or_address) else { return Ok((false, false)) };
            let field = |name: &str| entry.get(name).cloned().unwrap_or_default();
            let tombstone = [("key", field("key")), ("address", field("address")), ("tombstone", Value::Bool(true))];
            lines.push(map(tombstone));
            Ok((true, true))
        })
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()> {
        self.change_lines(path, |lines| {
            let before = u64::try_from(lines.len()).unwrap_or(u64::MAX);
            lines.push(checked(path, entry(before)?)?);
            Ok((true, ()))
        })
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> StoreResult<Vec<Object>> {
        self.lines(path, |lines| lines.iter().filter(|line| wanted(line)).cloned().collect())
    }

    fn get(&mut self, path: &str, key: &str) -> StoreResult<Option<Value>> {
        self.object(path, |object| object.get(key).cloned())
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> StoreResult<()> {
        check_depth(Path::new(path), &value, 1)?;
        self.change_object(path, |object| {
            object.insert(key.to_owned(), value);
            Ok((true, ()))
        })
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> StoreResult<usize> {
        self.change_object(path, |object| {
            let removed = keys.iter().filter(|key| object.shift_remove(key.as_str()).is_some()).count();
            Ok((removed > 0, removed))
        })
    }

    fn list(&mut self, path: &str) -> StoreResult<Object> {
        self.object(path, Object::clone)
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> StoreResult<Vec<String>> {
        self.change_object(path, |object| {
            let mut changed = Vec::new();
            for (key, value) in object {
                if value.as_object_mut().is_some_and(|value| change(key, value)) {
                    check_depth(Path::new(path), value, 1)?;
                    changed.push(key.clone());
                }
            }
            Ok((!changed.is_empty(), changed))
        })
    }

    fn keep(&mut self) -> StoreResult<()> {
        self.before.clear();
        Ok(())
    }

    fn take_back(&mut self) -> StoreResult<()> {
        let mut stores = self.memory.enter(self.id, self.is_run);
        for (path, old) in std::mem::take(&mut self.before) {
            match old {
                Some(contents) => stores.by_path.insert(path, contents),
                None => stores.by_path.remove(&path),
            };
        }
        Ok(())
    }

    fn commit(&mut self) -> StoreResult<()> {
        self.before.clear();
        self.memory.leave(self.id);
        Ok(())
    }
}

impl Drop for MemorySession {
    fn drop(&mut self) {
        self.memory.leave(self.id);
    }
}

fn checked(path: &str, entry: Object) -> StoreResult<Object> {
    entry.values().try_for_each(|value| check_depth(Path::new(path), value, 1))?;
    Ok(entry)
}
