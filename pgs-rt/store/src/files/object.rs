//! Object files: one JSON object a file.
//!
//! A small file is read whole and replaced whole. A large one (`large_object`) is added to in place.

use std::io::Write as _;

use pgs_value::{Map, Value};

use super::file::Stamp;
use super::header::{Header, Named, first_version};
use super::index::{IndexError, IndexResult};
use super::large_object::is_current;
use super::replace::replace;
use super::store_file::{Peek, StoreFile};
use crate::backend::{Object, check_depth};
use crate::declared::StoreKind;
use crate::durability::Durability;
use crate::error::{StoreError, StoreResult};

/// Up to this size, in bytes, a file is read and replaced whole.
const SMALL: u64 = 16 * 1024;

impl StoreFile {
    /// The value at a key, for those who do not hold the lock.
    pub fn peek_value(&mut self, key: &str) -> StoreResult<Peek<Option<Value>>> {
        let Some(stamp) = self.look()? else { return Ok(Peek::Known(None)) };
        if stamp.size <= SMALL {
            return Ok(match self.peek_object()? {
                Peek::Known(mut object) => Peek::Known(object.swap_remove(key)),
                Peek::Unsure => Peek::Unsure,
            });
        }
        let Some(header) = self.header(StoreKind::Object).filter(|header| is_current(header, stamp)) else {
            return Ok(Peek::Unsure);
        };
        let value = match self.large_value(&header, key) {
            Err(IndexError::Untrue) => return Ok(Peek::Unsure),
            Err(IndexError::Store(error)) => Err(error),
            Ok(value) => Ok(value),
        };
        // Somebody may have changed the file in the meantime: then what was read is worth nothing.
        if self.header(StoreKind::Object).is_some_and(|after| after.version == header.version) {
            return value.map(Peek::Known);
        }
        Ok(Peek::Unsure)
    }

    /// The value at a key. For those who hold the lock.
    pub fn value(&mut self, key: &str) -> StoreResult<Option<Value>> {
        self.believing(|file| match file.hold_object()? {
            None => Ok(None),
            Some(LoadedObject::Small(_, mut object)) => Ok(object.swap_remove(key)),
            Some(LoadedObject::Large(header)) => file.large_value(&header, key),
        })
    }

    /// Sets the value at a key. For those who hold the lock.
    pub fn put(&mut self, key: &str, value: Value) -> StoreResult<()> {
        check_depth(&self.path, &value, 1)?;
        let (loaded, there) = self.believing(|file| {
            let loaded = file.hold_object()?;
            let there = match &loaded {
                Some(LoadedObject::Large(header)) => file.occurrences(header, key)?,
                Some(LoadedObject::Small(..)) | None => Vec::new(),
            };
            Ok((loaded, there))
        })?;
        match loaded {
            None => self.replace_small(None, Map::from_iter([(key.to_owned(), value)])),
            Some(LoadedObject::Small(header, mut object)) => {
                object.insert(key.to_owned(), value);
                self.replace_small(Some(header), object)
            }
            Some(LoadedObject::Large(header)) => self.put_large(header, there, key, value),
        }
    }

    /// Removes keys; how many were there. For those who hold the lock.
    pub fn remove_keys(&mut self, keys: &[String]) -> StoreResult<usize> {
        let (loaded, there) = self.believing(|file| {
            let loaded = file.hold_object()?;
            let there = match &loaded {
                Some(LoadedObject::Large(header)) => {
                    keys.iter().map(|key| file.occurrences(header, key)).collect::<IndexResult<_>>()?
                }
                Some(LoadedObject::Small(..)) | None => Vec::new(),
            };
            Ok((loaded, there))
        })?;
        match loaded {
            None => Ok(0),
            Some(LoadedObject::Small(header, mut object)) => {
                let removed = keys.iter().filter(|key| object.shift_remove(*key).is_some()).count();
                if removed > 0 {
                    self.replace_small(Some(header), object)?;
                }
                Ok(removed)
            }
            Some(LoadedObject::Large(header)) => self.remove_large(header, there),
        }
    }

    /// All keys and values, in order. For those who hold the lock.
    pub fn object(&mut self) -> StoreResult<Object> {
        match self.hold_object()? {
            None => Ok(Map::new()),
            Some(LoadedObject::Small(_, object)) => Ok(object),
            Some(LoadedObject::Large(header)) => self.parse_object(header.stamp.size),
        }
    }

    /// The same for those who do not hold the lock.
    pub fn peek_object(&mut self) -> StoreResult<Peek<Object>> {
        match self.look()? {
            None => Ok(Peek::Known(Map::new())),
            Some(stamp) if stamp.size <= SMALL && !self.is_doubtful() => {
                Ok(self.small(stamp).map_or(Peek::Unsure, Peek::Known))
            }
            Some(_) => Ok(Peek::Unsure),
        }
    }

