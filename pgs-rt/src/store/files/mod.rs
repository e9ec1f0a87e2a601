//! Skeleton.
pub(super) mod file;
pub(super) mod lines;
pub(super) mod lock;
pub(super) mod object_file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use self::lock::Lock;
use super::Durability;
use super::backend::{Answer, Backend, Object, Session};
use crate::map;

pub(super) struct Files {
    root: PathBuf,
}

impl Files {
    pub fn new(root: &Path, _durability: Durability) -> Self {
        Self { root: root.to_owned() }
    }
}

impl Backend for Files {
    fn session(&self) -> Box<dyn Session> {
        Box::new(Files { root: self.root.clone() })
    }

    fn sync(&self) -> Answer<()> {
        Ok(())
    }
}

type Entries = BTreeMap<String, Object>;

fn live(lines: Vec<Object>) -> Entries {
    let mut entries = Entries::new();
    for line in lines {
        let Some(key) = line.get("key").and_then(Value::as_str) else { continue };
        if line.get("tombstone") == Some(&Value::Bool(true)) {
            entries.remove(key);
        } else {
            entries.insert(key.to_owned(), line);
        }
    }
    entries
}

fn find<'a>(entries: &'a Entries, name: &str) -> Option<&'a Object> {
    entries
        .get(name)
        .or_else(|| entries.values().find(|entry| entry.get("address").and_then(Value::as_str) == Some(name)))
}

impl Session for Files {
    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> Answer<Object>) -> Answer<bool> {
        let path = self.root.join(path);
        let _lock = Lock::exclusive(&self.root, &path)?;
        if live(lines::read_locked(&path)?).contains_key(key) {
            return Ok(false);
        }
        lines::append(&path, entry()?)?;
        Ok(true)
    }

    fn find(&mut self, path: &str, name: &str) -> Answer<Option<Object>> {
        let path = self.root.join(path);
        Ok(find(&live(lines::read_shared(&self.root, &path)?), name).cloned())
    }

    fn count(&mut self, path: &str) -> Answer<u64> {
        let path = self.root.join(path);
        Ok(live(lines::read_shared(&self.root, &path)?).len() as u64)
    }

    fn deregister(&mut self, path: &str, name: &str) -> Answer<bool> {
        let path = self.root.join(path);
        let _lock = Lock::exclusive(&self.root, &path)?;
        let entries = live(lines::read_locked(&path)?);
        let Some(entry) = find(&entries, name) else { return Ok(false) };
        let field = |name: &str| entry.get(name).cloned().unwrap_or_default();
        let tombstone = map([("key", field("key")), ("address", field("address")), ("tombstone", Value::Bool(true))]);
        lines::append(&path, tombstone)?;
        Ok(true)
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> Answer<Object>) -> Answer<()> {
        let path = self.root.join(path);
        let _lock = Lock::exclusive(&self.root, &path)?;
        let before = lines::count_locked(&path)? as u64;
        lines::append(&path, entry(before)?)
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> Answer<Vec<Object>> {
        let path = self.root.join(path);
        Ok(lines::read_shared(&self.root, &path)?.into_iter().filter(|entry| wanted(entry)).collect())
    }

    fn get(&mut self, path: &str, key: &str) -> Answer<Option<Value>> {
        Ok(self.list(path)?.swap_remove(key))
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> Answer<()> {
        let path = self.root.join(path);
        let _lock = Lock::exclusive(&self.root, &path)?;
        let mut object = object_file::read(&path)?;
        object.insert(key.to_owned(), value);
        object_file::replace(&path, object)
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> Answer<usize> {
        let path = self.root.join(path);
        let _lock = Lock::exclusive(&self.root, &path)?;
        let mut object = object_file::read(&path)?;
        let removed = keys.iter().filter(|key| object.shift_remove(*key).is_some()).count();
        if removed > 0 {
            object_file::replace(&path, object)?;
        }
        Ok(removed)
    }

    fn list(&mut self, path: &str) -> Answer<Object> {
        object_file::read(&self.root.join(path))
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&mut Object) -> bool) -> Answer<Vec<String>> {
        let path = self.root.join(path);
        let _lock = Lock::exclusive(&self.root, &path)?;
        let mut object = object_file::read(&path)?;
        let mut matched = Vec::new();
        for (key, record) in &mut object {
            if let Value::Object(record) = record
                && change(record)
            {
                matched.push(key.clone());
            }
        }
        if !matched.is_empty() {
            object_file::replace(&path, object)?;
        }
        Ok(matched)
    }

    fn commit(&mut self) -> Answer<()> {
        Ok(())
    }

    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}
