//! What all events of a trace have in common, and what its id says.

use pgs_rt::{SUPPRESSED, Value, json, trace_suffix};

use super::chain::Numbered;
use super::defect::{Checked, Defect};
use crate::read::{Event, Trace};
use crate::trace_id::is_trace_id;

/// The keys that have one value in all events of a trace.
const COMMON: [&str; 4] = ["trace_schema_version", "trace_id", "domain", "wf_addr"];

pub(super) fn check(trace: &Trace, events: &[Numbered<'_>]) -> Checked<()> {
    let Some((line, first)) = events.first() else { return Ok(()) };
    at_the_start(trace, first).map_err(|defect| (*line, defect))?;
    let mut time = 0;
    for (line, event) in events {
        in_line(first, event, &mut time).map_err(|defect| (*line, defect))?;
    }
    Ok(())
}

fn at_the_start(trace: &Trace, first: &Event) -> Result<(), Defect> {
    if first.text("trace_schema_version") != Some("v0") {
        return Err(Defect::SchemaVersion);
    }
    let id = first.text("trace_id").filter(|id| is_trace_id(id)).ok_or(Defect::NotATraceId)?;
    let name = trace.file.file_stem().and_then(|name| name.to_str()).filter(|name| is_trace_id(name));
    if name.is_some_and(|name| name != id) {
        return Err(Defect::FileName { id: id.to_owned() });
    }
    let (Some(domain), Some(workflow)) = (first.text("domain"), first.detail_text("wf_fqdn")) else {
        return Err(Defect::NoWorkflow);
    };
    if !id.contains(&format!("__{}__", workflow.rsplit("::").next().unwrap_or(workflow))) {
        return Err(Defect::OtherWorkflow { workflow: workflow.to_owned() });
    }
    let Some(Value::Object(payload)) = first.detail("payload") else { return Err(Defect::NoPayload) };
    // The id is made of the payload as it was given.
    let suppressed = json::compact(&Value::Object(payload.clone())).contains(SUPPRESSED);
    if !suppressed && !id.ends_with(&format!("__{}", trace_suffix(domain, workflow, payload))) {
        return Err(Defect::OtherPayload);
    }
    Ok(())
}

fn in_line(first: &Event, event: &Event, time: &mut u64) -> Result<(), Defect> {
    if let Some(key) = COMMON.into_iter().find(|key| event.0.get(*key) != first.0.get(*key)) {
        return Err(Defect::NotCommon { key });
    }
    let now = event.number("ts_ns").ok_or(Defect::TimeNotNumber)?;
    if now < *time {
        return Err(Defect::TimeGoesBack);
    }
    *time = now;
    Ok(())
}
