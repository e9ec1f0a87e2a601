//! Object files: one JSON object a file.
//!
//! A small file is read whole and replaced whole. A large one is never rewritten for one value: a new member is written
//! over the closing brace, and a key that stands twice has its last value, as it has for every reader of JSON. Members
//! are removed by white space in their place (`redo`). When half of a file is such slack, it is written anew.

use std::collections::HashSet;
use std::io::{self, Write as _};

use serde_json::{Map, Value};

use super::super::Durability;
use super::super::backend::{Answer, Object};
use super::builder::Builder;
use super::file::{Stamp, check_depth, describe, some_bytes};
use super::header::{Header, Kind};
use super::index::{Slot, Tag};
use super::members::{Member, Members, Stop};
use super::redo::Change;
use super::replace::replace;
use super::store_file::StoreFile;
use crate::json;

/// Up to this size, in bytes, a file is read and replaced whole.
const SMALL: u64 = 16 * 1024;

/// As for line files: bytes that never came to the disk are looked for near the end.
const NEAR_THE_END: u64 = 16 * 1024 * 1024;

/// One place in a file at which a key stands.
struct Occurrence {
    position: u64,
    slot: Slot,
    member: Member,
}

impl StoreFile {
    /// The value at a key. None where those who do not hold the lock can't tell.
    pub fn value_now(&mut self, key: &str) -> Answer<Option<Option<Value>>> {
        let Some(stamp) = self.look()? else { return Ok(Some(None)) };
        if stamp.size <= SMALL {
            return self.object_now().map(|object| object.map(|mut object| object.swap_remove(key)));
        }
        let Some(header) = self.header(Kind::Object).filter(|header| is_current(header, stamp)) else {
            return Ok(None);
        };
        let value = self.large_value(&header, key);
        // Somebody may have changed the file in the meantime: then what was read is worth nothing.
        if self.header(Kind::Object).is_some_and(|after| after.version == header.version) {
            return value.map(Some);
        }
        Ok(None)
    }

    /// The value at a key. For those who hold the lock.
    pub fn value(&mut self, key: &str) -> Answer<Option<Value>> {
        match self.hold_object()? {
            None => Ok(None),
            Some(Held::Small(_, mut object)) => Ok(object.swap_remove(key)),
            Some(Held::Large(header)) => self.large_value(&header, key),
        }
    }

    /// Sets the value at a key. For those who hold the lock.
    pub fn put(&mut self, key: &str, value: Value) -> Answer<()> {
        let text = member_text(key, &value);
        let limits = Value::Object(Map::from_iter([(key.to_owned(), value)]));
        check_depth(&self.path, &limits)?;
        let Value::Object(mut one) = limits else { return Ok(()) };
        let value = one.swap_remove(key).unwrap_or_default();
        match self.hold_object()? {
            None => self.replace_small(None, Map::from_iter([(key.to_owned(), value)])),
            Some(Held::Small(header, mut object)) => {
                object.insert(key.to_owned(), value);
                self.replace_small(Some(header), object)
            }
            Some(Held::Large(header)) => self.put_large(header, key, &text),
        }
    }

    /// Removes keys; how many were there. For those who hold the lock.
    pub fn remove_keys(&mut self, keys: &[String]) -> Answer<usize> {
        match self.hold_object()? {
            None => Ok(0),
            Some(Held::Small(header, mut object)) => {
                let removed = keys.iter().filter(|key| object.shift_remove(*key).is_some()).count();
                if removed > 0 {
                    self.replace_small(Some(header), object)?;
                }
                Ok(removed)
            }
            Some(Held::Large(header)) => self.remove_large(header, keys),
        }
    }

    /// All keys and values, in order. For those who hold the lock.
    pub fn object(&mut self) -> Answer<Object> {
        match self.hold_object()? {
            None => Ok(Map::new()),
            Some(Held::Small(_, object)) => Ok(object),
            Some(Held::Large(header)) => parse(self, header.stamp.size),
        }
    }

