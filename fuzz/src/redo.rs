//! The record of a change in the middle of a state file, with the right digest: whoever finds one does what it says, or
//! refuses it. An input is the size that the file is to have, and pieces of text with their places.

use std::fs;
use std::iter;
use std::os::unix::fs::MetadataExt as _;

use pgs_value::json;
use sha2::{Digest as _, Sha256};

use crate::place::{FILE, Place};

/// Opens state beside which the record lies that the input says.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let members: Vec<String> =
        (0..200).map(|n| format!("\"K{n}\":{{\"balance\":{n},\"note\":\"{}\"}}", "x".repeat(80))).collect();
    let place = Place::with(format!("{{{}}}", members.join(",")).as_bytes());
    let inode = fs::metadata(place.path(FILE)).unwrap().ino();
    // A change makes the folders.
    let mut session = place.session();
    session.put(FILE, "OWN", json::parse("1").unwrap()).unwrap();
    session.commit().unwrap();
    drop(session);
    let name = name(&place);
    let text = place.bytes(FILE).unwrap_or_default();
    let (raw, data) = data.split_first().map_or((true, data), |(first, rest)| (first % 4 == 3, rest));
    let record = if raw { data.to_vec() } else { record(inode, &text, data) };
    place.write(&name, &record);
    // Whoever finds no index looks for a record.
    fs::remove_file(place.path(&name.replace("/redo/", "/index/"))).unwrap();
    let before = place.bytes(FILE);
    let _ = place.session().get(FILE, "K7");
    let _ = place.session().list(FILE);
    let mut session = place.session();
    let put = session.put(FILE, "OWN", json::parse("2").unwrap());
    let committed = session.commit();
    drop(session);
    if raw {
        // Nobody follows what is not whole.
        assert!(put.is_ok() && committed.is_ok(), "{put:?} {committed:?}");
        assert_ne!(before, place.bytes(FILE));
    }
    if put.is_ok() && committed.is_ok() {
        let found = place.session().get(FILE, "OWN");
        assert_eq!(found.unwrap(), Some(json::parse("2").unwrap()));
    }
}

fn name(place: &Place) -> String {
    let folder = fs::read_dir(place.path(".pgs/index")).unwrap();
    let name = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).next().unwrap();
    format!(".pgs/redo/{name}")
}

/// A record as the store writes it, for pieces that each begin with a place and a length: what stands there
/// before is as in the file.
fn record(inode: u64, text: &[u8], data: &[u8]) -> Vec<u8> {
    let mut rest = data;
    let mut take = |count: usize| {
        let (taken, left) = rest.split_at(count.min(rest.len()));
        rest = left;
        taken.to_vec()
    };
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
    let wide = take(1).first().is_some_and(|it| it % 4 == 0);
    let width = if wide { 8 } else { 2 };
    let size = word(&take(width));
    let mut pieces = Vec::new();
    loop {
        let (place, length) = (take(width), take(1));
        let Some(length) = length.first() else { break };
        pieces.push((word(&place), take(usize::from(*length))));
    }
    // What the file has at a place, and what is cut off.
    let part = |from: u64, to: u64| {
        let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
        (from, text[index(from)..index(to.max(from))].to_vec())
    };
    let before = text.len() as u64;
    let olds = pieces.iter().map(|(place, piece)| part(*place, place.saturating_add(piece.len() as u64)));
    let writes: Vec<_> = olds.chain(iter::once(part(size, before)).filter(|_| size < before)).collect();
    let writes: Vec<_> = pieces.iter().chain(&writes).collect();
    let mut bytes = Vec::new();
    bytes.extend(u64::from_be_bytes(*b"PGSREDO2").to_le_bytes());
    for word in [0, 0, inode, size, before, pieces.len() as u64] {
        bytes.extend(word.to_le_bytes());
    }
    let texts: usize = writes.iter().map(|(_, text)| 16 + text.len()).sum();
    bytes.extend(((bytes.len() + 8 + texts + 32) as u64).to_le_bytes());
    for (place, text) in writes {
        bytes.extend(place.to_le_bytes());
        bytes.extend((text.len() as u64).to_le_bytes());
        bytes.extend(text);
    }
    let digest = Sha256::digest(&bytes);
    bytes.extend(digest);
    bytes
}
