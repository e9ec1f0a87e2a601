//! What is done to a large object file: members added, moved and removed, the whole written anew.

use std::io::Write as _;

use pgs_value::Value;

use super::change::Change;
use super::file::some_bytes;
use super::header::Header;
use super::index::{IndexResult, Slot, Tag};
use super::large_object::{Occurrence, member_text};
use super::replace::replace;
use super::store_file::StoreFile;
use crate::backend::Object;
use crate::error::{StoreError, StoreResult};

impl StoreFile {
    /// Sets the value at a key.
    pub fn put_large(
        &mut self,
        mut header: Header,
        mut there: Vec<Occurrence>,
        key: &str,
        value: Value,
    ) -> StoreResult<()> {
        if header.slack > header.stamp.size / 2 {
            self.rewrite(header, &mut |_, _| Ok(()))?;
            return self.put(key, value);
        }
        match there.len() {
            0 => self.add_member(header, key, value),
            1 => {
                header.slack += there[0].member.length();
                header.count -= 1;
                self.add_member(header, key, value)
            }
            // The first place keeps the key's place in the order; the last one gives way.
            _ => self.move_last(header, there.pop(), &member_text(key, &value)),
        }
    }

    /// Takes a member away and adds it again at the end, in one change.
    fn move_last(&mut self, mut header: Header, last: Option<Occurrence>, text: &str) -> StoreResult<()> {
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
    fn add_member(&mut self, mut header: Header, key: &str, value: Value) -> StoreResult<()> {
        let (added, at) = self.added(header.end, &member_text(key, &value))?;
        if header.end + (added.len() as u64) < header.stamp.size {
            // So much white space at the end is not ours.
            self.rewrite(header, &mut |_, _| Ok(()))?;
            return self.put(key, value);
        }
        let before = self.bytes(header.end, header.stamp.size)?;
        self.begin_own_writes(&mut header, None)?;
        if let Err(reason) = self.write_at(&added, header.end) {
            // Should this fail too, the file is closed when it is looked at next.
            let _ = self.write_at(&before, header.end);
            let _ = self.cut_back(header.stamp.size);
            return Err(reason);
        }
        header.end += added.len() as u64 - 2;
        header.count += 1;
        let slot = Slot { hash: Slot::hash_of(Tag::Key, key), tag: Tag::Key, offset: at };
        if self.index()?.add(&mut header, slot).is_ok() {
            self.changed(&mut header);
        }
        Ok(())
    }

    /// What is written at the end of the members to add one, with the closing brace; and where its key is then.
    fn added(&self, end: u64, text: &str) -> StoreResult<(Vec<u8>, u64)> {
        let comma = if self.bytes(end.saturating_sub(1), end)? == b"{" { "" } else { "," };
        Ok((format!("{comma}\n  {text}\n}}").into_bytes(), end + comma.len() as u64 + 3))
    }

    /// Removes keys, of each the members that are there; of how many keys there were some.
    pub fn remove_large(&mut self, mut header: Header, there: Vec<Vec<Occurrence>>) -> StoreResult<usize> {
        let count = there.iter().filter(|members| !members.is_empty()).count() as u64;
        let removed: Vec<Occurrence> = there.into_iter().flatten().collect();
        if removed.is_empty() {
            return Ok(0);
        }
        let (change, end) = self.removal(&header, &removed)?;
        let spans: u64 = removed.iter().map(|it| it.member.length()).sum();
        header.slack = (header.slack + spans).saturating_sub(header.end - end);
        self.in_place(header, &change, end, &removed, None, count)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// The change that removes members, and where the members end after it.
    ///
    /// One in the middle becomes white space, with the comma behind it. After the last one that stays, the object is
    /// closed.
    fn removal(&self, header: &Header, removed: &[Occurrence]) -> StoreResult<(Change, u64)> {
        let mut spans: Vec<(u64, u64)> = removed.iter().map(|it| (it.slot.offset, it.member.end)).collect();
        spans.sort_unstable();
        let mut end = header.end;
        let mut writes = Vec::new();
        for (from, to) in spans.into_iter().rev() {
            if to == end {
                end = self.end_before(from)?;
            } else {
                let comma = self.comma_after(to)?;
                let length = usize::try_from(comma + 1 - from).unwrap_or(usize::MAX);
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
    fn end_before(&self, member: u64) -> StoreResult<u64> {
        let (byte, at) = self.last_text_before(member)?;
        if byte == b'{' { Ok(at + 1) } else { self.last_text_before(at).map(|(_, at)| at + 1) }
    }

    /// The last byte before `end` that is no white space, and where it is.
    fn last_text_before(&self, end: u64) -> StoreResult<(u8, u64)> {
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

    fn comma_after(&self, end: u64) -> StoreResult<u64> {
        let mut window = [0; 64];
        let mut from = end;
        loop {
            let read = some_bytes(self.data()?, from, &mut window)
                .map_err(|error| StoreError::io("read", &self.path, &error))?;
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
    ) -> StoreResult<()> {
        self.confirm_less(&header, end)?;
        self.begin_own_writes(&mut header, None)?;
        // Nobody reads by the index while the file is changed. After an error it is built anew.
        header.version |= 1;
        header.whole = 0;
        self.index()?.write_header(&header)?;
        if !self.change_in_place(change)? {
            return Ok(());
        }
        header.end = end;
        header.count -= fewer;
        let indexed = self.index_removal(&mut header, gone, new);
        if indexed.is_ok() {
            self.changed(&mut header);
        }
        Ok(())
    }

    fn index_removal(&mut self, header: &mut Header, gone: &[Occurrence], new: Option<Slot>) -> IndexResult<()> {
        for it in gone {
            let gone = Slot { tag: Tag::Gone, ..it.slot };
            self.index()?.set(header, it.position, gone)?;
        }
        new.map_or(Ok(()), |slot| self.index()?.add(header, slot))
    }

    /// The keys of the members that a change would change.
    pub fn changed_members(
        &self,
        header: &Header,
        change: &mut dyn FnMut(&str, &mut Object) -> bool,
    ) -> IndexResult<Vec<String>> {
        let mut changed = Vec::new();
        self.each_member(header, &mut |key, mut value| -> IndexResult<()> {
            if let Value::Object(record) = &mut value
                && change(&key, record)
            {
                changed.push(key);
            }
            Ok(())
        })?;
        Ok(changed)
    }

    /// Changes them.
    pub fn change_members(
        &mut self,
        header: Header,
        change: &mut dyn FnMut(&str, &mut Object) -> bool,
    ) -> StoreResult<()> {
        self.rewrite(header, &mut |key, value| {
            if let Value::Object(record) = value {
                change(key, record);
            }
            Ok(())
        })
    }

    /// Writes the file anew, without slack, each value as `change` leaves it.
    fn rewrite(
        &mut self,
        header: Header,
        change: &mut dyn FnMut(&str, &mut Value) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let written = replace(&self.path, self.durability, |out| {
            let mut separator = "{\n  ";
            self.each_member(&header, &mut |key, mut value| {
                change(&key, &mut value)?;
                let written = write!(out, "{separator}{}", member_text(&key, &value));
                separator = ",\n  ";
                written
            })?;
            out.write_all(if separator == "{\n  " { b"{}" } else { b"\n}" })
        });
        written.map_err(|error| StoreError::io("replace", &self.path, &error))?;
        self.replaced(header.version);
        Ok(())
    }
}