    /// The same for those who do not hold the lock; none where they can't tell.
    pub fn object_now(&mut self) -> Answer<Option<Object>> {
        match self.look()? {
            None => Ok(Some(Map::new())),
            Some(stamp) if stamp.size <= SMALL && !self.is_doubtful() => self.small(stamp).map(Some),
            Some(_) => Ok(None),
        }
    }

    /// The same for those who can't hold the lock, as nothing may be written.
    pub fn object_unlocked(&mut self) -> Answer<Object> {
        match self.look()? {
            None => Ok(Map::new()),
            Some(stamp) => parse(self, stamp.size),
        }
    }

    /// Changes values that are objects; the keys of those that were changed. For those who hold the lock.
    pub fn update(&mut self, change: &mut dyn FnMut(&mut Object) -> bool) -> Answer<Vec<String>> {
        match self.hold_object()? {
            None => Ok(Vec::new()),
            Some(Held::Small(header, mut object)) => {
                let mut changed = Vec::new();
                for (key, value) in &mut object {
                    if let Value::Object(record) = value
                        && change(record)
                    {
                        changed.push(key.clone());
                    }
                }
                if !changed.is_empty() {
                    self.replace_small(Some(header), object)?;
                }
                Ok(changed)
            }
            Some(Held::Large(header)) => self.update_large(header, change),
        }
    }
}

/// A file under its lock, brought up to date.
enum Held {
    Small(Header, Object),
    Large(Header),
}

/// Whether an index speaks of the members of the file as it is now.
fn is_current(header: &Header, stamp: Stamp) -> bool {
    header.stamp == stamp && header.slots > 0 && header.version % 2 == 0 && !header.doubtful
}

impl StoreFile {
    fn hold_object(&mut self) -> Answer<Option<Held>> {
        let Some(mut stamp) = self.look()? else { return Ok(None) };
        let mut known = self.header(Kind::Object);
        if known.is_none_or(|header| header.version % 2 == 1) {
            self.redo()?;
            stamp = self.look()?.unwrap_or_default();
        }
        if known.is_some_and(|header| header.doubtful) {
            self.copy_anew()?;
            stamp = self.look()?.unwrap_or_default();
            known = known.map(|header| Header { doubtful: false, stamp: Stamp::default(), ..header });
        }
        let version = known.map_or(0, |header| header.version);
        if stamp.size <= SMALL {
            let object = self.small(stamp)?;
            let header = match known {
                Some(header) if header.stamp == stamp && header.version % 2 == 0 => header,
                _ => self.index_small(stamp, version)?,
            };
            return Ok(Some(Held::Small(header, object)));
        }
        let header = match known {
            Some(header) if is_current(&header, stamp) => header,
            Some(header) if header.slots > 0 && header.version % 2 == 0 && self.reaches(&header, stamp) => {
                self.follow_members(header, stamp)?
            }
            _ => self.index_members(stamp, version)?,
        };
        Ok(Some(Held::Large(header)))
    }

    // Small files.

    fn is_doubtful(&mut self) -> bool {
        self.header(Kind::Object).is_some_and(|header| header.doubtful)
    }

    fn small(&self, stamp: Stamp) -> Answer<Object> {
        parse(self, stamp.size)
    }

    /// A small file has an index without slots: it says what is on disk.
    fn index_small(&mut self, stamp: Stamp, version: u64) -> Answer<Header> {
        let mut header = Header { version, ..Header::new(Kind::Object, stamp) };
        self.create_index(&mut header)?;
        self.remember(&mut header)?;
        Ok(header)
    }

    fn replace_small(&mut self, known: Option<Header>, object: Object) -> Answer<()> {
        let object = Value::Object(object);
        check_depth(&self.path, &object)?;
        let version = match known {
            Some(header) => header.version,
            None => self.header(Kind::Object).map_or(0, |header| header.version),
        };
        let text = json::pretty(&object);
        replace(&self.path, self.durability, |out| out.write_all(text.as_bytes()))
            .map_err(|error| describe("replace", &self.path, &error))?;
        self.replaced(version);
        Ok(())
    }