    /// The same where nothing may be written. A change that was cut off counts as finished, a torn end does not count.
    pub fn object_unchanged(&mut self) -> StoreResult<Object> {
        let Some(stamp) = self.look()? else { return Ok(Map::new()) };
        let mut bytes = self.bytes(0, self.text_end(stamp.size)?)?;
        if let Some(change) = self.cut_off_change()? {
            change.apply_to(&mut bytes);
            return self.object_of(&bytes);
        }
        match self.object_of(&bytes) {
            Err(error) => match self.whole_members(stamp.size)? {
                Some(whole) => {
                    bytes.truncate(usize::try_from(whole).unwrap_or(usize::MAX));
                    bytes.extend(b"\n}");
                    self.object_of(&bytes)
                }
                None => Err(error),
            },
            object => object,
        }
    }

    /// Changes values that are objects; the keys of those that were changed. For those who hold the lock.
    pub fn update(&mut self, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> StoreResult<Vec<String>> {
        let (loaded, changed) = self.believing(|file| {
            let mut loaded = file.hold_object()?;
            let changed = match &mut loaded {
                None => Vec::new(),
                Some(LoadedObject::Small(_, object)) => changed(object, change),
                Some(LoadedObject::Large(header)) => file.changed_members(header, change)?,
            };
            Ok((loaded, changed))
        })?;
        match loaded {
            Some(LoadedObject::Small(header, object)) if !changed.is_empty() => {
                self.replace_small(Some(header), object)?;
            }
            Some(LoadedObject::Large(header)) if !changed.is_empty() => self.change_members(header, change)?,
            Some(LoadedObject::Small(..) | LoadedObject::Large(_)) | None => {}
        }
        Ok(changed)
    }
}

/// Changes members of an object; the keys of those that were changed.
fn changed(object: &mut Object, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> Vec<String> {
    let mut changed = |(key, value): (&String, &mut Value)| match value {
        Value::Object(record) => change(key, record).then(|| key.clone()),
        _ => None,
    };
    object.iter_mut().filter_map(&mut changed).collect()
}

/// A file under its lock, brought up to date.
pub(super) enum LoadedObject {
    Small(Header, Object),
    Large(Header),
}

impl StoreFile {
    pub fn hold_object(&mut self) -> StoreResult<Option<LoadedObject>> {
        let Some(mut stamp) = self.look()? else { return Ok(None) };
        let mut known = self.header(StoreKind::Object);
        if known.is_none_or(|header| !header.is_settled()) {
            self.redo()?;
            stamp = self.look()?.unwrap_or_default();
        }
        if known.is_some_and(|header| header.doubtful) {
            self.copy_anew()?;
            stamp = self.look()?.unwrap_or_default();
            known = known.map(|header| Header { doubtful: false, stamp: Stamp::default(), ..header });
        }
        let version = known.map_or_else(first_version, |header| header.version);
        if stamp.size <= SMALL {
            let object = self.small(stamp)?;
            let header = match known {
                Some(header) if header.stamp == stamp && header.is_settled() => header,
                _ => self.index_small(stamp, version)?,
            };
            return Ok(Some(LoadedObject::Small(header, object)));
        }
        let header = match known {
            Some(header) if is_current(&header, stamp) => header,
            _ => self.index_members(stamp, version)?,
        };
        Ok(Some(LoadedObject::Large(header)))
    }

    // Small files.

    fn is_doubtful(&mut self) -> bool {
        self.header(StoreKind::Object).is_some_and(|header| header.doubtful)
    }

    fn small(&self, stamp: Stamp) -> StoreResult<Object> {
        self.parse_object(stamp.size)
    }

    /// A small file has an index without slots: it says what is on disk.
    fn index_small(&mut self, stamp: Stamp, version: u64) -> StoreResult<Header> {
        let mut header = Header { version, ..Header::new(StoreKind::Object, stamp) };
        self.create_index(&mut header)?;
        self.remember(&mut header)?;
        Ok(header)
    }

    fn replace_small(&mut self, known: Option<Header>, object: Object) -> StoreResult<()> {
        let object = Value::Object(object);
        check_depth(&self.path, &object, 0)?;
        let version = match known {
            Some(header) => header.version,
            None => self.header(StoreKind::Object).map_or_else(first_version, |header| header.version),
        };
        let text = pgs_value::json::pretty(&object);
        replace(&self.path, self.durability, |out| out.write_all(text.as_bytes()))
            .map_err(|error| StoreError::io("replace", &self.path, &error))?;
        self.replaced(version);
        Ok(())
    }

    /// After another file has taken its place: the index knows nothing of it but that it is there.
    pub fn replaced(&mut self, version: u64) {
        let Ok(Some(stamp)) = self.look() else { return };
        let known = self.header(StoreKind::Object);
        let named = known.map_or(Named::No, |header| header.named.min(Named::Folders));
        let mut header = Header { version, named, ..Header::new(StoreKind::Object, stamp) };
        if known.is_none() && self.create_index(&mut header).is_err() {
            return;
        }
        if self.durability == Durability::Sync {
            // The new file was synced before it took the old one's place; its name was not.
            header.synced = (version | 1) + 1;
        }
        self.changed(&mut header);
    }
}
