//! Large object files: found by an index, read member by member.
//!
//! A new member is written over the closing brace, and a key that stands twice has its last value, as it has for every
//! reader of JSON. Members are removed by white space in their place. When half of a file is such slack, it is written
//! anew. The changes stand in `large_change`.

use std::collections::HashSet;

use pgs_value::{Map, Value};

use super::builder::Builder;
use super::file::Stamp;
use super::header::Header;
use super::index::{IndexError, IndexResult, Slot, Tag};
use super::members::{Member, Members, Stop};
use super::store_file::StoreFile;
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};
use pgs_value::json;

/// One place in a file at which a key stands.
pub(super) struct Occurrence {
    /// The slot's place in the index.
    pub position: u64,
    /// The slot that says so.
    pub slot: Slot,
    /// The member.
    pub member: Member,
}

/// Whether an index speaks of the members of the file as it is now.
pub(super) fn is_current(header: &Header, stamp: Stamp) -> bool {
    header.stamp == stamp && header.slots > 0 && header.is_settled() && !header.doubtful
}

impl StoreFile {
    /// Builds the index from all members.
    pub fn index_members(&mut self, stamp: Stamp, version: u64) -> StoreResult<Header> {
        let mut header = Header { version, ..Header::new(StoreKind::Object, stamp) };
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let mut builder = Builder::new(&self.index_path());
        let mut members = Members::of(&file, self.text_end(stamp.size)?);
        let mut written = 0;
        while let Some(member) = self.next_member(&mut members, &mut header)? {
            let hash = Slot::hash_of(Tag::Key, &self.key_of(&member)?);
            builder.add(Slot { hash, tag: Tag::Key, offset: member.offset })?;
            written += member.length();
        }
        header.end = members.whole;
        let mut stale = 0;
        let index = builder.finish(&mut header, |slots| {
            let mut keys = HashSet::new();
            for slot in slots.iter().rev() {
                let member = self.member_at(slot.offset, stamp.size).map_err(|error| self.told(error))?;
                if !keys.insert(self.key_of(&member)?) {
                    stale += member.length();
                }
            }
            Ok(keys.len() as u64)
        })?;
        self.set_index(Box::new(index));
        // White space between members counts as slack only where it is more than between those of a fresh file.
        let between = 8 * header.count;
        header.slack = stale + header.end.saturating_sub(written + between);
        header.noted = self.noted(&header)?;
        self.remember(&mut header)?;
        Ok(header)
    }

    /// The next member; where the file is torn it is closed behind the last whole one.
    fn next_member(&mut self, members: &mut Members<'_>, header: &mut Header) -> StoreResult<Option<Member>> {
        let (size, stop) = match members.next() {
            Ok(member) => return Ok(Some(member)),
            Err(Stop::Closed) => return Ok(None),
            Err(stop) => (header.stamp.size, stop),
        };
        let Some(whole) = self.torn_object(size)? else { return Err(self.damaged_object(size, &stop.to_string())) };
        self.close(whole, size)?;
        self.stamp(header)?;
        Ok(None)
    }

    /// Where the whole members end, if a torn end follows them.
    fn torn_object(&mut self, size: u64) -> StoreResult<Option<u64>> {
        let Some(own) = self.own_writes(StoreKind::Object)? else { return Ok(None) };
        let size = self.text_end(size)?;
        let mut members = Members::of(self.data()?, size);
        while let Ok(member) = members.next() {
            if member.offset < own.confirmed && own.confirmed < member.end {
                // The members are not those that were confirmed.
                return Ok(None);
            }
        }
        let whole = members.whole;
        let is_torn = whole > 0 && whole >= own.confirmed && own.tear_object(whole, &self.bytes(whole, size)?);
        Ok(is_torn.then_some(whole))
    }

    /// The same for those who change nothing: it is noted.
    pub fn whole_members(&mut self, size: u64) -> StoreResult<Option<u64>> {
        let whole = self.torn_object(size)?;
        if let Some(whole) = whole {
            let (path, left) = (self.path.display(), size - whole);
            let note =
                format!("{path}: {left} bytes after the last whole member were never confirmed; they are left out");
            self.notes.push(note);
        }
        Ok(whole)
    }

    fn close(&mut self, end: u64, size: u64) -> StoreResult<()> {
        let kept = self.keep_torn(end, size)?;
        self.write_at(b"\n}", end)?;
        self.cut_back(end + 2).map_err(|error| StoreError::io("repair", &self.path, &error))?;
        self.notes.push(format!(
            "{}: closed the object behind its last whole member; {} bytes that were never confirmed are kept in {}",
            self.path.display(),
            size - end,
            kept.display()
        ));
        Ok(())
    }

    fn key_of(&self, member: &Member) -> StoreResult<String> {
        member.key().map_err(|error| self.broken_object(&error.to_string()))
    }

    /// The member at an offset, by the index.
    fn member_at(&self, offset: u64, size: u64) -> IndexResult<Member> {
        Members::at(self.data()?, offset, size).map_err(|_| IndexError::Untrue)
    }

    /// Every place at which a key stands, by place. The last one counts.
    pub fn occurrences(&self, header: &Header, key: &str) -> IndexResult<Vec<Occurrence>> {
        let mut found = Vec::new();
        self.known_index()?.find(header, Slot::hash_of(Tag::Key, key), &mut |position, slot| {
            // What lies beyond the end was being added when a process was killed.
            if slot.offset < header.end {
                let member = self.member_at(slot.offset, header.stamp.size)?;
                if self.key_of(&member)? == key {
                    found.push(Occurrence { position, slot, member });
                }
            }
            Ok(false)
        })?;
        found.sort_by_key(|it| it.slot.offset);
        found.dedup_by_key(|it| it.slot.offset);
        Ok(found)
    }

    /// The value at a key, by the index.
    pub fn large_value(&self, header: &Header, key: &str) -> IndexResult<Option<Value>> {
        match self.occurrences(header, key)?.pop() {
            Some(last) => last.member.value().map(Some).map_err(|_| IndexError::Untrue),
            None => Ok(None),
        }
    }

    /// Offers every key once, in order, with its value.
    pub fn each_member<E: From<IndexError>>(
        &self,
        header: &Header,
        each: &mut dyn FnMut(String, Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut members = Members::of(self.data().map_err(IndexError::from)?, header.stamp.size);
        loop {
            let member = match members.next() {
                Ok(member) => member,
                Err(Stop::Closed) => return Ok(()),
                Err(stop) => return Err(IndexError::from(self.broken_object(&stop.to_string())).into()),
            };
            let key = self.key_of(&member).map_err(IndexError::from)?;
            let value = if header.slack == 0 {
                member.value()
            } else {
                let there = self.occurrences(header, &key)?;
                if there.first().is_some_and(|first| first.slot.offset != member.offset) {
                    continue;
                }
                there.last().map_or_else(|| member.value(), |last| last.member.value())
            };
            each(key, value.map_err(|error| IndexError::from(self.broken_object(&error.to_string())))?)?;
        }
    }
}

/// A member as `json.dumps(…, indent=2)` writes it, without the indent before it.
pub(super) fn member_text(key: &str, value: &Value) -> String {
    let object = Value::Object(Map::from_iter([(key.to_owned(), value.clone())]));
    let text = json::pretty(&object);
    text.strip_prefix("{\n  ").and_then(|text| text.strip_suffix("\n}")).unwrap_or_default().to_owned()
}
