//! What is said of one line of a batch.

use pgs_rt::{FirstEnd, Value, Workflow, json};

use super::line::Line;
use crate::execute::{CompletedRun, RunBefore};
use crate::reason;

/// A line whose run is over, or never began.
pub(crate) struct LineResult {
    /// Its number in the input.
    number: u64,
    /// How many bytes of the input end with it.
    pub(super) end: u64,
    /// How many bytes its payload had.
    pub(super) size: usize,
    /// The status with which it ended; none where it is an error that the protocol has no word for.
    pub(super) status: Option<String>,
    /// The trace; none where no run began.
    trace: Option<String>,
    /// Whether the run could not begin, or broke off.
    pub(super) not_done: bool,
    /// The result, one line of JSON.
    pub(super) text: String,
}

impl LineResult {
    /// The result of a run.
    pub fn of(workflow: &Workflow, line: &Line, completed: &CompletedRun) -> Self {
        let trace = completed.run().trace_id().to_owned();
        let mut fields = vec![("line", line.number.into())];
        let status = match &completed.ended {
            Ok(ended) => {
                fields.push(("status", ended.status.into()));
                fields.push(("trace_id", trace.as_str().into()));
                fields.push(("exit", ended.exit.map(|exit| exit.node).into()));
                fields.push(("output", ended.output()));
                fields.extend(reason::fields(workflow, ended.cause.as_deref(), &completed.observed));
                Some(ended.status.to_owned())
            }
            Err(broken) => {
                let status = broken.fault.is_backend().then_some(BACKEND_ERROR);
                fields.extend(status.map(|status| ("status", status.into())));
                fields.push(("trace_id", trace.as_str().into()));
                fields.push(("error", broken.to_string().into()));
                status.map(str::to_owned)
            }
        };
        let warnings = completed.warnings.iter().map(ToString::to_string).collect();
        for (key, texts) in [("notes", completed.run().notes()), ("warnings", warnings)] {
            if !texts.is_empty() {
                fields.push((key, texts.into()));
            }
        }
        let (not_done, text) = (completed.ended.is_err(), text(fields));
        Self { number: line.number, end: line.end, size: line.size, status, trace: Some(trace), not_done, text }
    }

    /// That of a run of another engine: with its trace, the status with which it ended (none where it broke off), and what
    /// there is to say of it.
    #[cfg(feature = "pgc")]
    pub fn told<'k>(
        line: &Line,
        trace: &str,
        status: Option<&str>,
        said: impl IntoIterator<Item = (&'k str, Value)>,
    ) -> Self {
        let head = [("line", line.number.into())].into_iter();
        let head = head.chain(status.map(|status| ("status", status.into()))).chain([("trace_id", trace.into())]);
        let (text, status) = (text(head.chain(said)), status.map(str::to_owned));
        let trace = Some(trace.to_owned());
        Self { number: line.number, end: line.end, size: line.size, status, trace, not_done: false, text }
    }

    /// That of a run that took place before.
    pub fn before(workflow: &Workflow, line: &Line, before: RunBefore, note: Option<String>) -> Self {
        let RunBefore { end: FirstEnd { trace_id, status, output, exit, cause }, observed, .. } = before;
        let mut fields = vec![
            ("line", line.number.into()),
            ("status", status.as_str().into()),
            ("trace_id", trace_id.as_str().into()),
            ("exit", exit.map(|exit| exit.node).into()),
            ("output", output),
        ];
        fields.extend(reason::fields(workflow, cause.as_deref(), &observed));
        fields.extend(note.map(|note| ("notes", vec![note].into())));
        let text = text(fields);
        let (status, trace) = (Some(status), Some(trace_id));
        Self { number: line.number, end: line.end, size: line.size, status, trace, not_done: false, text }
    }

    /// That of a line that is not asked for as it should be.
    pub fn refused(line: &Line, reason: &str) -> Self {
        Self { not_done: false, ..Self::failed(line, reason) }
    }

    /// That of a run that did not begin, or that left no word.
    pub fn failed(line: &Line, reason: &str) -> Self {
        let text = text([("line", line.number.into()), ("error", reason.into())]);
        Self { number: line.number, end: line.end, size: line.size, status: None, trace: None, not_done: true, text }
    }

    /// That of a run which may not be on disk, for this reason. What never began stays as it is.
    pub fn not_synced(self, reason: &str) -> Self {
        let Some(trace) = &self.trace else { return self };
        let error = format!("what this run did may not be on disk: {reason}");
        let text = text([
            ("line", self.number.into()),
            ("status", BACKEND_ERROR.into()),
            ("trace_id", trace.as_str().into()),
            ("error", error.into()),
        ]);
        Self { status: Some(BACKEND_ERROR.to_owned()), not_done: true, text, ..self }
    }
}

/// The status of a run whose state can't be kept.
const BACKEND_ERROR: &str = "BACKEND_ERROR";

fn text<'k>(fields: impl IntoIterator<Item = (&'k str, Value)>) -> String {
    json::compact(&Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
}
