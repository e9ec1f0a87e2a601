//! What a document says, key by key.
//!
//! ```text
//! fields  the keys of an object, each taken once; what is left is unknown
//! step    a step, and what is expected of it
//! ```
//!
//! A document is one scenario (it has `steps`), a list of them, or an object with `scenarios` whose other keys hold for each
//! of these that does not say otherwise.

mod fields;
mod step;

use pgs_rt::{Admission, Map, Timestamp, Value};

use self::fields::Fields;
pub use self::fields::Wrong;
use self::step::Defaults;
use crate::scenario::{Scenario, StoreAfter, TraceOrder};

/// A scenario of a document, and where it stands, as a JSON pointer.
pub type Read = (String, Scenario);

/// The platforms whose scenarios are run.
const PLATFORM: &str = "pgs";

/// The scenarios of a document; one without a name has this one. What can't be read is in `wrong`.
pub fn scenarios(document: Value, name: &str, wrong: &mut Vec<Wrong>) -> Vec<Read> {
    let defaults = Defaults::default();
    match document {
        Value::Array(list) => several(list, "", name, &defaults, wrong),
        Value::Object(mut object) if object.contains_key("scenarios") => {
            let list = object.shift_remove("scenarios").unwrap_or_default();
            let mut fields = Fields::new(object, String::new(), wrong);
            let defaults = Defaults::of(&mut fields, &defaults);
            fields.ends();
            match list {
                Value::Array(list) => several(list, "/scenarios", name, &defaults, wrong),
                _ => {
                    wrong.push(Wrong::new("/scenarios", "`scenarios` is no list"));
                    Vec::new()
                }
            }
        }
        Value::Object(object) => {
            let scenario = scenario(Fields::new(object, String::new(), wrong), name, &defaults);
            scenario.map(|scenario| (String::new(), scenario)).into_iter().collect()
        }
        _ => {
            wrong.push(Wrong::new("", "it is no scenario: write an object with `steps`, or a list of such objects"));
            Vec::new()
        }
    }
}

fn several(list: Vec<Value>, at: &str, name: &str, defaults: &Defaults, wrong: &mut Vec<Wrong>) -> Vec<Read> {
    let mut read = Vec::new();
    for (n, item) in list.into_iter().enumerate() {
        let pointer = format!("{at}/{n}");
        match item {
            Value::Object(object) => {
                let name = format!("{name} {}", n + 1);
                let scenario = scenario(Fields::new(object, pointer.clone(), wrong), &name, defaults);
                read.extend(scenario.map(|scenario| (pointer, scenario)));
            }
            _ => wrong.push(Wrong::new(pointer, "a scenario is an object with `steps`")),
        }
    }
    read
}

fn scenario(mut fields: Fields<'_>, name: &str, outer: &Defaults) -> Option<Scenario> {
    let name = fields.text("name").unwrap_or_else(|| name.to_owned());
    let description = fields.text("description").unwrap_or_default();
    let defaults = Defaults::of(&mut fields, outer);
    if let Some(platform) = fields.text("platform").filter(|it| !it.starts_with(PLATFORM)) {
        fields.wrong("platform", format!("it is a scenario of the platform {platform}; this build runs those of PGS"));
    }
    // What the recording of another platform says of itself.
    let _ = fields.take("needs");
    let expect_data = fields.object("expect_data").unwrap_or_default();
    let mut after = Map::new();
    for (path, value) in expect_data {
        if let Some(store) = store_after(&path, value, &mut fields) {
            after.insert(path, store);
        }
    }
    let steps = fields.list("steps");
    if steps.as_ref().is_some_and(Vec::is_empty) {
        fields.wrong("steps", "it has no step");
    } else if steps.is_none() && !fields.has_wrong("steps") {
        fields.wrong("", "it has no `steps`");
    }
    let steps = step::steps(steps.unwrap_or_default(), &defaults, &mut fields);
    let is_whole = fields.ends();
    is_whole.then(|| Scenario {
        name,
        description,
        trace_order: defaults.trace_order,
        seed_data: defaults.seed_data,
        steps,
        expect_data: after,
    })
}

/// `{format, value}`, or the value itself.
fn store_after(path: &str, value: Value, fields: &mut Fields<'_>) -> Option<StoreAfter> {
    let formatted = |value: &Value| {
        let object = value.as_object()?;
        let is_format = matches!(object.get("format").and_then(Value::as_str), Some("json" | "jsonl"));
        (is_format && object.len() == 2).then(|| object.get("value").cloned())?
    };
    match formatted(&value).unwrap_or(value) {
        Value::Null => Some(StoreAfter::Absent),
        value @ (Value::Array(_) | Value::Object(_)) => Some(StoreAfter::Holds(value)),
        _ => {
            fields
                .wrong_at(&["expect_data", path], "a store holds a list of lines, an object, or null: nothing at all");
            None
        }
    }
}

/// When nobody says otherwise.
pub const TIME: &str = "2026-01-01T00:00:00Z";

/// The time when nobody says otherwise.
fn time() -> Timestamp {
    TIME.parse().unwrap_or_default()
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            workflow: None,
            payload: Map::new(),
            admission: Admission::Enforce,
            trace_order: TraceOrder::Ordered,
            time: time(),
            random: Vec::new(),
            answers: Vec::new(),
            seed_data: Map::new(),
        }
    }
}
