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

use crate::process::Answer;
use crate::text::lines;

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    /// Facts by line; a table for several traces.
    Text,
    /// One object a line for each trace.
    Json,
    /// Markdown.
    Md,
}

/// Examines these traces.
pub(crate) fn examine(traces: &[PathBuf], format: ReportFormat, workflows: &[Workflow]) -> Answer {
    let files = match pgs_evidence::find(traces) {
        Ok(files) => files,
        Err(error) => return Answer::error(error.to_string()),
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
    Answer { stdout, status: u8::from(structural || !errors.is_empty()), stderr: lines(errors) }
}
