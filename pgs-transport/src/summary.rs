//! What a run prints: its summary, one fact a line, or one object.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pgs_rt::admission::SchemaViolation;
use pgs_rt::{BrokenOff, Cause, Ended, Exit, FirstEnd, FirstExit, Value, Workflow, json};

use crate::reason;
use crate::style::Look;
use crate::success::{NOT_DONE, Success};
use crate::text::one_line;
use crate::words::Word;

/// In what form a run is told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RunFormat {
    /// One fact a line.
    #[default]
    Text,
    /// One object.
    Json,
}

/// What `--format` of a run may be.
pub(crate) const RUN_FORMATS: &[Word<RunFormat>] = &[
    Word { text: "text", value: RunFormat::Text, about: "One fact a line; of many payloads one object a line" },
    Word { text: "json", value: RunFormat::Json, about: "One object a run, on one line" },
];

/// What there is to tell of a run.
pub(crate) struct Told<'a> {
    workflow: &'a Workflow,
    status: Option<String>,
    trace_id: String,
    /// The file of the trace, where it is known.
    trace: Option<PathBuf>,
    duration: Duration,
    end: End,
    output: Value,
    cause: Option<Cause>,
    observed: Vec<SchemaViolation>,
    error: Option<String>,
    notes: Vec<String>,
}

/// Where a run ended.
enum End {
    /// Nowhere: it broke off.
    BrokenOff,
    /// At no EXIT node, as an outcome has no edge.
    NoEdge,
    /// At this EXIT node.
    Exit { node: String, reason: Option<String>, emit: Option<String> },
}

impl From<Option<Exit>> for End {
    fn from(exit: Option<Exit>) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        match exit {
            Some(Exit { node, reason, emit }) => {
                Self::Exit { node: node.to_owned(), reason: owned(reason), emit: owned(emit) }
            }
            None => Self::NoEdge,
        }
    }
}

impl From<Option<FirstExit>> for End {
    fn from(exit: Option<FirstExit>) -> Self {
        match exit {
            Some(FirstExit { node, reason, emit }) => Self::Exit { node, reason, emit },
            None => Self::NoEdge,
        }
    }
}

impl<'a> Told<'a> {
    /// Of a run that ended.
    pub fn ended(workflow: &'a Workflow, ended: &Ended, duration: Duration) -> Self {
        Self {
            workflow,
            status: Some(ended.status.to_owned()),
            trace_id: ended.run.trace_id().to_owned(),
            trace: Some(ended.run.trace_file().to_owned()),
            duration,
            end: ended.exit.into(),
            output: ended.output(),
            cause: ended.cause.as_deref().cloned(),
            observed: Vec::new(),
            error: None,
            notes: Vec::new(),
        }
    }

    /// Of one that took place before, with the file of its trace if that is still there.
    pub fn before(workflow: &'a Workflow, end: FirstEnd, trace: Option<PathBuf>, duration: Duration) -> Self {
        let FirstEnd { trace_id, status, output, exit, cause } = end;
        Self {
            workflow,
            status: Some(status),
            trace_id,
            trace,
            duration,
            end: exit.into(),
            output,
            cause: cause.map(|cause| *cause),
            observed: Vec::new(),
            error: None,
            notes: Vec::new(),
        }
    }

    /// Of one that broke off.
    pub fn broken_off(workflow: &'a Workflow, broken: &BrokenOff, duration: Duration) -> Self {
        Self {
            workflow,
            status: broken.fault.is_backend().then(|| "BACKEND_ERROR".to_owned()),
            trace_id: broken.run.trace_id().to_owned(),
            trace: Some(broken.run.trace_file().to_owned()),
            duration,
            end: End::BrokenOff,
            output: Value::Null,
            cause: None,
            observed: Vec::new(),
            error: Some(broken.to_string()),
            notes: Vec::new(),
        }
    }

    /// The exit status of a process that was asked for this run alone.
    pub fn exit_status(&self, success: &Success) -> u8 {
        match &self.status {
            Some(status) if self.error.is_none() => success.exit_status(status),
            _ => NOT_DONE,
        }
    }

    /// With these notes, which only the object has.
    pub fn with_notes(self, notes: Vec<String>) -> Self {
        Self { notes, ..self }
    }

