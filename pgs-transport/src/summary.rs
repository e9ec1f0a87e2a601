//! What a run prints: its summary, one fact a line, or one object.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pgs_rt::{BrokenOff, Cause, Ended, Exit, FirstEnd, Value, Workflow, json};

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
    /// Node, reason and event of the EXIT node; the outer none where the run did not come to an end.
    exit: Option<Option<[Option<String>; 3]>>,
    output: Value,
    cause: Option<Cause>,
    error: Option<String>,
    notes: Vec<String>,
}

impl<'a> Told<'a> {
    /// Of a run that ended.
    pub fn ended(workflow: &'a Workflow, ended: &Ended, duration: Duration) -> Self {
        let exit =
            ended.exit.map(|Exit { node, reason, emit }| [Some(node), reason, emit].map(|it| it.map(str::to_owned)));
        Self {
            workflow,
            status: Some(ended.status.to_owned()),
            trace_id: ended.run.trace_id().to_owned(),
            trace: Some(ended.run.trace_file().to_owned()),
            duration,
            exit: Some(exit),
            output: ended.output(),
            cause: ended.cause.as_deref().cloned(),
            error: None,
            notes: Vec::new(),
        }
    }

    /// Of one that took place before, with the file of its trace if that is still there.
    pub fn before(workflow: &'a Workflow, end: FirstEnd, trace: Option<PathBuf>, duration: Duration) -> Self {
        let FirstEnd { trace_id, status, output, exit, cause } = end;
        let exit = exit.map(|exit| [Some(exit.node), exit.reason, exit.emit]);
        Self {
            workflow,
            status: Some(status),
            trace_id,
            trace,
            duration,
            exit: Some(exit),
            output,
            cause,
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
            exit: None,
            output: Value::Null,
            cause: None,
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
        if let Some(at) = &self.exit {
            if self.output.as_object().is_some_and(|output| !output.is_empty()) {
                line(&mut out, "Output", &json::compact(&self.output));
            }
            line(&mut out, "Exit", &exit(status, at.as_ref()));
            for (name, text) in self.cause.iter().flat_map(|cause| reason::lines(self.workflow, cause)) {
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
        if let Some(at) = &self.exit {
            let [node, reason, emit] = at.clone().unwrap_or_default();
            fields.extend([("exit", node.into()), ("exit_reason", reason.into()), ("emits", emit.into())]);
            fields.push(("output", self.output.clone()));
        }
        fields.extend(self.cause.iter().flat_map(|cause| reason::fields(self.workflow, cause)));
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

/// The EXIT node, with its reason and event.
fn exit(status: &str, at: Option<&[Option<String>; 3]>) -> String {
    let Some([Some(node), reason, emit]) = at else { return format!("none (no edge for {status})") };
    let emit = emit.as_ref().map(|event| format!("emits {event}"));
    let facts: Vec<String> = reason.as_deref().map(one_line).into_iter().chain(emit).collect();
    if facts.is_empty() { node.to_owned() } else { format!("{node} ({})", facts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_line_leaves_out_what_is_absent() {
        let line = |reason: Option<&str>, emit: Option<&str>| {
            exit("SUCCESS", Some(&[Some("EXIT_OK"), reason, emit].map(|it| it.map(str::to_owned))))
        };
        assert_eq!(line(Some("DONE"), Some("EV_X_V0")), "EXIT_OK (DONE, emits EV_X_V0)");
        assert_eq!(line(Some("ALL\nDONE"), None), "EXIT_OK (ALL DONE)");
        assert_eq!(line(None, Some("EV_X_V0")), "EXIT_OK (emits EV_X_V0)");
        assert_eq!(line(None, None), "EXIT_OK");
        assert_eq!(exit("NACK", None), "none (no edge for NACK)");
    }
}
