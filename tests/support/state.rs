//! The state files below a data root, as the capabilities' specification describes them.

use std::collections::BTreeMap;
use std::path::Path;

use pgs_value::{Map, Value};

/// A file with one JSON object a line.
pub fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| pgs_value::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

/// The live entries of a registry: the last line of a key wins, a tombstone removes.
pub fn registry(path: &Path) -> BTreeMap<String, Value> {
    let mut live = BTreeMap::new();
    for entry in lines(path) {
        let key = entry["key"].as_str().unwrap().to_owned();
        if entry["tombstone"] == true {
            live.remove(&key)
        } else {
            live.insert(key, entry)
        };
    }
    live
}

/// The records of a mutable store.
pub fn records(path: &Path) -> Map<String, Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    pgs_value::from_str(&text).unwrap()
}

/// The entries of a journal, checked to be numbered 1, 2, 3, … in the order of the lines.
pub fn journal(path: &Path) -> Vec<Value> {
    let entries = lines(path);
    for (n, entry) in entries.iter().enumerate() {
        let keys: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["record_id", "sequence_number", "timestamp", "actor_id", "stream_id", "record"]);
        assert_eq!(entry["sequence_number"], n + 1, "{} has a gap or a twin", path.display());
        let id = format!("{}_{n:06}", entry["timestamp"].as_str().unwrap());
        assert_eq!(entry["record_id"], *id);
    }
    entries
}

/// The event codes of a journal.
pub fn events(path: &Path) -> Vec<String> {
    journal(path).iter().map(|entry| entry["record"]["event_code"].as_str().unwrap().to_owned()).collect()
}

/// Whether a text is a UTC time of these days, RFC 3339 with milliseconds and `Z`: what `{{timestamp}}` stands for.
pub fn is_timestamp(value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00.000Z" && text > "2026"
}
