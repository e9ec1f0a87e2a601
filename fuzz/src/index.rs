//! The index of a state file: whatever it says, answers are those of the file, or errors. An input is a list of changes
//! to a whole index, of three bytes each: where (two bytes), and what.
//!
//! An even first byte lets the sums of head and blocks be made anew, as by somebody who knows how.

use std::cell::OnceCell;

use pgs_value::{Value, json};

use crate::place::{FILE, Place};

const KEYS: usize = 60;

thread_local! {
    static PLACES: OnceCell<[Indexed; 3]> = const { OnceCell::new() };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Registry,
    Log,
    Object,
}

/// A state file with its index.
struct Indexed {
    form: Form,
    place: Place,
    file: Vec<u8>,
    path: String,
    index: Vec<u8>,
}

impl Indexed {
    fn new(form: Form) -> Self {
        let lines = |line: &dyn Fn(usize) -> String| (0..KEYS).map(line).collect::<String>();
        let text = match form {
            Form::Registry => lines(&|n| format!("{{\"key\":\"K{n}\",\"address\":\"ADDR_{n}\"}}\n")),
            Form::Log => lines(&|n| format!("{{\"sequence_number\":{n},\"stream_id\":\"s\"}}\n")),
            Form::Object => {
                let members: Vec<String> = (0..4 * KEYS)
                    .map(|n| format!("\"K{n}\":{{\"balance\":{n},\"note\":\"{}\"}}", "x".repeat(80)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        };
        let place = Place::with(text.as_bytes());
        let mut it = Self { form, place, file: Vec::new(), path: String::new(), index: Vec::new() };
        // A first change makes the index.
        it.change();
        it.file = it.place.bytes(FILE).unwrap();
        it.keep_index();
        it
    }

    fn keep_index(&mut self) {
        let _ = self.answers();
        let folder = std::fs::read_dir(self.place.path(".pgs/index")).unwrap();
        let name = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).next().unwrap();
        self.path = format!(".pgs/index/{name}");
        self.index = self.place.bytes(&self.path).unwrap();
    }

    fn change(&self) {
        let mut session = self.place.session();
        match self.form {
            Form::Registry => {
                let entry = || Ok(pgs_store::Object::from_iter([("key".to_owned(), Value::from("OWN"))]));
                session.register(FILE, "OWN", &mut { entry }).map(drop)
            }
            Form::Log => session.append(FILE, &mut |_| Ok(pgs_store::Object::new())),
            Form::Object => session.put(FILE, "OWN", json::parse("1").unwrap()),
        }
        .unwrap();
        session.commit().unwrap();
    }

    /// What a few questions find; none for an error.
    fn answers(&self) -> Vec<Option<Value>> {
        let mut session = self.place.session();
        let object = |it: Option<pgs_store::Object>| it.map_or(Value::Null, Value::Object);
        match self.form {
            Form::Registry => vec![
                session.find(FILE, "K7").ok().map(object),
                session.find(FILE, "ADDR_59").ok().map(object),
                session.find(FILE, "NONE").ok().map(object),
                session.count(FILE).ok().map(Value::from),
            ],
            Form::Log => {
                vec![session.entries(FILE, &|_| true).ok().map(|it| it.into_iter().map(Value::Object).collect())]
            }
            Form::Object => vec![
                session.get(FILE, "K7").ok().map(Option::unwrap_or_default),
                session.get(FILE, "OWN").ok().map(Option::unwrap_or_default),
                session.get(FILE, "NONE").ok().map(Option::unwrap_or_default),
            ],
        }
    }
}

/// Reads state with an index that the input has changed.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Some((first, edits)) = data.split_first() else { return };
    PLACES.with(|places| {
        let places = places.get_or_init(|| [Form::Registry, Form::Log, Form::Object].map(Indexed::new));
        for it in places {
            let wanted = it.answers();
            let mut index = it.place.bytes(&it.path).unwrap();
            for edit in edits.chunks_exact(3) {
                let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % index.len();
                index[at] = edit[2];
            }
            if first.is_multiple_of(2) {
                seal(&mut index);
            }
            it.place.write(&it.path, &index);
            let found = it.answers();
            if !first.is_multiple_of(2) {
                for (found, wanted) in found.iter().zip(&wanted) {
                    assert!(found.is_none() || found == wanted, "{:?}: {found:?}, not {wanted:?}", it.form);
                }
            }
            assert_eq!(it.place.bytes(FILE).as_ref(), Some(&it.file), "{:?}: reading changed the file", it.form);
            it.place.write(&it.path, &it.index);
        }
    });
}

/// Makes the sum of the head anew.
fn seal(index: &mut [u8]) {
    const CHECK: usize = 17 * 8;
    if index.len() >= CHECK + 8 {
        let sum = u64::from(crc32fast::hash(&index[..CHECK]));
        index[CHECK..CHECK + 8].copy_from_slice(&sum.to_le_bytes());
    }
}
