//! A state file of one JSON object, small or large (the rest of a large one is made here). What was put is found, and all
//! else is what it was.

use pgs_store::Object;
use pgs_value::{Value, json};

use crate::place::{FILE, Place};

/// Reads the input as a state file.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    look(data);
    // The same as the head of a file that is too large to be written anew for each change.
    if let Some(open) = data.iter().rposition(|byte| *byte == b'}') {
        let mut large = data[..open].to_vec();
        let rest =
            (0..200).map(|n| format!(",\n  \"L{n:04}\": {{\"balance\": {n}, \"note\": \"{}\"}}", "x".repeat(80)));
        large.extend(rest.collect::<String>().trim_start_matches(if is_empty(&large) { "," } else { "" }).bytes());
        large.extend(&data[open..]);
        look(&large);
    }
}

fn is_empty(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b'{')
}

fn look(data: &[u8]) {
    let place = Place::with(data);
    let expected = std::str::from_utf8(data).ok().and_then(|text| json::parse(text).ok()?.as_object().cloned());
    let mut session = place.session();
    let listed = session.list(FILE).ok();
    let one = session.get(FILE, "W1").ok();
    if let Some(expected) = &expected {
        assert_eq!(listed.as_ref(), Some(expected), "listed");
        assert_eq!(one.as_ref(), Some(&expected.get("W1").cloned()), "got");
        assert_eq!(place.bytes(FILE).as_deref(), Some(data), "reading changed the file");
    }
    drop(session);
    let before = place.session().list(FILE).ok();
    let mut session = place.session();
    let done = session.put(FILE, "NEW", json::parse("[1.50, 123456789012345678901234567890]").unwrap());
    let committed = session.commit();
    drop(session);
    let after = place.session().list(FILE).ok();
    if done.is_ok() && committed.is_ok() {
        let mut wanted: Object = before.unwrap();
        wanted.insert("NEW".to_owned(), json::parse("[1.5, 123456789012345678901234567890]").unwrap());
        let (after, wanted) = (Value::Object(after.unwrap()), Value::Object(wanted));
        assert_eq!(json::canonical(&after), json::canonical(&wanted), "what was put");
        assert_eq!(
            place.session().remove(FILE, &["NEW".to_owned(), "W1".to_owned()]).unwrap(),
            1 + usize::from(wanted.get("W1").is_some())
        );
    } else if expected.is_some() {
        panic!("a whole object can't be changed: {done:?} {committed:?}");
    }
}