    /// After another file has taken its place: the index knows nothing of it but that it is there.
    fn replaced(&mut self, version: u64) {
        let Ok(Some(stamp)) = self.look() else { return };
        let mut header = Header { version, ..Header::new(Kind::Object, stamp) };
        if self.header(Kind::Object).is_none() && self.create_index(&mut header).is_err() {
            return;
        }
        if self.durability == Durability::Sync {
            // The new file was synced before it took the old one's place; its name was not.
            header.synced = (version | 1) + 1;
        }
        self.changed(&mut header);
    }

    // Large files: the index.

    fn follow_members(&mut self, mut header: Header, stamp: Stamp) -> Answer<Header> {
        let file = self.data()?.try_clone().map_err(|error| describe("read", &self.path, &error))?;
        let first = self.bytes(header.end.saturating_sub(1), header.end)? == b"{";
        let mut members = Members::after(&file, header.end, stamp.size, first);
        while let Some(member) = self.next_member(&mut members, stamp)? {
            let key = member.key()?;
            let slot = Slot { hash: Slot::hash_of(Tag::Key, &key), tag: Tag::Key, offset: member.offset };
            let there = self.occurrences(&Header { end: member.end, ..header }, &key)?;
            let indexed = there.iter().any(|it| it.slot.offset == member.offset);
            let older = there.iter().filter(|it| it.slot.offset != member.offset);
            match older.last() {
                Some(older) => header.slack += older.member.length(),
                None => header.count += 1,
            }
            if !indexed {
                self.index()?.add(&mut header, slot)?;
            }
            header.end = member.end;
        }
        self.remember(&mut header)?;
        Ok(header)
    }

    fn index_members(&mut self, stamp: Stamp, version: u64) -> Answer<Header> {
        let mut header = Header { version, ..Header::new(Kind::Object, stamp) };
        let file = self.data()?.try_clone().map_err(|error| describe("read", &self.path, &error))?;
        let mut builder = Builder::new(&self.index_path());
        let mut members = Members::of(&file, stamp.size);
        let mut written = 0;
        while let Some(member) = self.next_member(&mut members, stamp)? {
            let hash = Slot::hash_of(Tag::Key, &member.key()?);
            builder.add(Slot { hash, tag: Tag::Key, offset: member.offset })?;
            written += member.length();
        }
        header.end = members.whole;
        let mut stale = 0;
        let index = builder.finish(&mut header, |slots| {
            let mut keys = HashSet::new();
            for slot in slots.iter().rev() {
                let member = Members::at(&file, slot.offset, stamp.size)?;
                if !keys.insert(member.key()?) {
                    stale += member.length();
                }
            }
            Ok(keys.len() as u64)
        })?;
        self.set_index(index);
        // White space between members counts as slack only where it is more than between those of a fresh file.
        let between = 8 * header.count;
        header.slack = stale + header.end.saturating_sub(written + between);
        self.remember(&mut header)?;
        Ok(header)
    }

    /// The next member; where the file is torn it is closed behind the last whole one.
    fn next_member(&mut self, members: &mut Members<'_>, stamp: Stamp) -> Answer<Option<Member>> {
        match members.next() {
            Ok(member) => Ok(Some(member)),
            Err(Stop::Closed) => Ok(None),
            Err(Stop::Torn) if members.whole > 0 && stamp.size - members.whole <= NEAR_THE_END => {
                self.close(members.whole, stamp.size).map(|()| None)
            }
            Err(stop) => Err(self.broken_object(stop.reason())),
        }
    }

    fn close(&mut self, end: u64, size: u64) -> Answer<()> {
        let kept = self.keep_torn(end, size)?;
        self.write_at(b"\n}", end)?;
        self.cut_back(end + 2).map_err(|error| describe("repair", &self.path, &error))?;
        self.notes.push(format!(
            "{}: closed the object behind its last whole member; {} bytes that were never confirmed are kept in {}",
            self.path.display(),
            size - end,
            kept.display()
        ));
        Ok(())
    }

