//! A backend of one's own: state in memory, for as long as the process lives.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use pgs_store::{Backend, Object, Scope, Session, StoreResult, check_depth, normal_path};
use pgs_value::Value;

/// The stores, by path. Operations happen one after the other, and each is there for others at once.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Stores>>);

#[derive(Default)]
struct Stores {
    /// Live entries by key, in the order in which they were added.
    registries: HashMap<String, Object>,
    logs: HashMap<String, Vec<Object>>,
    objects: HashMap<String, Object>,
}

impl Backend for Memory {
    fn session(&self, _: Scope) -> Box<dyn Session> {
        Box::new(self.clone())
    }

    fn sync(&self) -> StoreResult<()> {
        Ok(())
    }
}

impl Memory {
    fn stores(&self) -> MutexGuard<'_, Stores> {
        self.0.lock().unwrap()
    }
}

/// The key of the live entry with this key, else with this address.
fn key_of(registry: &Object, name: &str) -> Option<String> {
    let by_address = |(_, entry): &(&String, &Value)| entry["address"] == name;
    if registry.contains_key(name) {
        return Some(name.to_owned());
    }
    registry.iter().find(by_address).map(|(key, _)| key.clone())
}

impl Session for Memory {
    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> StoreResult<bool> {
        let mut stores = self.stores();
        let registry = stores.registries.entry(normal_path(path)).or_default();
        if registry.contains_key(key) {
            return Ok(false);
        }
        let entry = Value::Object(entry()?);
        check_depth(Path::new(path), &entry, 0)?;
        registry.insert(key.to_owned(), entry);
        Ok(true)
    }

    fn find(&mut self, path: &str, name: &str) -> StoreResult<Option<Object>> {
        let stores = self.stores();
        let Some(registry) = stores.registries.get(&normal_path(path)) else { return Ok(None) };
        Ok(key_of(registry, name).and_then(|key| registry[&key].as_object().cloned()))
    }

    fn count(&mut self, path: &str) -> StoreResult<u64> {
        Ok(self.stores().registries.get(&normal_path(path)).map_or(0, |registry| registry.len() as u64))
    }

    fn deregister(&mut self, path: &str, name: &str) -> StoreResult<bool> {
        let mut stores = self.stores();
        let Some(registry) = stores.registries.get_mut(&normal_path(path)) else { return Ok(false) };
        Ok(key_of(registry, name).and_then(|key| registry.shift_remove(&key)).is_some())
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()> {
        let mut stores = self.stores();
        let log = stores.logs.entry(normal_path(path)).or_default();
        let entry = Value::Object(entry(log.len() as u64)?);
        check_depth(Path::new(path), &entry, 0)?;
        log.extend(entry.as_object().cloned());
        Ok(())
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> StoreResult<Vec<Object>> {
        let stores = self.stores();
        let log = stores.logs.get(&normal_path(path)).into_iter().flatten();
        Ok(log.filter(|entry| wanted(entry)).cloned().collect())
    }

    fn get(&mut self, path: &str, key: &str) -> StoreResult<Option<Value>> {
        Ok(self.stores().objects.get(&normal_path(path)).and_then(|object| object.get(key)).cloned())
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> StoreResult<()> {
        check_depth(Path::new(path), &value, 1)?;
        self.stores().objects.entry(normal_path(path)).or_default().insert(key.to_owned(), value);
        Ok(())
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> StoreResult<usize> {
        let mut stores = self.stores();
        let Some(object) = stores.objects.get_mut(&normal_path(path)) else { return Ok(0) };
        Ok(keys.iter().filter(|key| object.shift_remove(*key).is_some()).count())
    }

    fn list(&mut self, path: &str) -> StoreResult<Object> {
        Ok(self.stores().objects.get(&normal_path(path)).cloned().unwrap_or_default())
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&mut Object) -> bool) -> StoreResult<Vec<String>> {
        let mut stores = self.stores();
        let Some(object) = stores.objects.get_mut(&normal_path(path)) else { return Ok(Vec::new()) };
        // What can fail comes before anything is changed.
        let (mut new, mut changed) = (object.clone(), Vec::new());
        for (key, value) in &mut new {
            if value.as_object_mut().is_some_and(&mut *change) {
                check_depth(Path::new(path), value, 1)?;
                changed.push(key.clone());
            }
        }
        *object = new;
        Ok(changed)
    }
}
