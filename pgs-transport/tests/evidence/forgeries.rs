//! Forgeries by somebody who can compute hashes: `verify` or `replay` finds each that is not among those which no chain without
//! a key can tell, as `docs/traces.md` names them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pgs_rt::chained;
use pgs_transport::Workflow;
use pgs_value::{Value, from_str, json};

use crate::lend::{Place, pgs_with};
use crate::suppressed::workflow;
use crate::verify::lines;

const FORGERIES: usize = 1000;

/// A trace that is forged, and what was done to it.
struct Forgery {
    lines: Vec<Value>,
    done: String,
    /// Whether no chain without a key can tell.
    hidden: bool,
}

/// Where values stand that neither the chain nor a repetition can tell.
fn nobody_can_tell(event: &Value, pointer: &str, suppresses: bool) -> bool {
    let is_start = event["event_type"] == "WF_START";
    // Addresses are those of a build. Times are those of a clock.
    pointer == "/step_addr"
        || pointer == "/ts_ns"
        // Who ran it, and for whom.
        || (is_start && ["/detail/protocol", "/detail/run_id"].contains(&pointer))
        // What a side effect answered, where nothing follows from it.
        || (event["step_op"] != Value::Null && pointer.starts_with("/detail/answer"))
        // Where a part of the payload is not shown its digest in the trace id can't be checked.
        || (suppresses && is_start && pointer.starts_with("/detail/payload/unread"))
        // What is suppressed may have been anything: also the keys that a payload made of it.
        || pointer.contains("<suppressed>")
}

/// Pointers to all scalars of an event, but for its place in the chain.
fn scalars(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| scalars(value, &format!("{at}/{}", key.replace('/', "~1")), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| scalars(item, &format!("{at}/{n}"), found));
        }
        _ if ["/hash", "/seq"].contains(&at) => {}
        _ => found.push(at.to_owned()),
    }
}

fn other(value: &Value, random: &mut fastrand::Rng) -> Value {
    match value {
        Value::Bool(truth) => Value::from(!truth),
        Value::Number(number) => Value::from(number.as_i64().unwrap_or_default() + 1 + random.i64(0..9)),
        Value::String(text) if text == "<suppressed>" => Value::from("shown"),
        Value::String(text) => match random.u8(0..4) {
            0 => Value::from("<suppressed>"),
            1 => Value::from(format!("{text}x")),
            2 => Value::from(text.chars().rev().collect::<String>() + "!"),
            _ => Value::Null,
        },
        _ => Value::from("forged"),
    }
}

/// One forgery of a trace, of which there is another one.
fn forged(trace: &[Value], another: &[Value], suppresses: bool, random: &mut fastrand::Rng) -> Forgery {
    let mut lines = trace.to_vec();
    let n = random.usize(..lines.len());
    let mut places = Vec::new();
    scalars(&lines[n], "", &mut places);
    let at = places[random.usize(..places.len())].clone();
    let tell = |pointer: &str| nobody_can_tell(&trace[n], pointer, suppresses);
    let (done, hidden) = match random.u8(0..9) {
        0..3 => {
            let value = lines[n].pointer_mut(&at).unwrap();
            *value = other(value, random);
            (format!("value at {n}{at}"), tell(&at))
        }
        3 => {
            // With the list that says so.
            let inner = at.strip_prefix("/detail").unwrap_or("/payload").to_owned();
            if let Some(value) = lines[n].pointer_mut(&format!("/detail{inner}")) {
                *value = Value::from("<suppressed>");
            }
            let detail = lines[n]["detail"].as_object_mut().unwrap();
            let mut marks = detail.get("suppressed").and_then(Value::as_array).cloned().unwrap_or_default();
            marks.push(Value::from(inner.as_str()));
            detail.insert("suppressed".into(), Value::Array(marks));
            let is_answer = trace[n]["step_op"] != Value::Null && inner.starts_with("/answer");
            (format!("marker at {n}{inner}"), suppresses && is_answer)
        }
        4 => {
            let (parent, key) = at.rsplit_once('/').unwrap();
            if let Some(object) = lines[n].pointer_mut(parent).and_then(Value::as_object_mut) {
                let value = object.shift_remove(&key.replace("~1", "/"));
                if random.bool() {
                    object.insert(format!("{key}x"), value.unwrap_or_default());
                }
            }
            (format!("key {n}{at}"), at.contains("<suppressed>") || (tell(&at) && at.starts_with("/detail")))
        }
        5 => {
            let m = random.usize(..lines.len());
            lines.swap(n, m);
            (format!("order of {n} and {m}"), n == m)
        }
        6 => {
            lines.remove(n);
            (format!("{n} is gone"), false)
        }
        7 => {
            let line = lines[random.usize(..lines.len())].clone();
            lines.insert(n, line);
            (format!("added before {n}"), false)
        }
        _ => {
            // The end of another run, or all of it.
            lines.splice(n.., another.iter().skip(n).cloned());
            (format!("another run from {n} on"), false)
        }
    };
    let hidden = hidden || lines == trace;
    Forgery { lines, done, hidden }
}

/// Numbers and chains the lines anew.
pub(crate) fn chain(lines: &[Value], file: &Path) {
    let (mut before, mut text) = ("0".repeat(64), String::new());
    for (n, line) in lines.iter().enumerate() {
        let mut line = line.clone();
        let object = line.as_object_mut().unwrap();
        object.shift_remove("hash");
        if object.contains_key("seq") {
            object.insert("seq".into(), Value::from(n + 1));
        }
        let body = pgs_value::json::compact(&line);
        let body = body.strip_suffix('}').unwrap();
        before = chained(&before, body);
        text.push_str(&[body, ",\"hash\":\"", &before[..], "\"}\n"].concat());
    }
    fs::write(file, text).unwrap();
}

fn is_found(file: &Path, workflows: &[Workflow]) -> bool {
    let said = |command: &str| pgs_with(&[command, file.to_str().unwrap()], workflows);
    said("verify").status == 1 || said("replay").status == 1
}

#[test]
fn a_thousand_forgeries_are_found_but_for_those_that_no_chain_can_tell() {
    let random = &mut fastrand::Rng::with_seed(13);
    let (mut found, mut missed, mut hidden) = (0, Vec::new(), BTreeMap::<bool, usize>::new());
    for suppressed in [&["email"][..], &[]] {
        let (place, workflows) = (Place::new(), workflow(suppressed));
        let payload =
            |email: &str| json!({"email": email, "note": "call me", "rest": {"n": [1, 2.5, null]}, "unread": "x"});
        let files = ["ada@example.org", "a@b.cd"].map(|email| place.run_of(&workflows, &payload(email)));
        let traces =
            files.clone().map(|file| lines(&file).iter().map(|line| from_str(line).unwrap()).collect::<Vec<Value>>());
        for _ in 0..FORGERIES / 2 {
            let forgery = forged(&traces[0], &traces[1], !suppressed.is_empty(), random);
            chain(&forgery.lines, &files[0]);
            let is_found = is_found(&files[0], &workflows);
            if !is_found && !forgery.hidden {
                missed.push(format!("{} ({suppressed:?})", forgery.done));
            }
            found += usize::from(is_found);
            *hidden.entry(is_found).or_default() += usize::from(forgery.hidden);
        }
        // What is not changed is not found.
        chain(&traces[0], &files[0]);
        assert!(!is_found(&files[0], &workflows));
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(found > FORGERIES * 4 / 5, "{found} were found; of those that nobody can tell: {hidden:?}");
}
