//! What `pgs examine` prints.
//!
//! ```text
//! facts     what there is to say of one trace, and of several
//! text      facts by line; a table for several traces
//! markdown  the same as Markdown
//! json      one object a line
//! ```

mod facts;
mod json;
mod markdown;
mod text;

use pgs_evidence::Workflows;
use pgs_evidence::examine::{Class, ExamineError, Report, examine as report};
use pgs_evidence::text::plain;

use super::select::Selection;
use crate::options::Loudness;
use crate::output::Output;
use crate::process::Process;
use crate::style::Look;
use crate::success::Success;
use crate::text::lines;
use crate::words::Word;

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    /// Facts by line.
    Text,
    /// One object a line.
    Json,
    /// Markdown.
    Md,
}

/// What `--format` may be.
pub(crate) const REPORT_FORMATS: &[Word<ReportFormat>] = &[
    Word { text: "text", value: ReportFormat::Text, about: "Facts by line; a table for several traces" },
    Word { text: "json", value: ReportFormat::Json, about: "One object a line for each trace" },
    Word { text: "md", value: ReportFormat::Md, about: "Markdown" },
];

/// What `--class` may be.
pub(crate) const CLASSES: &[Word<Class>] = &[
    Word {
        text: "denial",
        value: Class::Denial,
        about: "A success, at an EXIT whose reason is another than COMPLETED",
    },
    Word { text: "business", value: Class::Business, about: "The protocol decided on another status" },
    Word { text: "admission", value: Class::Admission, about: "The payload was not admitted" },
    Word { text: "binding", value: Class::Binding, about: "Something did not arrive where it was needed" },
    Word { text: "transform", value: Class::Transform, about: "A transform could not compute" },
    Word { text: "side_effect", value: Class::SideEffect, about: "A store or another side effect did not do its work" },
    Word { text: "graph", value: Class::Graph, about: "An outcome has no edge, or the run did not come to an end" },
];

/// Examines these traces.
pub(crate) fn examine(
    selection: &Selection,
    success: &Success,
    format: ReportFormat,
    process: &Process<'_>,
    workflows: Workflows<'_>,
) -> Output {
    let selected = match selection.find(process) {
        Ok(selected) => selected,
        Err(error) => return error.output(),
    };
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for (_, trace) in selected.traces(workflows) {
        match trace.map_err(ExamineError::from).and_then(|trace| report(&trace, workflows.pgs)) {
            Ok(report) => reports.push(judged(report, success)),
            Err(error) => errors.push(format!("error: {}", plain(&error.to_string()))),
        }
    }
    if let Err(error) = success.check(workflows.pgs, reports.iter().filter_map(|report| report.status.as_deref())) {
        return error.output();
    }
    reports.retain(|report| selection.filter.takes_failure(report.failure.as_ref()));
    let said = match selected.end(reports.len() + errors.len(), workflows) {
        Ok(said) => said,
        Err(error) => return error.output(),
    };
    if selection.loudness == Loudness::Quiet {
        reports.retain(|report| report.failure.as_ref().is_some_and(|failure| failure.class != Class::Denial));
    }
    // A trace id begins with the time.
    reports.sort_by(|left, right| left.trace_id.cmp(&right.trace_id));
    let look = Look(process.columns);
    let structural = reports.iter().any(Report::is_structural);
    let stdout = match format {
        ReportFormat::Text => text::text(&reports, look),
        ReportFormat::Json => json::json(&reports),
        ReportFormat::Md => markdown::markdown(&reports),
    };
    Output {
        stdout,
        status: u8::from(structural || !errors.is_empty()),
        stderr: said + &lines(errors),
        is_styled: look.is_styled(),
    }
}

/// The report, where other statuses than by default are success: what the protocol decided is then no failure.
fn judged(report: Report, success: &Success) -> Report {
    let is_success = report.status.as_deref().is_some_and(|status| success.is(status));
    let failure = report.failure.filter(|failure| {
        !success.is_given() || !is_success || failure.class.is_structural() || failure.class == Class::Denial
    });
    Report { failure, ..report }
}
