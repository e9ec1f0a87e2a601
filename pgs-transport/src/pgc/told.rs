//! What is printed of a run of PGC.

use std::fmt::Write as _;
use std::time::Duration;

use pgs_pgc::{Ended, Value, Workflow};
use pgs_value::json;

use crate::style::Look;
use crate::success::Success;
use crate::summary::RunFormat;

/// A run that ended.
pub struct Told<'a> {
    /// The workflow.
    pub workflow: &'a Workflow,
    /// How it ended.
    pub ended: &'a Ended,
    /// How long it took.
    pub duration: Duration,
}

impl Told<'_> {
    /// In this form. The text is styled.
    pub fn text(&self, format: RunFormat, success: &Success, look: Look) -> String {
        match format {
            RunFormat::Text => self.lines(success, look),
            RunFormat::Json => self.object() + "\n",
        }
    }

    /// One fact a line. First come those that the reference prints.
    fn lines(&self, success: &Success, look: Look) -> String {
        let Self { workflow, ended, duration } = self;
        let mut out = String::new();
        line(&mut out, "Workflow", workflow.id.fqdn);
        let status = look.status(ended.status, success.is(ended.status));
        // Writing to a String can't fail.
        let _ = writeln!(out, "{:<12}{status}", "Status:");
        line(&mut out, "Trace ID", ended.run.trace_id());
        line(&mut out, "Duration", &format!("{}ms", duration.as_millis()));
        if !ended.surface.is_empty() {
            line(&mut out, "Output", &json::compact(&Value::Object(ended.surface.clone())));
        }
        let emits = ended.exit.emit.join(", ");
        line(
            &mut out,
            "Exit",
            &if emits.is_empty() { ended.exit.node.to_owned() } else { format!("{} (emits {emits})", ended.exit.node) },
        );
        line(&mut out, "Trace", &ended.run.trace_file().display().to_string());
        for note in ended.run.notes() {
            line(&mut out, "Note", &note);
        }
        out
    }

    /// One object.
    fn object(&self) -> String {
        let Self { workflow, ended, duration } = self;
        let fields: Vec<(&str, Value)> = vec![
            ("workflow", workflow.id.fqdn.into()),
            ("status", ended.status.into()),
            ("trace_id", ended.run.trace_id().into()),
            ("trace", ended.run.trace_file().display().to_string().into()),
            ("duration_ms", i64::try_from(duration.as_millis()).unwrap_or(i64::MAX).into()),
            ("exit", ended.exit.node.into()),
            ("emits", ended.exit.emit.iter().map(|event| Value::from(*event)).collect()),
            ("output", Value::Object(ended.surface.clone())),
        ];
        json::compact(&Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
    }
}

fn line(out: &mut String, name: &str, value: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(out, "{:<12}{}", format!("{name}:"), pgs_escape::line(value));
}
