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
use super::index::{Slot, Tag};
use super::members::{Member, Members, Stop};
use super::store_file::StoreFile;
use crate::declared::StoreKind;
use crate::error::{Place, StoreError, StoreResult};
use pgs_value::json;

/// As for line files: bytes that never came to the disk are looked for near the end.
const NEAR_THE_END: u64 = 16 * 1024 * 1024;

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
    /// Indexes the members that were added.
    pub fn follow_members(&mut self, mut header: Header, stamp: Stamp) -> StoreResult<Header> {
        header.stamp = stamp;
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let first = self.bytes(header.end.saturating_sub(1), header.end)? == b"{";
        let mut members = Members::after(&file, header.end, stamp.size, first);
        while let Some(member) = self.next_member(&mut members, stamp)? {
            let key = self.key_of(&member)?;
            let slot = Slot { hash: Slot::hash_of(Tag::Key, &key), tag: Tag::Key, offset: member.offset };
            let there = self.occurrences(&Header { end: member.end, ..header }, &key)?;
            let indexed = there.iter().any(|it| it.slot.offset == member.offset);
            let mut older = there.iter().filter(|it| it.slot.offset != member.offset);
            match older.next_back() {
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

    /// Builds the index from all members.
    pub fn index_members(&mut self, stamp: Stamp, version: u64) -> StoreResult<Header> {
        let mut header = Header { version, ..Header::new(StoreKind::Object, stamp) };
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let mut builder = Builder::new(&self.index_path());
        let mut members = Members::of(&file, stamp.size);
        let mut written = 0;
        while let Some(member) = self.next_member(&mut members, stamp)? {
            let hash = Slot::hash_of(Tag::Key, &self.key_of(&member)?);
            builder.add(Slot { hash, tag: Tag::Key, offset: member.offset })?;
            written += member.length();
        }
        header.end = members.whole;
        let mut stale = 0;
        let index = builder.finish(&mut header, |slots| {
            let mut keys = HashSet::new();
            for slot in slots.iter().rev() {
                let member = self.member_at(slot.offset, stamp.size)?;
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
        self.remember(&mut header)?;
        Ok(header)
    }

    /// The next member; where the file is torn it is closed behind the last whole one.
    fn next_member(&mut self, members: &mut Members<'_>, stamp: Stamp) -> StoreResult<Option<Member>> {
        match members.next() {
            Ok(member) => Ok(Some(member)),
            Err(Stop::Closed) => Ok(None),
            Err(Stop::Torn) if members.whole > 0 && stamp.size - members.whole <= NEAR_THE_END => {
                self.close(members.whole, stamp.size).map(|()| None)
            }
            Err(stop) => Err(self.broken_object(stop.reason())),
        }
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

    /// Why a file is no object that can be read.
    pub fn broken_object(&self, reason: &str) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            place: Place::Whole,
            reason: reason.to_owned(),
            remedy: "repair the file or remove it",
        }
    }

    fn key_of(&self, member: &Member) -> StoreResult<String> {
        member.key().map_err(|reason| self.broken_object(&reason))
    }

    fn member_at(&self, offset: u64, size: u64) -> StoreResult<Member> {
        Members::at(self.data()?, offset, size)
            .map_err(|stop| self.broken_object(&format!("no member begins at byte {offset}: {}", stop.reason())))
    }

    /// Every place at which a key stands, by place. The last one counts.
    pub fn occurrences(&self, header: &Header, key: &str) -> StoreResult<Vec<Occurrence>> {
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
    pub fn large_value(&self, header: &Header, key: &str) -> StoreResult<Option<Value>> {
        match self.occurrences(header, key)?.pop() {
            Some(last) => last.member.value().map(Some).map_err(|reason| self.broken_object(&reason)),
            None => Ok(None),
        }
    }

    /// Offers every key once, in order, with its value.
    pub fn each_member<E: From<StoreError>>(
        &self,
        header: &Header,
        each: &mut dyn FnMut(String, Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut members = Members::of(self.data()?, header.stamp.size);
        loop {
            let member = match members.next() {
                Ok(member) => member,
                Err(Stop::Closed) => return Ok(()),
                Err(stop) => return Err(self.broken_object(stop.reason()).into()),
            };
            let key = self.key_of(&member)?;
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
}

/// A member as `json.dumps(…, indent=2)` writes it, without the indent before it.
pub(super) fn member_text(key: &str, value: &Value) -> String {
    let object = Value::Object(Map::from_iter([(key.to_owned(), value.clone())]));
    let text = json::pretty(&object);
    text.strip_prefix("{\n  ").and_then(|text| text.strip_suffix("\n}")).unwrap_or_default().to_owned()
}
