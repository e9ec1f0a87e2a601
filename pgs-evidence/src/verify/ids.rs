//! What all events of a trace have in common, and what its id says.

use std::path::Path;

use pgs_rt::{Map, SUPPRESSED, Value, View, json};
use pgs_trace::event::WorkflowStart;
use pgs_trace::{CommonKey, Data, Event, RecordedEvent, SCHEMA_VERSION, Trace, trace_suffix};

use super::chain::Numbered;
use super::codes;
use super::defect::{Checked, Defect};
use crate::trace_id::is_trace_id;

pub(super) fn check(trace: &Trace, events: &[Numbered<'_>]) -> Checked<()> {
    let Some((line, first)) = events.first() else { return Ok(()) };
    at_the_start(&trace.file, first).map_err(|defect| (*line, defect))?;
    let mut time = 0;
    for (line, event) in events {
        in_line(first, event, &mut time).map_err(|defect| (*line, defect))?;
    }
    Ok(())
}

/// What the first event of a trace says of itself, in a file of this name.
pub(super) fn at_the_start(file: &Path, first: &RecordedEvent) -> Result<(), Defect> {
    if first.schema_version() != Some(SCHEMA_VERSION) {
        return Err(Defect::SchemaVersion);
    }
    let id = first.trace_id().filter(|id| is_trace_id(id)).ok_or(Defect::NotATraceId)?;
    let name = file.file_stem().and_then(|name| name.to_str()).filter(|name| is_trace_id(name));
    if name.is_some_and(|name| name != id) {
        return Err(Defect::FileName { id: id.to_owned() });
    }
    // Where it begins no workflow, the spans tell.
    let Event::WorkflowStart(start) = first.event() else { return Ok(()) };
    let (Some(domain), Some(workflow)) = (first.domain(), start.workflow) else {
        return Err(Defect::NoWorkflow);
    };
    if !id.contains(&format!("__{}__", workflow.rsplit("::").next().unwrap_or(workflow))) {
        return Err(Defect::OtherWorkflow { workflow: workflow.to_owned() });
    }
    let Some(Data(View::Object(payload))) = start.payload else { return Err(Defect::NoPayload) };
    let is_of_payload = || id.ends_with(&format!("__{}", trace_suffix(domain, workflow, payload)));
    if hides_payload(first, payload) || is_of_payload() { Ok(()) } else { Err(Defect::OtherPayload) }
}

/// Whether the payload of a trace holds the text of the marker, and the end of the id is not that of this payload.
pub(crate) fn is_marked_anew(first: &RecordedEvent) -> bool {
    let (Event::WorkflowStart(WorkflowStart { workflow, payload, .. }), Some(id)) = (first.event(), first.trace_id())
    else {
        return false;
    };
    let Some((domain, (workflow, Data(View::Object(payload))))) = first.domain().zip(workflow.zip(payload)) else {
        return false;
    };
    hides_payload(first, payload) && !id.ends_with(&format!("__{}", trace_suffix(domain, workflow, payload)))
}

/// Whether a part of the payload is not shown. An older trace says so in the values alone.
fn hides_payload(first: &RecordedEvent, payload: &Map<String, Value>) -> bool {
    match first.marks() {
        Some(Some(marks)) => marks.iter().any(|pointer| pointer.starts_with("/payload/")),
        Some(None) => false,
        None => {
            let mut text = String::new();
            json::write_compact(&mut text, payload.into());
            text.contains(SUPPRESSED)
        }
    }
}

fn in_line(first: &RecordedEvent, event: &RecordedEvent, time: &mut u64) -> Result<(), Defect> {
    if let Some(CommonKey(key)) = event.not_common(first) {
        return Err(Defect::NotCommon { key });
    }
    if event.marks().is_some() && !event.is_marked() {
        return Err(Defect::Marks);
    }
    codes::of(event)?;
    let now = event.time().ok_or(Defect::TimeNotNumber)?;
    if now < *time {
        return Err(Defect::TimeGoesBack);
    }
    *time = now;
    Ok(())
}