    fn broken_object(&self, reason: &str) -> String {
        format!("{}: {reason}; repair the file or remove it", self.path.display())
    }

    /// Every place at which a key stands, by place. The last one counts.
    fn occurrences(&self, header: &Header, key: &str) -> Answer<Vec<Occurrence>> {
        let mut found = Vec::new();
        let file = self.data()?;
        self.known_index()?.find(header, Slot::hash_of(Tag::Key, key), |position, slot| {
            // What lies beyond the end was being added when a process was killed.
            if slot.offset < header.end {
                let member = Members::at(file, slot.offset, header.stamp.size)?;
                if member.key()? == key {
                    found.push(Occurrence { position, slot, member });
                }
            }
            Ok(false)
        })?;
        found.sort_by_key(|it| it.slot.offset);
        found.dedup_by_key(|it| it.slot.offset);
        Ok(found)
    }

    fn large_value(&self, header: &Header, key: &str) -> Answer<Option<Value>> {
        match self.occurrences(header, key)?.pop() {
            Some(last) => last.member.value().map(Some).map_err(|reason| self.broken_object(&reason)),
            None => Ok(None),
        }
    }

    // Large files: changes.

    fn put_large(&mut self, mut header: Header, key: &str, text: &str) -> Answer<()> {
        let mut there = self.occurrences(&header, key)?;
        if header.slack > header.stamp.size / 2 {
            self.rewrite(header, &mut |_, _| Ok(()))?;
            return match self.hold_object()? {
                Some(Held::Large(header)) => self.put_large(header, key, text),
                // What is left is small.
                _ => {
                    let value = text.split_once(':').map(|(_, value)| json::parse(value)).unwrap_or(Ok(Value::Null))?;
                    self.put(key, value)
                }
            };
        }
        match there.len() {
            0 => self.add_member(header, key, text),
            1 => {
                header.slack += there[0].member.length();
                header.count -= 1;
                self.add_member(header, key, text)
            }
            // The first place keeps the key's place in the order; the last one gives way.
            _ => self.move_last(header, there.pop(), text),
        }
    }

    /// Takes a member away and adds it again at the end, in one change.
    fn move_last(&mut self, mut header: Header, last: Option<Occurrence>, text: &str) -> Answer<()> {
        let Some(last) = last else { return Ok(()) };
        let (hash, length) = (last.slot.hash, last.member.length());
        let gone = [last];
        let (mut change, end) = self.removal(&header, &gone)?;
        let (added, at) = self.added(end, text)?;
        change.size = end + added.len() as u64;
        change.writes.retain(|(offset, _)| *offset < end);
        change.writes.push((end, added));
        header.slack += if end < header.end { 0 } else { length };
        let slot = Slot { hash, tag: Tag::Key, offset: at };
        self.in_place(header, &change, change.size - 2, &gone, Some(slot), 0)
    }

    /// Writes a member over the closing brace.
    fn add_member(&mut self, mut header: Header, key: &str, text: &str) -> Answer<()> {
        let (added, at) = self.added(header.end, text)?;
        if header.end + (added.len() as u64) < header.stamp.size {
            // So much white space at the end is not ours.
            self.rewrite(header, &mut |_, _| Ok(()))?;
            let Some(Held::Large(after)) = self.hold_object()? else {
                return Err(format!("{} became small while it was written anew; try again", self.path.display()));
            };
            return self.add_member(after, key, text);
        }
        let before = self.bytes(header.end, header.stamp.size)?;
        if let Err(reason) = self.write_at(&added, header.end) {
            // Should this fail too, the file is closed when it is looked at next.
            let _ = self.write_at(&before, header.end);
            let _ = self.cut_back(header.stamp.size);
            return Err(reason);
        }
        header.end += added.len() as u64 - 2;
        header.count += 1;
        let slot = Slot { hash: Slot::hash_of(Tag::Key, key), tag: Tag::Key, offset: at };
        header.tail = self.tail_after(header.end, &added[..added.len() - 2])?;
        if self.index()?.add(&mut header, slot).is_ok() {
            self.changed(&mut header);
        }
        Ok(())
    }

