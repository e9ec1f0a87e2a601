//! What a run prints.

use std::fmt::Write as _;
use std::time::Duration;

use pgs_rt::{Ended, Exit, FirstEnd, Run, Value, Workflow, json};

use crate::text::one_line;

/// The summary of a run, one fact a line. No line shows what the workflow suppresses.
pub(crate) fn summary(workflow: &Workflow, ended: &Ended, duration: Duration) -> String {
    let mut out = head(workflow, ended.run.trace_id(), ended.status, duration);
    let exit = ended.exit.map(|Exit { node, reason, emit }| (node, reason, emit));
    end(&mut out, &ended.output(), ended.status, exit);
    out
}

/// The same of one that took place before.
pub(crate) fn summary_before(workflow: &Workflow, ended: &FirstEnd, duration: Duration) -> String {
    let mut out = head(workflow, &ended.trace_id, &ended.status, duration);
    let exit = ended.exit.as_ref().map(|exit| (exit.node.as_str(), exit.reason.as_deref(), exit.emit.as_deref()));
    end(&mut out, &ended.output, &ended.status, exit);
    out
}

fn end(out: &mut String, output: &Value, status: &str, at: Option<(&str, Option<&str>, Option<&str>)>) {
    if output.as_object().is_some_and(|output| !output.is_empty()) {
        line(out, "Output", &json::compact(output));
    }
    line(out, "Exit", &exit(status, at));
}

/// The summary of a run that broke off because its state can't be kept.
pub(crate) fn backend_error(workflow: &Workflow, run: &Run, duration: Duration) -> String {
    head(workflow, run.trace_id(), "BACKEND_ERROR", duration)
}

fn head(workflow: &Workflow, trace_id: &str, status: &str, duration: Duration) -> String {
    let mut out = String::new();
    line(&mut out, "Workflow", workflow.id.fqdn);
    line(&mut out, "Status", status);
    line(&mut out, "Trace ID", trace_id);
    line(&mut out, "Duration", &format!("{}ms", duration.as_millis()));
    out
}

fn line(out: &mut String, name: &str, value: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(out, "{:<12}{value}", format!("{name}:"));
}

/// The EXIT node, with its reason and event.
fn exit(status: &str, at: Option<(&str, Option<&str>, Option<&str>)>) -> String {
    let Some((node, reason, emit)) = at else { return format!("none (no edge for {status})") };
    let facts: Vec<String> =
        reason.map(one_line).into_iter().chain(emit.map(|event| format!("emits {event}"))).collect();
    if facts.is_empty() { node.to_owned() } else { format!("{node} ({})", facts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_line_leaves_out_what_is_absent() {
        let line = |reason, emit| exit("SUCCESS", Some(("EXIT_OK", reason, emit)));
        assert_eq!(line(Some("DONE"), Some("EV_X_V0")), "EXIT_OK (DONE, emits EV_X_V0)");
        assert_eq!(line(Some("ALL\nDONE"), None), "EXIT_OK (ALL DONE)");
        assert_eq!(line(None, Some("EV_X_V0")), "EXIT_OK (emits EV_X_V0)");
        assert_eq!(line(None, None), "EXIT_OK");
        assert_eq!(exit("NACK", None), "none (no edge for NACK)");
    }
}
