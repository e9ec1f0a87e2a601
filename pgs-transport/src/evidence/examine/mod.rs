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

use std::path::PathBuf;

use pgs_evidence::examine::{Report, examine_file};
use pgs_evidence::text::plain;
use pgs_rt::Workflow;

use crate::output::Output;
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

/// Examines these traces.
pub(crate) fn examine(traces: &[PathBuf], format: ReportFormat, workflows: &[Workflow]) -> Output {
    let files = match pgs_evidence::find(traces) {
        Ok(files) => files,
        Err(error) => return Output::error(error),
    };
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for report in files.iter().flat_map(|file| examine_file(file, workflows)) {
        match report {
            Ok(report) => reports.push(report),
            Err(error) => errors.push(format!("error: {}", plain(&error.to_string()))),
        }
    }
    let structural = reports.iter().any(Report::is_structural);
    let stdout = match format {
        ReportFormat::Text => text::text(&reports),
        ReportFormat::Json => json::json(&reports),
        ReportFormat::Md => markdown::markdown(&reports),
    };
    Output { stdout, status: u8::from(structural || !errors.is_empty()), stderr: lines(errors), ..Output::default() }
}
