//! A state file of lines: a registry, or a log. Whoever looks with an index finds what whoever looks first found, nothing
//! that is read changes, and what is added is found.

use pgs_store::Object;
use pgs_value::{Value, json};

use crate::place::{FILE, Place};

/// Reads the input as a state file of lines.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    registry(data);
    log(data);
}

fn registry(data: &[u8]) {
    let place = Place::with(data);
    let first = found(&place);
    // Nobody has ever written zeros that reach the end of a file, or half a line: they may be cut off.
    let torn = data.last().is_some_and(|last| *last != b'\n');
    if !torn {
        assert_eq!(place.bytes(FILE).as_deref(), Some(data), "reading changed the file");
        assert_eq!(found(&place), first, "found otherwise with the index");
    }
    let mut session = place.session();
    let entry =
        Object::from_iter([("key".to_owned(), Value::from("NEW")), ("n".to_owned(), json::parse("1e3").unwrap())]);
    let done = session.register(FILE, "NEW", &mut || Ok(entry.clone()));
    let committed = session.commit();
    drop(session);
    if done.is_ok_and(|is_new| is_new) && committed.is_ok() {
        let found = place.session().find(FILE, "NEW").unwrap();
        assert_eq!(found, Some(entry), "what was registered");
    }
}

type Found = (Option<Option<Object>>, Option<Option<Object>>, Option<u64>);

/// What the first key, its address, and the count find; none for an error.
fn found(place: &Place) -> Found {
    let mut session = place.session();
    (session.find(FILE, "K1").ok(), session.find(FILE, "ADDR_2").ok(), session.count(FILE).ok())
}

fn log(data: &[u8]) {
    let place = Place::with(data);
    let read = || place.session().entries(FILE, &|_| true).ok();
    let first = read();
    if data.last().is_none_or(|last| *last == b'\n') {
        assert_eq!(place.bytes(FILE).as_deref(), Some(data), "reading changed the file");
        assert_eq!(read(), first);
    }
    let mut number = None;
    let mut session = place.session();
    let done = session.append(FILE, &mut |before| {
        number = Some(before);
        Ok(Object::from_iter([("sequence_number".to_owned(), Value::from(before))]))
    });
    let committed = session.commit();
    drop(session);
    if done.is_ok() && committed.is_ok() {
        assert_eq!(read().unwrap().last().unwrap().get("sequence_number"), number.map(Value::from).as_ref());
    }
}
