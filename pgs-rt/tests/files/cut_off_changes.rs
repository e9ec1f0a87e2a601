//! The record of a change in the middle of a large object, which a kill has left: it is followed where the file is as that
//! change can have left it, and nowhere else.

use std::fs;
use std::path::PathBuf;

use pgs_rt::store::Location;
use pgs_rt::store::mutable_json::{self, DeleteMany, Keyed, Write};
use pgs_rt::{Field, Value};

use crate::support::{Place, step};

const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "records.json"));

/// What a record begins with.
const MAGIC: u64 = u64::from_be_bytes(*b"PGSREDO2");

/// A change that was made, and what it has left.
struct Case {
    place: Place,
    before: Vec<u8>,
    after: Vec<u8>,
    record: Vec<u8>,
}

impl Case {
    /// Keys taken away from a large object: some in its middle, and, if `last`, the last ones.
    fn new(last: bool) -> Self {
        let place = Place::new();
        let run = place.run();
        for n in 0..100 {
            let call = Write { key: Field::Is(format!("k{n}")), value: Field::Is(Value::from("v".repeat(400))) };
            assert_eq!(mutable_json::write(&step(&run), &RECORDS, call).unwrap().reason, None);
        }
        let before = fs::read(place.data_root().join("records.json")).unwrap();
        let last = if last { 97..100 } else { 0..0 };
        let keys = (10..13).chain([40]).chain(last).map(|n| Value::from(format!("k{n}").as_str())).collect();
        let done = mutable_json::delete_many(&step(&run), &RECORDS, DeleteMany { keys: Field::Is(keys) }).unwrap();
        assert_eq!(done.reason, None);
        let after = fs::read(place.data_root().join("records.json")).unwrap();
        // Only its beginning is taken away from a record that was followed.
        let mut record = fs::read(place.data_root().join(".pgs/redo/records.json")).unwrap();
        record[..8].copy_from_slice(&MAGIC.to_le_bytes());
        Self { place, before, after, record }
    }

    fn file(&self) -> PathBuf {
        self.place.data_root().join("records.json")
    }

    /// The file as it is, beside the record, without an index: as a process leaves it that is killed. The file that a READ
    /// leaves, the status, and the notes.
    fn read(&self, text: &[u8]) -> (Vec<u8>, String, Vec<String>) {
        fs::write(self.file(), text).unwrap();
        fs::write(self.place.data_root().join(".pgs/redo/records.json"), &self.record).unwrap();
        fs::remove_dir_all(self.place.data_root().join(".pgs/index")).unwrap();
        let run = self.place.run();
        let read = mutable_json::read(&step(&run), &RECORDS, Keyed { key: "k50".into() }).unwrap();
        (fs::read(self.file()).unwrap(), read.status.as_str().to_owned(), run.notes())
    }

    /// The records and texts below `.pgs/torn`.
    fn kept(&self) -> Vec<Vec<u8>> {
        let folder = fs::read_dir(self.place.data_root().join(".pgs/torn"));
        folder.into_iter().flatten().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
    }
}

/// Where the file changes first.
fn first_difference(case: &Case) -> usize {
    case.before.iter().zip(&case.after).position(|(before, after)| before != after).unwrap()
}

#[test]
fn a_change_is_finished_from_everything_that_it_can_leave() {
    for last in [false, true] {
        let case = Case::new(last);
        let at = first_difference(&case);
        // Written up to some byte; or one block of the disk, and not those before it.
        let mut states = vec![case.before.clone(), case.after.clone()];
        for written in [at + 1, at + 100, at + 700, case.after.len() - 1] {
            states.push([&case.after[..written], &case.before[written..]].concat());
        }
        let block = (at / 512 + 1) * 512;
        states.push([&case.before[..block], &case.after[block..block + 512], &case.before[block + 512..]].concat());
        if last {
            // All is written, and nothing cut off; or a part.
            states.push([&case.after[..], &case.before[case.after.len()..]].concat());
            states.push([&case.after[..], &case.before[case.after.len()..case.after.len() + 100]].concat());
        }
        for state in states {
            let (text, found, notes) = case.read(&state);
            assert_eq!((text == case.after, found.as_str()), (true, "SUCCESS"), "{notes:?}");
            assert!(notes[0].contains("finished a change"), "{notes:?}");
        }
        assert!(case.kept().is_empty());
    }
}

/// Somebody has put a copy back, or has edited the file, in place: it counts as it is.
#[test]
fn what_stands_there_by_then_is_not_written_over() {
    for last in [false, true] {
        let case = Case::new(last);
        let at = first_difference(&case);
        let mut longer = case.before.clone();
        longer.splice(1..1, b"\n  \"note\": \"by hand\",".iter().copied());
        let mut edited = case.before.clone();
        edited[at + 20] = b'w';
        let end = 30_000 + case.before[30_000..].windows(2).position(|bytes| bytes == b",\n").unwrap();
        let shorter = [&case.before[..end], b"\n}".as_slice()].concat();
        // Damage stays, too.
        let broken = [&case.before[..at], b"}".as_slice(), &case.before[at + 1..]].concat();
        for (n, (state, status)) in
            [(longer, "SUCCESS"), (edited, "SUCCESS"), (shorter, "SUCCESS"), (broken, "BACKEND_ERROR")]
                .into_iter()
                .enumerate()
        {
            let (text, found, notes) = case.read(&state);
            assert_eq!((text == state, found.as_str()), (true, status), "state {n}: {notes:?}");
            assert!(notes[0].contains("it counts as it is"), "state {n}: {notes:?}");
            assert_eq!(case.kept().len(), n + 1);
        }
        assert!(case.kept().iter().all(|kept| kept.starts_with(&MAGIC.to_le_bytes())));
    }
}