    /// What is written at the end of the members to add one, with the closing brace; and where its key is then.
    fn added(&self, end: u64, text: &str) -> Answer<(Vec<u8>, u64)> {
        let comma = if self.bytes(end.saturating_sub(1), end)? == b"{" { "" } else { "," };
        Ok((format!("{comma}\n  {text}\n}}").into_bytes(), end + comma.len() as u64 + 3))
    }

    fn remove_large(&mut self, mut header: Header, keys: &[String]) -> Answer<usize> {
        let (mut removed, mut count) = (Vec::new(), 0);
        for key in keys {
            let there = self.occurrences(&header, key)?;
            count += u64::from(!there.is_empty());
            removed.extend(there);
        }
        if removed.is_empty() {
            return Ok(0);
        }
        let (change, end) = self.removal(&header, &removed)?;
        let spans: u64 = removed.iter().map(|it| it.member.length()).sum();
        header.slack = (header.slack + spans).saturating_sub(header.end - end);
        self.in_place(header, &change, end, &removed, None, count)?;
        usize::try_from(count).map_err(|error| error.to_string())
    }

    /// The change that removes members, and where the members end after it.
    ///
    /// One in the middle becomes white space, with the comma behind it. After the last one that stays, the object is
    /// closed.
    fn removal(&self, header: &Header, removed: &[Occurrence]) -> Answer<(Change, u64)> {
        let mut spans: Vec<(u64, u64)> = removed.iter().map(|it| (it.slot.offset, it.member.end)).collect();
        spans.sort_unstable();
        let mut end = header.end;
        let mut writes = Vec::new();
        for (from, to) in spans.into_iter().rev() {
            if to == end {
                end = self.end_before(from)?;
            } else {
                let comma = self.comma_after(to)?;
                let length = usize::try_from(comma + 1 - from).map_err(|error| error.to_string())?;
                writes.push((from, vec![b' '; length]));
            }
        }
        let mut size = header.stamp.size;
        if end != header.end {
            writes.retain(|(offset, _)| *offset < end);
            writes.push((end, b"\n}".to_vec()));
            size = end + 2;
        }
        writes.sort_by_key(|(offset, _)| *offset);
        Ok((Change { writes, size }, end))
    }

    /// Where the members before this one end, or the object begins.
    fn end_before(&self, member: u64) -> Answer<u64> {
        let (byte, at) = self.last_text_before(member)?;
        if byte == b'{' { Ok(at + 1) } else { self.last_text_before(at).map(|(_, at)| at + 1) }
    }

    /// The last byte before `end` that is no white space, and where it is.
    fn last_text_before(&self, end: u64) -> Answer<(u8, u64)> {
        let mut to = end;
        while to > 0 {
            let from = to.saturating_sub(4096);
            let bytes = self.bytes(from, to)?;
            if let Some(at) = bytes.iter().rposition(|byte| !byte.is_ascii_whitespace()) {
                return Ok((bytes[at], from + at as u64));
            }
            to = from;
        }
        Err(self.broken_object("not a JSON object"))
    }

