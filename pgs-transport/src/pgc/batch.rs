//! Many runs of a workflow of PGC: one payload a line, one result a line.

use pgs_pgc::{Context, Ended, Map, RunError, Value, Workflow, engine};

use crate::batch::{Line, LineResult};
use crate::payload;
use crate::size::Size;

/// Runs one line, which may be so long.
pub fn run_line(
    workflow: &Workflow,
    context: &Context,
    longest: Size,
    line: &Line,
    bytes: Option<Vec<u8>>,
) -> LineResult {
    match payload::of_line(bytes, longest) {
        Ok(payload) => ran(workflow, context, line, payload),
        Err(reason) => LineResult::refused(line, &format!("line {} {reason}", line.number)),
    }
}

fn ran(workflow: &Workflow, context: &Context, line: &Line, payload: Map<String, Value>) -> LineResult {
    match engine::run(workflow, payload, context) {
        Ok(ended) => LineResult::told(line, ended.run.trace_id(), Some(ended.status), said(&ended)),
        Err(RunError::Refused(broken)) => {
            let error = [("error", Value::from(broken.to_string()))];
            LineResult::told(line, broken.run.trace_id(), None, error)
        }
        Err(error) => LineResult::failed(line, &error.to_string()),
    }
}

fn said(ended: &Ended) -> impl Iterator<Item = (&'static str, Value)> + use<> {
    let notes = ended.run.notes();
    let emits: Vec<&str> = ended.exit.emit.to_vec();
    let fields = [
        ("exit", ended.exit.node.into()),
        ("emits", emits.into_iter().map(Value::from).collect()),
        ("output", Value::Object(ended.surface.clone())),
    ];
    let notes = (!notes.is_empty()).then(|| ("notes", notes.into_iter().map(Value::from).collect()));
    fields.into_iter().chain(notes)
}
