//! A scenario as a text.

use std::fmt::Write as _;

use pgs_rt::{Admission, Map, Value, json};

use crate::scenario::{Expected, Given, Scenario, Step, StoreAfter, TraceOrder};

/// The scenario as YAML, one item of a list: several texts after each other are one document.
pub fn yaml(scenario: &Scenario) -> String {
    let mut out = String::new();
    list(&mut out, 0, &[document(scenario)]);
    out
}

fn document(scenario: &Scenario) -> Value {
    let Scenario { name, description, trace_order, seed_data, steps, expect_data } = scenario;
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| drop(fields.insert(key.to_owned(), value));
    put("name", name.as_str().into());
    if !description.is_empty() {
        put("description", description.as_str().into());
    }
    if *trace_order == TraceOrder::Any {
        put("trace_order", "any".into());
    }
    if !seed_data.is_empty() {
        put("seed_data", Value::Object(seed_data.clone()));
    }
    put("steps", steps.iter().map(step).collect::<Vec<_>>().into());
    if !expect_data.is_empty() {
        let stores = expect_data.iter().map(|(path, store)| {
            let value = match store {
                StoreAfter::Absent => Value::Null,
                StoreAfter::Holds(value) => value.clone(),
            };
            (path.clone(), value)
        });
        put("expect_data", Value::Object(stores.collect()));
    }
    Value::Object(fields)
}

fn step(step: &Step) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| drop(fields.insert(key.to_owned(), value));
    put("wf", step.workflow.as_str().into());
    put("payload", Value::Object(step.payload.clone()));
    if step.admission == Admission::Observe {
        put("admission", "observe".into());
    }
    put("time", step.time.to_string().into());
    if !step.random.is_empty() {
        put("random", step.random.iter().map(|bytes| Value::from(hex(bytes))).collect::<Vec<_>>().into());
    }
    if !step.answers.is_empty() {
        let given = |given: &Given| match given {
            Given::Always(answer) => answer.clone(),
            Given::InTurn(answers) => Value::Array(answers.clone()),
        };
        put("answers", Value::Object(step.answers.iter().map(|it| (it.key(), given(&it.given))).collect()));
    }
    if let Some(suffix) = &step.trace_id_suffix {
        put("trace_id_suffix", suffix.as_str().into());
    }
    put("expect", expected(&step.expect));
    Value::Object(fields)
}

fn expected(expected: &Expected) -> Value {
    let Expected { status, exit, surface, effects, violations, trace, error } = expected;
    let objects = |list: &Vec<Map<String, Value>>| Value::Array(list.iter().cloned().map(Value::Object).collect());
    let fields = [
        ("status", status.as_deref().map(Value::from)),
        ("exit", exit.as_ref().map(|exit| exit.as_deref().into())),
        ("surface", surface.clone()),
        ("effects", effects.as_ref().map(objects)),
        ("violations", violations.as_ref().map(objects)),
        ("trace", trace.clone().map(Value::Array)),
        ("error", error.as_deref().map(Value::from)),
    ];
    Value::Object(fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a String can't fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// How long a line in brackets may be.
const WIDTH: usize = 100;

/// Writes a value behind a key or a dash: on the same line, or indented below it.
fn value(out: &mut String, depth: usize, value: &Value) {
    let flow = flow(value);
    match value {
        Value::Object(fields) if !fields.is_empty() && flow.len() > WIDTH => {
            out.push('\n');
            object_fields(out, depth, fields);
        }
        Value::Array(items) if !items.is_empty() && flow.len() > WIDTH => {
            out.push('\n');
            list(out, depth, items);
        }
        _ => {
            out.push(' ');
            out.push_str(&flow);
            out.push('\n');
        }
    }
}

fn object_fields(out: &mut String, depth: usize, fields: &Map<String, Value>) {
    for (n, (key, field)) in fields.iter().enumerate() {
        // The first stands behind a dash already, where the object is an item of a list.
        if n > 0 || out.ends_with('\n') {
            out.push_str(&"  ".repeat(depth));
        }
        out.push_str(&text(key));
        out.push(':');
        value(out, depth + 1, field);
    }
}

fn list(out: &mut String, depth: usize, items: &[Value]) {
    for item in items {
        out.push_str(&"  ".repeat(depth));
        out.push('-');
        match item {
            Value::Object(fields) if !fields.is_empty() && flow(item).len() > WIDTH => {
                out.push(' ');
                object_fields(out, depth + 1, fields);
            }
            item => value(out, depth + 1, item),
        }
    }
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(string) => text(string),
        Value::Number(number) => number_text(&number.to_string()),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(key, it)| format!("{}: {}", text(key), flow(it))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Null | Value::Bool(_) => json::compact(value),
    }
}

/// YAML takes a number with an exponent for one only where a point stands in it.
fn number_text(digits: &str) -> String {
    match digits.split_once(['e', 'E']) {
        Some((before, exponent)) if !before.contains('.') => {
            let sign = if exponent.starts_with(['+', '-']) { "" } else { "+" };
            format!("{before}.0e{sign}{exponent}")
        }
        _ => digits.to_owned(),
    }
}

/// A text as it is, where YAML reads it as that; else in quotes.
fn text(text: &str) -> String {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_plain = text.starts_with(is_letter)
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./ ".contains(c))
        && !text.ends_with(' ');
    let is_word =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].iter().any(|it| text.eq_ignore_ascii_case(it));
    if is_plain && !is_word { text.to_owned() } else { json::compact(&Value::from(text)) }
}

#[cfg(test)]
mod tests {
    use pgs_rt::object;

    use super::*;

    /// What is written is read as the same.
    #[test]
    fn every_value_is_read_as_it_was() {
        for text in [
            r#"{"a": [], "b": {}, "c": null, "d": [1, [2, {"e": "f"}]], "g": "yes", "h": "0x12", "": "x: y"}"#,
            r#"{"a": 1e+30, "b": 1e-7, "c": 2.0, "d": 123456789012345678901234567890, "e": -0.5, "1": "01"}"#,
            r#"{"a": "line\nbreak", "b": " space", "c": "space ", "d": "ä\u001b", "e": "2026-01-01", "f": "~"}"#,
        ] {
            let wanted = json::parse(text).unwrap();
            let long = object([("long", wanted.clone()), ("pad", "x".repeat(120).into())]);
            for wanted in [wanted, long] {
                let mut out = String::new();
                list(&mut out, 0, std::slice::from_ref(&wanted));
                let read = pgs_yaml::parse(&out).unwrap_or_else(|error| panic!("{error}\n{out}")).value;
                assert_eq!(json::compact(&read), json::compact(&Value::Array(vec![wanted])), "{out}");
            }
        }
    }
}
