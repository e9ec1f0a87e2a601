//! The events of a trace, as scenarios speak of them.

use pgs_rt::admission::SchemaViolation;
use pgs_rt::{Map, Value, View, from_value, json, map};
use pgs_trace::event::{Event, NotAdmitted, StepEnd};
use pgs_trace::{Data, Nullable, Sentence, Trace};

use crate::compare::{Difference, differences_in};

/// The types of events that a scenario may expect: those of the reference interpreter.
const TYPES: [&str; 5] = ["WF_START", "CC_START", "CC_STEP", "CC_COMPLETE", "WF_COMPLETE"];

/// Lists of keys, whose order does not count.
const KEY_LISTS: [&str; 3] = ["payload_keys", "result_keys", "output_keys"];

/// The side effects of a trace, in the order in which they were called: `contract`, `step`, `op`, `store`, `path`,
/// `capability`, `arguments`, `status`; nothing that is none.
pub fn effects(trace: &Trace) -> Vec<Map<String, Value>> {
    let mut effects: Vec<(Map<String, Value>, Option<&str>)> = Vec::new();
    let mut contracts: Map<String, Value> = Map::new();
    for recorded in trace.events() {
        let span = recorded.span().unwrap_or_default();
        match recorded.event() {
            Event::ContractStart(start) => {
                contracts.insert(span.to_owned(), start.name.into());
            }
            Event::Call(call) => {
                let path = match call.path {
                    Nullable::Is(path) => Value::from(path),
                    Nullable::Null | Nullable::Absent => Value::Null,
                };
                let fields = [
                    ("contract", contracts.get(span).cloned().unwrap_or_default()),
                    ("step", call.name.into()),
                    ("op", call.op.into()),
                    ("store", call.store.into()),
                    ("path", path),
                    ("capability", call.capability.into()),
                    ("arguments", call.arguments.map(|Data(it)| it.to_value()).unwrap_or_default()),
                ];
                let mut effect = map(fields);
                effect.retain(|_, value| !value.is_null());
                effects.push((effect, Some(span)));
            }
            Event::StepEnd(end) => {
                // The call of this span that has not ended.
                let open = effects.iter_mut().rev().find(|(_, open)| *open == Some(span));
                if let (Some((effect, open)), Some(status)) = (open, end.status)
                    && effect.get("step").and_then(Value::as_str) == end.name
                {
                    effect.insert("status".to_owned(), status.into());
                    *open = None;
                }
            }
            _ => {}
        }
    }
    effects.into_iter().map(|(effect, _)| effect).collect()
}

/// The rules that the payload of the workflow that was started does not meet: `path`, `rule`, `message`.
pub fn violations(trace: &Trace) -> Vec<Map<String, Value>> {
    let of_root = trace.events().filter(|recorded| recorded.span() == Some(pgs_trace::ROOT));
    let found = of_root.filter_map(|recorded| match recorded.event() {
        Event::NotAdmitted(NotAdmitted { violations: Some(violations), .. }) => Some(violations.0.to_value()),
        _ => None,
    });
    let lists = found.filter_map(|list| list.as_array().cloned());
    lists.flatten().filter_map(|violation| violation.as_object().cloned()).collect()
}

/// Why a run may have gone its way: a sentence for each step that did not succeed, and each rule that was not met.
pub fn reasons(trace: &Trace) -> Vec<String> {
    let mut reasons = Vec::new();
    for recorded in trace.events() {
        match recorded.event() {
            Event::NotAdmitted(NotAdmitted { violations: Some(violations), .. }) => {
                let View::Array(list) = violations.0 else { continue };
                let read = |it: &Value| from_value::<SchemaViolation>(it.clone()).ok();
                reasons
                    .extend(list.iter().filter_map(read).map(|it| format!("{} {} ({})", it.path, it.message, it.rule)));
            }
            Event::StepEnd(StepEnd {
                name: Some(step), status: Some(status), reason: Some(Sentence(reason)), ..
            }) => {
                reasons.push(format!("step `{step}` answered {status}: {reason}"));
            }
            Event::Error(error) => reasons.extend(error.message.map(|Sentence(message)| message.to_owned())),
            _ => {}
        }
    }
    reasons
}

/// Where the events of a trace are not the expected ones. Types of events that the reference interpreter does not have are
/// passed over, and keys that are not expected.
pub fn trace_differences(expected: &[Value], trace: &Trace) -> Vec<Difference> {
    let lines = trace.lines.iter().filter_map(|line| match json::parse(&line.text).ok()? {
        Value::Object(event) => Some(event),
        _ => None,
    });
    let is_of_type = |event: &Map<String, Value>| {
        event.get("event_type").and_then(Value::as_str).is_some_and(|name| TYPES.contains(&name))
    };
    let found: Vec<Map<String, Value>> = lines.filter(is_of_type).map(normal).collect();
    let mut differences = Vec::new();
    if expected.len() != found.len() {
        let names = |events: &mut dyn Iterator<Item = Option<&Value>>| -> Value {
            events.map(|name| name.cloned().unwrap_or_default()).collect::<Vec<_>>().into()
        };
        differences.push(Difference {
            path: "trace".to_owned(),
            expected: Some(names(&mut expected.iter().map(|event| event.get("event_type")))),
            found: Some(names(&mut found.iter().map(|event| event.get("event_type")))),
        });
        return differences;
    }
    for (n, (expected, found)) in expected.iter().zip(&found).enumerate() {
        let mut expected = normal(expected.as_object().cloned().unwrap_or_default());
        let detail = expected.shift_remove("detail");
        differences.extend(differences_in(&format!("trace[{n}]"), &expected, found));
        let found = found.get("detail").and_then(Value::as_object);
        if let Some((Value::Object(detail), found)) = detail.zip(found) {
            differences.extend(differences_in(&format!("trace[{n}].detail"), &detail, found));
        }
    }
    differences
}

/// The same event with its lists of keys sorted.
fn normal(mut event: Map<String, Value>) -> Map<String, Value> {
    if let Some(detail) = event.get_mut("detail").and_then(Value::as_object_mut) {
        for (key, value) in detail {
            if let Some(list) = value.as_array_mut().filter(|_| KEY_LISTS.contains(&key.as_str())) {
                list.sort_by_key(|item| item.as_str().map(str::to_owned));
            }
        }
    }
    event
}
