//! `pgs examine`: how runs ended, and what is at fault where they failed (`docs/traces.md`, "Examining").
//!
//! ```text
//! class     the kinds of failure, and which one it is
//! finding   what is at fault, where, and what to do about it
//! artifact  where an artifact lies in its snapshot
//! report    the report of one trace
//! form      reports as text, JSON and Markdown
//! ```

mod artifact;
mod class;
mod finding;
mod form;
mod report;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::files;
use super::graph::GraphData;
use super::read::read;
use super::text::{lines, plain};
use crate::{Answer, Workflow};
use report::Report;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Facts by line; a table for several traces
    Text,
    /// One object a line for each trace
    Json,
    /// Markdown
    Md,
}

/// Examines these traces.
pub(crate) fn examine(traces: &[PathBuf], format: Format, workflows: &[Workflow]) -> Answer {
    let files = match files::find(traces) {
        Ok(files) => files,
        Err(message) => return Answer::error(message),
    };
    let graphs = |fqdn: &str| {
        let workflow = workflows.iter().find(|workflow| workflow.id.fqdn == fqdn)?;
        GraphData::parse(workflow.graph.data).ok()
    };
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for report in files.iter().flat_map(|file| of_file(file, &graphs)) {
        match report {
            Ok(report) => reports.push(report),
            Err(message) => errors.push(format!("error: {}", plain(&message))),
        }
    }
    let structural = reports.iter().any(Report::is_structural);
    let stdout = match format {
        Format::Text => form::text(&reports),
        Format::Json => form::json(&reports),
        Format::Md => form::markdown(&reports),
    };
    Answer { stdout, status: u8::from(structural || !errors.is_empty()), stderr: lines(errors) }
}

fn of_file(file: &Path, graphs: finding::Graphs<'_>) -> Vec<Result<Report, String>> {
    match read(file) {
        Ok(traces) => traces.iter().map(|trace| Report::of(trace, graphs)).collect(),
        Err(message) => vec![Err(message)],
    }
}
