//! Random edits and damage: what operations answer is what the reference makes of the file, or a clear error, and every byte
//! stays.

use std::collections::BTreeMap;

use pgs_rt::{Map, Value, json};

use crate::state_file::{FILE, bytes, edit_to, is_left, line, read, register, resolve, wallets, write};
use crate::support::Place;

/// What the reference makes of a registry: the live keys, or none if it can't be read.
fn registry_of(text: &[u8]) -> Option<BTreeMap<String, Map<String, Value>>> {
    let mut live = BTreeMap::new();
    for line in std::str::from_utf8(text).ok()?.split('\n').filter(|line| !line.trim().is_empty()) {
        let Ok(Value::Object(entry)) = json::parse(line) else { return None };
        let Some(key) = entry.get("key").and_then(Value::as_str).map(str::to_owned) else { continue };
        if entry.get("tombstone") == Some(&Value::Bool(true)) {
            live.remove(&key)
        } else {
            live.insert(key, entry)
        };
    }
    Some(live)
}

fn object_of(text: &[u8]) -> Option<Map<String, Value>> {
    match json::parse(std::str::from_utf8(text).ok()?) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// How many random cases: in a debug build fewer.
fn cases(all: usize) -> usize {
    if cfg!(debug_assertions) { all / 10 } else { all }
}

/// Somebody edits the file between any two operations, in an editor that replaces it or does not; some edits break it.
#[test]
fn random_edits_behind_the_index() {
    let random = &mut fastrand::Rng::with_seed(1);
    let mut place = Place::new();
    for n in 0..cases(1_000) {
        if n % 50 == 0 {
            place = Place::new();
            place.seed(FILE, &(0..40).map(|n| line(&format!("k{n:03}"))).collect::<String>());
        }
        let run = place.run();
        let before = bytes(&place);
        let mut text = before.clone();
        for _ in 0..random.usize(1..3) {
            random_edit(random, &mut text);
        }
        if random.bool() {
            edit_to(&place, &text);
        } else {
            place.replace(FILE, &text);
        }
        let key = format!("k{:03}", random.u32(..45));
        let model = registry_of(&text);
        let expected = match &model {
            None => ("BACKEND_ERROR", "BACKEND_ERROR"),
            Some(live) if live.contains_key(&key) => ("SUCCESS", "ALREADY_EXISTS"),
            Some(live) if live.values().any(|entry| entry.get("address").is_some_and(|it| *it == *key)) => continue,
            Some(_) => ("NOT_FOUND", "SUCCESS"),
        };
        let found = (resolve(&run, &key), register(&run, &key));
        assert_eq!((found.0.0, found.1.0), expected, "{key} in {}", String::from_utf8_lossy(&text));
        let after = bytes(&place);
        assert!(after.starts_with(&text), "something was changed");
        assert!(!place.has(".pgs/torn"), "something was cut off");
        match model {
            // Everything goes on from what it was.
            None => edit_to(&place, &before),
            Some(_) => assert_eq!(after.len() > text.len(), expected.1 == "SUCCESS"),
        }
    }
}

fn random_edit(random: &mut fastrand::Rng, text: &mut Vec<u8>) {
    if text.is_empty() {
        return;
    }
    let at = random.usize(..text.len());
    let line = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = text[line..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| line + end + 1);
    match random.u32(..8) {
        // Another key of the same length, which may be there already.
        0..=3 => {
            if let Some(key) = text[line..end].windows(9).position(|bytes| bytes.starts_with(b"\"key\": \"k")) {
                let key = line + key + 9;
                text[key..key + 3].copy_from_slice(format!("{:03}", random.u32(..45)).as_bytes());
            }
        }
        4 => drop(text.drain(line..end)),
        5 => {
            let again = text[line..end].to_vec();
            text.splice(line..line, again);
        }
        6 => text[at] = random.u8(..),
        _ => text.insert(at, b"{}[]\",\n\0 x"[random.usize(..10)]),
    }
}

/// Whatever is wrong with a file: the reference's answer or a clear error, and every byte stays.
#[test]
fn random_damage() {
    let random = &mut fastrand::Rng::with_seed(2);
    let large = wallets(150);
    let lines: String = (0..40).map(|n| line(&format!("k{n:03}"))).collect();
    for n in 0..cases(10_000) {
        let place = Place::new();
        let is_object = n % 2 == 0;
        place.seed(FILE, if is_object { &large } else { &lines });
        if random.bool() {
            let run = place.run();
            let done = if is_object { write(&run, "W_00007", 1.into()) } else { register(&run, "own") };
            assert_eq!(done.0, "SUCCESS");
        }
        let mut text = bytes(&place);
        random_damage_of(random, &mut text);
        if random.bool() {
            edit_to(&place, &text);
        } else {
            place.replace(FILE, &text);
        }
        let run = place.run();
        let expected = if is_object {
            let key = format!("W_{:05}", random.u32(..160));
            let (status, value, reason) = read(&run, &key);
            let object = object_of(&text);
            let expected = match &object {
                None => "BACKEND_ERROR",
                Some(object) if object.contains_key(&key) => "SUCCESS",
                Some(_) => "NOT_FOUND",
            };
            assert_eq!(status, expected, "{key}: {reason}, {:?} in {}", run.notes(), String::from_utf8_lossy(&text));
            assert_eq!(value, object.and_then(|object| object.get(&key).cloned()));
            (expected, reason)
        } else {
            let key = format!("k{:03}", random.u32(..45));
            let (status, reason) = resolve(&run, &key);
            let expected = match registry_of(&text) {
                None => "BACKEND_ERROR",
                Some(live) if live.contains_key(&key) => "SUCCESS",
                Some(_) => "NOT_FOUND",
            };
            // Nobody has ever written zeros that reach the end of a file: they may be cut off.
            if status != expected && text.last() == Some(&0) {
                continue;
            }
            assert_eq!(status, expected, "{key}: {reason} in {}", String::from_utf8_lossy(&text));
            (expected, reason)
        };
        if expected.0 == "BACKEND_ERROR" {
            assert!(expected.1.contains(FILE) && expected.1.contains("line "), "{}", expected.1);
        }
        is_left(&place, &text);
    }
}

fn random_damage_of(random: &mut fastrand::Rng, text: &mut Vec<u8>) {
    let at = random.usize(..text.len());
    let to = (at + random.usize(1..600)).min(text.len());
    match random.u32(..7) {
        0 => text.truncate(at.max(1)),
        1 => text[at..to].fill(0),
        2 => drop(text.drain(at..to)),
        3 => text[at] = random.u8(..),
        4 => text.insert(at, b"{}[]\",\n\0 x"[random.usize(..10)]),
        5 => text.extend_from_slice(&b"}\n{\"key\":1}\0\0"[..random.usize(1..13)]),
        _ => {
            let part = text[at..to].to_vec();
            let at = random.usize(..text.len());
            text.splice(at..at, part);
        }
    }
}