    /// With these rules that the payload does not meet, and was admitted all the same.
    pub fn with_observed(self, observed: Vec<SchemaViolation>) -> Self {
        Self { observed, ..self }
    }

    /// In this form. The text is styled.
    pub fn text(&self, format: RunFormat, success: &Success, look: Look) -> String {
        match format {
            RunFormat::Text => self.lines(success, look),
            RunFormat::Json => self.object() + "\n",
        }
    }

    /// One fact a line. No line shows what the workflow suppresses. First come those that the reference prints.
    fn lines(&self, success: &Success, look: Look) -> String {
        // An error without a status is told on standard error alone.
        let Some(status) = &self.status else { return String::new() };
        let mut out = String::new();
        line(&mut out, "Workflow", self.workflow.id.fqdn);
        styled(&mut out, "Status", &look.status(status, success.is(status)));
        line(&mut out, "Trace ID", &self.trace_id);
        line(&mut out, "Duration", &format!("{}ms", self.duration.as_millis()));
        if let Some(exit) = exit(status, &self.end) {
            if self.output.as_object().is_some_and(|output| !output.is_empty()) {
                line(&mut out, "Output", &json::compact(&self.output));
            }
            line(&mut out, "Exit", &exit);
            for (name, text) in reason::lines(self.workflow, self.cause.as_ref(), &self.observed) {
                line(&mut out, name, &text);
            }
            if let Some(trace) = &self.trace {
                line(&mut out, "Trace", &shown(trace));
            }
        }
        out
    }

    /// One object.
    fn object(&self) -> String {
        let mut fields: Vec<(&str, Value)> = vec![("workflow", self.workflow.id.fqdn.into())];
        fields.extend(self.status.as_deref().map(|status| ("status", status.into())));
        fields.push(("trace_id", self.trace_id.as_str().into()));
        fields.push(("trace", self.trace.as_deref().map(shown).into()));
        fields.push(("duration_ms", i64::try_from(self.duration.as_millis()).unwrap_or(i64::MAX).into()));
        let exit = match &self.end {
            End::BrokenOff => None,
            End::NoEdge => Some([None; 3]),
            End::Exit { node, reason, emit } => Some([Some(node.as_str()), reason.as_deref(), emit.as_deref()]),
        };
        if let Some([node, reason, emit]) = exit {
            fields.extend([("exit", node.into()), ("exit_reason", reason.into()), ("emits", emit.into())]);
            fields.push(("output", self.output.clone()));
        }
        fields.extend(reason::fields(self.workflow, self.cause.as_ref(), &self.observed));
        fields.extend(self.error.as_deref().map(|error| ("error", error.into())));
        if !self.notes.is_empty() {
            fields.push(("notes", self.notes.clone().into()));
        }
        json::compact(&Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn line(out: &mut String, name: &str, value: &str) {
    styled(out, name, &pgs_escape::line(value));
}

fn styled(out: &mut String, name: &str, value: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(out, "{:<12}{value}", format!("{name}:"));
}

/// The EXIT node, with its reason and event; none where the run broke off.
fn exit(status: &str, end: &End) -> Option<String> {
    match end {
        End::BrokenOff => None,
        End::NoEdge => Some(format!("none (no edge for {status})")),
        End::Exit { node, reason, emit } => {
            let emit = emit.as_ref().map(|event| format!("emits {event}"));
            let facts: Vec<String> = reason.as_deref().map(one_line).into_iter().chain(emit).collect();
            Some(if facts.is_empty() { node.clone() } else { format!("{node} ({})", facts.join(", ")) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_line_leaves_out_what_is_absent() {
        let line = |reason: Option<&'static str>, emit| {
            exit("SUCCESS", &Some(Exit { node: "EXIT_OK", reason, emit }).into()).unwrap()
        };
        assert_eq!(line(Some("DONE"), Some("EV_X_V0")), "EXIT_OK (DONE, emits EV_X_V0)");
        assert_eq!(line(Some("ALL\nDONE"), None), "EXIT_OK (ALL DONE)");
        assert_eq!(line(None, Some("EV_X_V0")), "EXIT_OK (emits EV_X_V0)");
        assert_eq!(line(None, None), "EXIT_OK");
        assert_eq!(exit("NACK", &End::NoEdge).as_deref(), Some("none (no edge for NACK)"));
        assert_eq!(exit("NACK", &End::BrokenOff), None);
    }
}
