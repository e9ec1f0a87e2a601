//! Whether a run that was repeated agrees with its recording.
//!
//! Compared is what follows from protocol, payload and state. What may differ the first line of the trace says; besides, that
//! a result was taken from a recording is no difference.

use pgs_value::{Map, Value};

use crate::recording::Recording;

/// How a repeated run compares with its recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They agree in all that is compared.
    Reproduced {
        /// How many lines that is, the first one among them.
        events: usize,
    },
    /// They differ.
    Diverged {
        /// The first line that differs, or is of only one of them, counted from 0, the first line.
        event: usize,
    },
}

/// Compares a repeated run with its recording.
pub fn agree(recording: &Recording, repeated: &Recording) -> Agreement {
    let both = [recording, repeated].map(determinative);
    let [of_recording, of_repeated] = &both;
    let same = of_recording.iter().zip(of_repeated).take_while(|(left, right)| left == right).count();
    if same == of_recording.len() && same == of_repeated.len() {
        Agreement::Reproduced { events: same }
    } else {
        Agreement::Diverged { event: same }
    }
}

/// The lines of a trace, its first one among them, without what its first line says may differ, and without whether a result was
/// taken from a recording.
pub fn determinative(recording: &Recording) -> Vec<Map<String, Value>> {
    let header = recording.header();
    let words = |key| -> Vec<&str> {
        let words = header.get(key).and_then(Value::as_array);
        words.into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let (fields, keys) = (words("observational"), words("observational_keys"));
    let events = recording.lines().iter().map(|line| {
        let mut event = line.clone();
        event.retain(|key, _| !fields.contains(&key.as_str()));
        strip(&mut event, &keys);
        if event.get("event_type").is_some_and(|event_type| *event_type == "CT_STEP")
            && let Some(Value::Object(detail)) = event.get_mut("detail")
        {
            detail.shift_remove("replayed");
        }
        event
    });
    std::iter::once(header.clone()).chain(events).collect()
}

/// Removes these keys at any depth.
fn strip(object: &mut Map<String, Value>, keys: &[&str]) {
    object.retain(|key, _| !keys.contains(&key.as_str()));
    object.values_mut().for_each(|value| strip_value(value, keys));
}

fn strip_value(value: &mut Value, keys: &[&str]) {
    match value {
        Value::Object(object) => strip(object, keys),
        Value::Array(items) => items.iter_mut().for_each(|item| strip_value(item, keys)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
