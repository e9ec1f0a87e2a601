//! What all events of a trace have in common, and what its id says.

use pgs_rt::{SUPPRESSED, Value, json, trace_suffix};

use super::{Broken, Numbered};
use crate::evidence::read::{Event, Trace};
use crate::evidence::text::is_trace_id;

/// The keys that have one value in all events of a trace.
const COMMON: [&str; 4] = ["trace_schema_version", "trace_id", "domain", "wf_addr"];

pub(super) fn check(trace: &Trace, events: &[Numbered<'_>]) -> Result<(), Broken> {
    let Some((line, first)) = events.first() else { return Ok(()) };
    at_the_start(trace, first).map_err(|reason| Broken::new(*line, reason))?;
    let mut time = 0;
    for (line, event) in events {
        in_line(first, event, &mut time).map_err(|reason| Broken::new(*line, reason))?;
    }
    Ok(())
}

fn at_the_start(trace: &Trace, first: &Event) -> Result<(), String> {
    if first.text("trace_schema_version") != Some("v0") {
        return Err("`trace_schema_version` is not \"v0\"".into());
    }
    let id = first.text("trace_id").filter(|id| is_trace_id(id)).ok_or("`trace_id` is no trace id")?;
    let name = trace.file.file_stem().and_then(|name| name.to_str()).filter(|name| is_trace_id(name));
    if name.is_some_and(|name| name != id) {
        return Err(format!("`trace_id` is {id}, the file's name is that of another trace"));
    }
    let (Some(domain), Some(workflow)) = (first.text("domain"), first.detail_text("wf_fqdn")) else {
        return Err("`domain` or `detail.wf_fqdn` is missing".into());
    };
    if !id.contains(&format!("__{}__", workflow.rsplit("::").next().unwrap_or(workflow))) {
        return Err(format!("`trace_id` does not name the workflow {workflow}"));
    }
    let Some(Value::Object(payload)) = first.detail("payload") else {
        return Err("`detail.payload` is no object".into());
    };
    // The id is made of the payload as it was given.
    let suppressed = json::compact(&Value::Object(payload.clone())).contains(SUPPRESSED);
    if !suppressed && !id.ends_with(&format!("__{}", trace_suffix(domain, workflow, payload))) {
        return Err("the end of `trace_id` is not that of this workflow and payload".into());
    }
    Ok(())
}

fn in_line(first: &Event, event: &Event, time: &mut u64) -> Result<(), String> {
    if let Some(key) = COMMON.into_iter().find(|key| event.0.get(*key) != first.0.get(*key)) {
        return Err(format!("`{key}` is not that of the first event"));
    }
    let now = event.number("ts_ns").ok_or("`ts_ns` is no number")?;
    if now < *time {
        return Err("`ts_ns` goes back".into());
    }
    *time = now;
    Ok(())
}
