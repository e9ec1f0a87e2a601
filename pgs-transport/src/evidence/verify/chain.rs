//! Every line as it was written, in its place, up to the seal.

use pgs_rt::{GENESIS, Value, chained, json};

use super::{Broken, Numbered};
use crate::evidence::read::{Event, Line, Trace};

/// The keys of an event up to its place in the chain.
const KEYS: [&str; 13] = [
    "trace_schema_version",
    "trace_id",
    "event_type",
    "domain",
    "wf_addr",
    "cc_addr",
    "step_addr",
    "step_op",
    "result_status",
    "detail",
    "ts_ns",
    "seq",
    "span",
];

/// What comes before the hash of a line.
const HASH: &str = r#","hash":"#;

/// The events of a trace of which every line is where and as it was written.
pub(super) fn check(trace: &Trace) -> Result<Vec<Numbered<'_>>, Broken> {
    let mut events: Vec<Numbered<'_>> = Vec::new();
    let mut before = GENESIS;
    for (n, line) in trace.lines.iter().enumerate() {
        let event = readable(trace, n, line)?;
        if events.last().is_some_and(|(_, last)| last.seals()) {
            return Err(Broken::new(line.number, "it was added: it stands after the event that seals the trace"));
        }
        if !event.is_chained() {
            return Err(Broken::new(line.number, unchained(n)));
        }
        in_place(trace, n, event).map_err(|reason| Broken::new(line.number, reason))?;
        before = unchanged(line, event, before).map_err(|reason| Broken::new(line.number, reason))?;
        events.push((line.number, event));
    }
    sealed(trace, &events)?;
    Ok(events)
}

fn readable<'t>(trace: &Trace, n: usize, line: &'t Line) -> Result<&'t Event, Broken> {
    let last = n + 1 == trace.lines.len();
    line.event.as_ref().map_err(|reason| match reason {
        _ if last && !trace.ends => Broken::new(line.number, "the trace is cut off in this line"),
        // Behind it stands the next trace of its file.
        reason if last && !line.text.is_empty() && reason.contains("EOF") => {
            Broken::new(line.number, "the trace is cut off in this line")
        }
        _ if line.text.is_empty() && reason.contains("EOF") => Broken::new(line.number, "the line is empty"),
        reason => Broken::new(line.number, format!("it was altered: {reason}")),
    })
}

fn unchained(n: usize) -> &'static str {
    match n {
        0 => "no `hash`: written by a system that does not chain its traces",
        _ => "it was altered or added: it has no `hash`",
    }
}

/// Whether the event is the one that follows on those before it.
fn in_place(trace: &Trace, n: usize, event: &Event) -> Result<(), String> {
    let expected = number(n);
    let Some(seq) = event.number("seq") else { return Err("it was altered: `seq` is no number".into()) };
    if seq == expected {
        return Ok(());
    }
    let at = |seq: u64, lines: &[Line]| {
        let found = |line: &&Line| line.event.as_ref().is_ok_and(|event| event.number("seq") == Some(seq));
        lines.iter().find(found).map(|line| line.number)
    };
    let (earlier, later) = trace.lines.split_at(n.min(trace.lines.len()));
    let following = later.get(1).and_then(|line| line.event.as_ref().ok()?.number("seq"));
    Err(if following == Some(number(n + 1)) {
        format!("it was altered: its `seq` is {seq}, its place is {expected}")
    } else if let Some(line) = at(seq, earlier) {
        format!("it was added: event {seq} stands at line {line} already")
    } else if let Some(line) = at(expected, later) {
        format!("events were moved: event {expected} stands at line {line} instead of here")
    } else if seq == expected + 1 {
        format!("event {expected}, which belongs before it, was removed")
    } else if seq > expected {
        format!("events {expected} to {}, which belong before it, were removed", seq - 1)
    } else {
        format!("it was moved or added: its `seq` is {seq}, its place is {expected}")
    })
}

fn number(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX).saturating_add(1)
}

/// Whether the line is as it was written; then its hash.
fn unchanged<'t>(line: &Line, event: &'t Event, before: &str) -> Result<&'t str, String> {
    let altered = |what: &str| format!("it was altered: {what}");
    let hash = event.text("hash").ok_or_else(|| altered("`hash` is no text"))?;
    let (body, _) = line.text.rsplit_once(HASH).ok_or_else(|| altered("`hash` is not its last key"))?;
    if chained(before, body) != hash {
        return Err(altered("`hash` is not that of this line after the line before"));
    }
    // Whoever writes hashes of his own may still not write lines of his own.
    let keys: Vec<&str> = event.0.keys().map(String::as_str).collect();
    let rest: &[&str] = if event.0.contains_key("sealed") { &["sealed", "hash"] } else { &["hash"] };
    if keys.len() < KEYS.len() || keys[..KEYS.len()] != KEYS || keys[KEYS.len()..] != *rest {
        return Err(altered("its keys are not those of an event in their order"));
    }
    if json::compact(&Value::Object(event.0.clone())) != line.text {
        return Err(altered("it is not written as compact JSON"));
    }
    Ok(hash)
}

/// Whether the last event is the one with which the run ended.
fn sealed(trace: &Trace, events: &[Numbered<'_>]) -> Result<(), Broken> {
    let Some((line, last)) = events.last() else { return Err(Broken::new(1, "the file is empty")) };
    if !last.seals() {
        return Err(Broken::new(*line, "the trace is cut off: this last event does not seal it"));
    }
    if last.text("span") != Some("0") || !matches!(last.kind(), "WF_COMPLETE" | "ERROR") {
        return Err(Broken::new(*line, "the event that seals the trace does not end the run"));
    }
    if !trace.ends {
        return Err(Broken::new(*line, "the trace is cut off: the line break of its last line is missing"));
    }
    Ok(())
}
