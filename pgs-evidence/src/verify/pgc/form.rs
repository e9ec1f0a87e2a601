//! Each line as the writer of traces writes it, and what all of them have in common.

use pgs_pgc::event::{Event, Line};
use pgs_pgc::json::ParseError;
use pgs_trace::{LineError, Trace};

use super::Numbered;
use crate::pgc::{Read, read};
use crate::trace_id::is_trace_id;
use crate::verify::defect::{Checked, Defect};
use crate::verify::pgc_defect::PgcDefect;

/// The events of a trace, of which every line is written as its event is.
pub(super) fn check(trace: &Trace) -> Checked<Vec<Numbered<'_>>> {
    let mut events: Vec<Numbered<'_>> = Vec::new();
    for (n, line) in trace.lines.iter().enumerate() {
        let at = |defect| (line.number, defect);
        let cut_off = n + 1 == trace.lines.len() && !trace.ends;
        let recorded = line.event.as_ref().map_err(|error| {
            at(match error {
                _ if cut_off => Defect::CutOff,
                LineError::NotJson(ParseError::UnexpectedEnd { .. }) if line.text.is_empty() => Defect::EmptyLine,
                error => Defect::NoEvent(error.clone()),
            })
        })?;
        let mut written = String::with_capacity(line.text.len());
        match read(recorded).map_err(|error| at(Defect::NoEvent(error)))? {
            Read::Header(header) => header.write(&mut written),
            Read::Event(..) if n == 0 => return Err(at(PgcDefect::NoHeader.into())),
            Read::Event(event, _) => {
                event.write(&mut written);
                in_line(trace, events.first().map(|(_, first)| first), events.last().map(|(_, last)| last), &event)
                    .map_err(at)?;
                events.push((line.number, event));
            }
        }
        if written.strip_suffix('\n') != Some(&line.text) {
            return Err(at(PgcDefect::Form.into()));
        }
    }
    Ok(events)
}

/// What an event has in common with the first one, and its time.
fn in_line(trace: &Trace, first: Option<&Line<'_>>, last: Option<&Line<'_>>, event: &Line<'_>) -> Result<(), Defect> {
    let Some(first) = first else { return at_the_start(trace, event) };
    let differs = [
        ("trace_id", first.trace_id != event.trace_id),
        ("domain", first.domain != event.domain),
        ("wf_addr", first.workflow != event.workflow),
    ];
    if let Some((key, _)) = differs.into_iter().find(|(_, differs)| *differs) {
        return Err(Defect::NotCommon { key });
    }
    if last.is_some_and(|last| event.time < last.time) { Err(Defect::TimeGoesBack) } else { Ok(()) }
}

/// What the first event says of the trace, in a file of this name.
fn at_the_start(trace: &Trace, event: &Line<'_>) -> Result<(), Defect> {
    let id = Some(event.trace_id).filter(|id| is_trace_id(id)).ok_or(Defect::NotATraceId)?;
    let name = trace.file.file_stem().and_then(|name| name.to_str()).filter(|name| is_trace_id(name));
    if name.is_some_and(|name| name != id) {
        return Err(Defect::FileName { id: id.to_owned() });
    }
    let Event::WorkflowStart(start) = &event.event else { return Ok(()) };
    let (domain, code) = start.workflow.split_once("::").unwrap_or((start.workflow, start.workflow));
    if domain != event.domain {
        return Err(PgcDefect::Domain { workflow: start.workflow.to_owned() }.into());
    }
    if !id.contains(&format!("__{}__", code.rsplit("::").next().unwrap_or(code))) {
        return Err(Defect::OtherWorkflow { workflow: start.workflow.to_owned() });
    }
    Ok(())
}