    fn comma_after(&self, end: u64) -> Answer<u64> {
        let mut window = [0; 64];
        let mut from = end;
        loop {
            let read =
                some_bytes(self.data()?, from, &mut window).map_err(|error| describe("read", &self.path, &error))?;
            match window[..read].iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) if window[at] == b',' => return Ok(from + at as u64),
                None if read > 0 => from += read as u64,
                _ => return Err(self.broken_object("a comma is missing between two members")),
            }
        }
    }

    /// Makes a change in place and brings the index up to date: places that are gone, one that is new, the count.
    fn in_place(
        &mut self,
        mut header: Header,
        change: &Change,
        end: u64,
        gone: &[Occurrence],
        new: Option<Slot>,
        fewer: u64,
    ) -> Answer<()> {
        // Nobody reads by the index while the file is changed. After an error it is built anew.
        header.version |= 1;
        self.index()?.write_header(&header)?;
        if !self.change_in_place(change)? {
            return Ok(());
        }
        header.end = end;
        header.count -= fewer;
        header.tail = self.tail_after(end, b"")?;
        let indexed = self.index_removal(&mut header, gone, new);
        if indexed.is_ok() {
            self.changed(&mut header);
        }
        Ok(())
    }

    fn index_removal(&mut self, header: &mut Header, gone: &[Occurrence], new: Option<Slot>) -> Answer<()> {
        for it in gone {
            self.index()?.set(it.position, Slot { tag: Tag::Gone, ..it.slot })?;
        }
        new.map_or(Ok(()), |slot| self.index()?.add(header, slot))
    }

    fn update_large(&mut self, header: Header, change: &mut dyn FnMut(&mut Object) -> bool) -> Answer<Vec<String>> {
        let mut changed = Vec::new();
        self.each_member(&header, &mut |key, mut value| {
            if let Value::Object(record) = &mut value
                && change(record)
            {
                changed.push(key);
            }
            Ok(())
        })?;
        if !changed.is_empty() {
            self.rewrite(header, &mut |_, value| {
                if let Value::Object(record) = value {
                    change(record);
                }
                Ok(())
            })?;
        }
        Ok(changed)
    }

    /// Offers every key once, in order, with its value.
    fn each_member(&self, header: &Header, each: &mut dyn FnMut(String, Value) -> Answer<()>) -> Answer<()> {
        let mut members = Members::of(self.data()?, header.stamp.size);
        loop {
            let member = match members.next() {
                Ok(member) => member,
                Err(Stop::Closed) => return Ok(()),
                Err(stop) => return Err(self.broken_object(stop.reason())),
            };
            let key = member.key()?;
            let value = if header.slack == 0 {
                member.value()
            } else {
                let there = self.occurrences(header, &key)?;
                if there.first().is_some_and(|first| first.slot.offset != member.offset) {
                    continue;
                }
                there.last().map_or_else(|| member.value(), |last| last.member.value())
            };
            each(key, value.map_err(|reason| self.broken_object(&reason))?)?;
        }
    }

    /// Writes the file anew, without slack, each value as `change` leaves it.
    fn rewrite(&mut self, header: Header, change: &mut dyn FnMut(&str, &mut Value) -> Answer<()>) -> Answer<()> {
        let written = replace(&self.path, self.durability, |out| {
            let mut separator = "{\n  ";
            self.each_member(&header, &mut |key, mut value| {
                change(&key, &mut value)?;
                let written = write!(out, "{separator}{}", member_text(&key, &value));
                separator = ",\n  ";
                written.map_err(|error| error.to_string())
            })
            .map_err(io::Error::other)?;
            out.write_all(if separator == "{\n  " { b"{}" } else { b"\n}" })
        });
        written.map_err(|error| describe("replace", &self.path, &error))?;
        self.replaced(header.version);
        Ok(())
    }
}

fn parse(file: &StoreFile, size: u64) -> Answer<Object> {
    let text = String::from_utf8(file.bytes(0, size)?)
        .map_err(|_| format!("can't read {}: stream did not contain valid UTF-8", file.path.display()))?;
    match json::parse(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(file.broken_object("not a JSON object")),
        Err(error) => Err(file.broken_object(&error)),
    }
}

/// A member as `json.dumps(…, indent=2)` writes it, without the indent before it.
fn member_text(key: &str, value: &Value) -> String {
    let object = Value::Object(Map::from_iter([(key.to_owned(), value.clone())]));
    let text = json::pretty(&object);
    text.strip_prefix("{\n  ").and_then(|text| text.strip_suffix("\n}")).unwrap_or_default().to_owned()
}
