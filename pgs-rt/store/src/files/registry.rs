//! Registries: the last line of a key counts, and a tombstone removes it.

use std::collections::BTreeMap;

use pgs_value::Value;

use super::header::Header;
use super::index::{IndexError, IndexResult, Slot, Tag};
use super::lines::Head;
use super::pending::SlotPlace;
use super::store_file::StoreFile;
use crate::backend::Object;
use crate::declared::StoreKind;
use crate::error::StoreResult;
use pgs_value::map;

/// Of live entries by key, the one with this key, else with this address.
pub(super) fn find(mut entries: BTreeMap<String, Object>, name: &str) -> Option<Object> {
    let found = entries.remove(name);
    found.or_else(|| entries.into_values().find(|entry| entry.get("address").and_then(Value::as_str) == Some(name)))
}

impl StoreFile {
    /// Adds an entry, unless its key is live. False if it is. For those who hold the lock.
    pub fn register(&mut self, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> StoreResult<bool> {
        let (known, place) = self.believing(|file| {
            let known = file.hold_lines(StoreKind::Registry)?;
            let place = match &known {
                Some(header) => file.place_of(header, key)?,
                None => None,
            };
            Ok((known, place))
        })?;
        if place.is_some_and(|place| place.slot.tag == Tag::Key) {
            return Ok(false);
        }
        let entry = entry()?;
        let address = entry.get("address").and_then(Value::as_str).map(str::to_owned);
        let (mut header, offset) = self.append_line(StoreKind::Registry, known, entry)?;
        let head = Head { key: Some(key.to_owned()), address, tombstone: false };
        self.index_line(&mut header, offset, &head, place);
        self.line_added(header);
        Ok(true)
    }

    /// Appends the tombstone of the live entry with this key or address. False if there is none. For those who hold the
    /// lock.
    pub fn deregister(&mut self, name: &str) -> StoreResult<bool> {
        let found = self.believing(|file| {
            let Some(header) = file.hold_lines(StoreKind::Registry)? else { return Ok(None) };
            let Some(entry) = file.live_entry(&header, name)? else { return Ok(None) };
            let place = file.place_of(&header, text(&entry, "key"))?;
            Ok(Some((header, entry, place)))
        })?;
        let Some((header, entry, place)) = found else { return Ok(false) };
        let field = |name: &str| entry.get(name).cloned().unwrap_or_default();
        let tombstone = map([("key", field("key")), ("address", field("address")), ("tombstone", Value::Bool(true))]);
        let key = text(&entry, "key");
        let (mut header, offset) = self.append_line(StoreKind::Registry, Some(header), tombstone)?;
        let head = Head { key: Some(key.to_owned()), address: None, tombstone: true };
        self.index_line(&mut header, offset, &head, place);
        self.line_added(header);
        Ok(true)
    }

    /// The live entry with this key, else with this address.
    pub fn live_entry(&self, header: &Header, name: &str) -> IndexResult<Option<Object>> {
        if let Some(place) = self.place_of(header, name)?.filter(|place| place.slot.tag == Tag::Key) {
            return self.entry_at(place.slot.offset, header.end).map(Some);
        }
        let mut found = None;
        self.find_slots(header, Slot::hash_of(Tag::Address, name), |SlotPlace { slot, .. }| {
            if slot.tag != Tag::Address || slot.offset >= header.end {
                return Ok(false);
            }
            let entry = self.entry_at(slot.offset, header.end)?;
            if text(&entry, "address") != name {
                return Ok(false);
            }
            let place = self.place_of(header, text(&entry, "key"))?;
            let live = place.is_some_and(|it| it.slot.tag == Tag::Key && it.slot.offset == slot.offset);
            found = live.then_some(entry);
            Ok(live)
        })?;
        Ok(found)
    }

    /// The live entries by key, without an index and a lock: where nothing may be written.
    pub fn live_entries(&mut self) -> StoreResult<BTreeMap<String, Object>> {
        let mut live = BTreeMap::new();
        for entry in self.whole_entries(StoreKind::Registry)? {
            let Some(key) = entry.get("key").and_then(Value::as_str).map(str::to_owned) else { continue };
            if entry.get("tombstone") == Some(&Value::Bool(true)) {
                live.remove(&key);
            } else {
                live.insert(key, entry);
            }
        }
        Ok(live)
    }

    /// Where a key stands, live or removed.
    fn place_of(&self, header: &Header, key: &str) -> IndexResult<Option<SlotPlace>> {
        // What lies beyond was being indexed when a process was killed.
        self.place_before(header, header.end, key)
    }

    /// The same in the lines before `end`.
    fn place_before(&self, header: &Header, end: u64, key: &str) -> IndexResult<Option<SlotPlace>> {
        let mut found = None;
        self.find_slots(header, Slot::hash_of(Tag::Key, key), |place| {
            let Slot { tag, offset, .. } = place.slot;
            let candidate = matches!(tag, Tag::Key | Tag::Removed) && offset < end;
            if candidate && self.head_at(offset, end)?.key.as_deref() == Some(key) {
                found = Some(place);
            }
            Ok(found.is_some())
        })?;
        Ok(found)
    }

    /// What the index of the line at an offset is made of.
    fn head_at(&self, offset: u64, end: u64) -> IndexResult<Head> {
        pgs_value::from_str(&self.line_at(offset, end)?).map_err(|_| IndexError::Untrue)
    }

    /// Indexes a line that others have added to a file of this size.
    pub fn learn(&mut self, header: &mut Header, offset: u64, head: &Head, size: u64) -> IndexResult<()> {
        let Some(key) = &head.key else { return Ok(()) };
        let place = self.place_before(header, size, key)?;
        self.index_line(header, offset, head, place);
        Ok(())
    }

    /// Indexes a line. Its key stood at `place` before.
    fn index_line(&mut self, header: &mut Header, offset: u64, head: &Head, place: Option<SlotPlace>) {
        let key = head.key.as_deref().unwrap_or_default();
        let tag = if head.tombstone { Tag::Removed } else { Tag::Key };
        let was_live = match place {
            // A process was killed when it had indexed this line, or a later one of the key, and not yet said so: before
            // this line, the key was what a registration or a removal takes it for.
            Some(place) if place.slot.offset >= offset => head.tombstone,
            place => place.is_some_and(|place| place.slot.tag == Tag::Key),
        };
        let slot = Slot { hash: Slot::hash_of(Tag::Key, key), tag, offset };
        let address = head.address.as_deref().filter(|_| !head.tombstone);
        let address = address.map(|it| Slot { hash: Slot::hash_of(Tag::Address, it), tag: Tag::Address, offset });
        if let Some(pending) = &mut self.pending {
            pending.put(place, slot);
            if let Some(slot) = address {
                pending.put(None, slot);
            }
        }
        header.count = header.count + u64::from(!head.tombstone) - u64::from(was_live);
    }

    /// Of slots with one hash: the last of each key, if it is live, and of each address. How many live keys there are.
    pub fn keep_last(&self, slots: &mut Vec<Slot>, end: u64) -> StoreResult<u64> {
        let mut last: Vec<(Option<String>, Slot)> = Vec::new();
        for slot in slots.drain(..) {
            let head = self.head_at(slot.offset, end).map_err(|error| self.told(error))?;
            let name = if slot.tag == Tag::Address { head.address } else { head.key };
            let is_address = |slot: &Slot| slot.tag == Tag::Address;
            last.retain(|(other, before)| *other != name || is_address(before) != is_address(&slot));
            last.push((name, slot));
        }
        slots.extend(last.into_iter().map(|(_, slot)| slot).filter(|slot| slot.tag != Tag::Removed));
        Ok(slots.iter().filter(|slot| slot.tag == Tag::Key).count() as u64)
    }
}

fn text<'e>(entry: &'e Object, field: &str) -> &'e str {
    entry.get(field).and_then(Value::as_str).unwrap_or_default()
}
