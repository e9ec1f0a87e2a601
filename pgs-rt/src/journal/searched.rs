//! What a run hides because it has looked for its secrets in it: keys of objects, and parts of sentences. A replay, which does
//! not know the secrets, has words of the protocol there, or what a transform made.

use pgs_value::{Map, Value};

use pgs_trace::event::{KEY_LISTS, SENTENCES};
use pgs_trace::{SUPPRESSED, Side, hidden};

use super::agree::{same, texts_agree};

/// Whether both are the same but for what was hidden in this way; in sentences where `sentences` says so.
pub(super) fn same_but_for_searched(recorded: &Side, replayed: &Side, sentences: bool) -> bool {
    let (shown, mut masked) = (recorded.clone().without_marks(), replayed.clone().without_marks());
    for (key, now) in &mut masked.detail {
        let Some(before) = shown.detail.get(key) else { continue };
        match (now, before) {
            (Value::Array(now), Value::Array(before)) if KEY_LISTS.contains(&key.as_str()) => hide_keys(now, before),
            (Value::String(now), Value::String(before)) if SENTENCES.contains(&key.as_str()) => {
                if sentences && texts_agree(now, before) {
                    now.clone_from(before);
                }
            }
            (now, before) => rename(now, before),
        }
    }
    same(&shown, &masked) && marks_agree(recorded, replayed, sentences)
}

/// Hides what is not in a list of keys before, of which some are hidden.
fn hide_keys(now: &mut Vec<Value>, before: &[Value]) {
    let hidden = Value::from(hidden());
    if before.contains(&hidden) {
        let shown = std::mem::take(now).into_iter().map(|key| if before.contains(&key) { key } else { hidden.clone() });
        for key in shown {
            if key != hidden || !now.contains(&key) {
                now.push(key);
            }
        }
    }
}

/// The same for the keys of all objects in a value.
fn rename(now: &mut Value, before: &Value) {
    match (now, before) {
        (Value::Object(now), Value::Object(before)) => {
            if before.contains_key(hidden()) {
                let mut renamed = Map::new();
                for (key, value) in std::mem::take(now) {
                    if before.contains_key(&key) {
                        renamed.insert(key, value);
                    } else {
                        renamed.insert(hidden().to_owned(), Value::from(hidden()));
                    }
                }
                *now = renamed;
            }
            for (key, now) in now {
                before.get(key).iter().for_each(|before| rename(now, before));
            }
        }
        (Value::Array(now), Value::Array(before)) => {
            now.iter_mut().zip(before).for_each(|(now, before)| rename(now, before));
        }
        _ => {}
    }
}

/// Whether both say of the same values that they are hidden, but for those that are found by looking for secrets.
fn marks_agree(recorded: &Side, replayed: &Side, sentences: bool) -> bool {
    let (before, now): (Vec<&str>, Vec<&str>) = (recorded.marks().collect(), replayed.marks().collect());
    let detail = Value::Object(recorded.detail.clone());
    let is_list = |mark: &str| mark.split('/').nth(1).is_some_and(|key| KEY_LISTS.contains(&key));
    let is_key = |mark: &str| mark.rsplit('/').next() == Some(SUPPRESSED);
    let is_sentence = |mark: &str| sentences && SENTENCES.iter().any(|key| mark.strip_prefix('/') == Some(key));
    let is_found = |mark: &&str| now.contains(mark) || is_list(mark) || is_key(mark) || is_sentence(mark);
    // What stands below a key that is hidden is no more there.
    let was_there = |mark: &&str| before.contains(mark) || is_list(mark) || detail.pointer(mark).is_none();
    before.iter().all(is_found) && now.iter().all(was_there)
}
