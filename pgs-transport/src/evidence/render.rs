//! `pgs render`: the Markdown and the picture of a trace, beside it.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::files;
use super::graph::GraphData;
use super::mark::Marks;
use super::markdown::{Held, Shown, markdown};
use super::path;
use super::picture::coloured;
use super::read::{Trace, read};
use super::runs::Runs;
use super::text::{is_trace_id, lines, plain};
use crate::{Answer, Workflow};

/// What is written beside a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Forms {
    /// The Markdown.
    pub md: bool,
    /// The picture.
    pub png: bool,
}

impl Forms {
    /// The trace alone.
    pub const NONE: Self = Self { md: false, png: false };
    /// Both.
    pub const ALL: Self = Self { md: true, png: true };
}

/// Renders these traces; a line for each.
pub(crate) fn render(traces: &[PathBuf], workflows: &[Workflow]) -> Answer {
    let files = match files::find(traces) {
        Ok(files) => files,
        Err(message) => return Answer::error(message),
    };
    let forms = Forms::ALL;
    let (mut written, mut errors) = (Vec::new(), Vec::new());
    for rendered in files.iter().flat_map(|file| of_file(file, forms, workflows)) {
        match rendered {
            Ok(line) => written.push(plain(&line)),
            Err(message) => errors.push(format!("error: {}", plain(&message))),
        }
    }
    Answer { status: u8::from(!errors.is_empty()), stdout: lines(written), stderr: lines(errors) }
}

/// Writes these forms beside the traces of a file. Each answer is a line that says what was written, or an error.
pub(crate) fn of_file(file: &Path, forms: Forms, workflows: &[Workflow]) -> Vec<Result<String, String>> {
    match read(file) {
        Ok(traces) => {
            let alone = traces.len() == 1;
            traces.iter().map(|trace| of_trace(trace, alone, forms, workflows)).collect()
        }
        Err(message) => vec![Err(message)],
    }
}

fn of_trace(trace: &Trace, alone: bool, forms: Forms, workflows: &[Workflow]) -> Result<String, String> {
    let at = |reason: &str| format!("{}:{}: {reason}", trace.file.display(), trace.first_line());
    let runs = Runs::of(trace);
    let Some(root) = runs.root() else { return Err(at("no event can be read; give a trace (.jsonl)")) };
    let base = base(trace, alone).ok_or_else(|| at("the trace has no trace id to name files after"))?;
    let workflow = workflows.iter().find(|workflow| Some(workflow.id.fqdn) == root.workflow);
    let graph =
        workflow.map(|workflow| GraphData::parse(workflow.graph.data)).transpose().map_err(|error| at(&error))?;
    let path = path::Path::of(root, graph.as_ref());
    let marks = graph.as_ref().map(|graph| Marks::of(&path, root.status(), graph));
    let held = match (workflow, &graph, &marks) {
        (Some(workflow), Some(graph), Some(marks)) => Some(Held { workflow, graph, marks }),
        _ => None,
    };
    let mut written = Vec::new();
    if forms.md {
        let unreadable = trace.unreadable().map(|(line, reason)| format!("line {line}: {reason}")).collect();
        let id = trace.id().unwrap_or_default();
        let text = markdown(&Shown { id, runs: &runs, unreadable, path: &path, held });
        written.push(put(&base, "md", text.as_bytes())?);
    }
    if let (true, Some(Held { workflow, graph, marks })) = (forms.png, held) {
        let picture = coloured(workflow.graph.picture, graph, marks).map_err(|error| at(&error))?;
        written.push(put(&base, "png", &picture)?);
    }
    Ok(line(&written, forms.png && held.is_none(), root.workflow))
}

fn line(written: &[String], lacks_picture: bool, workflow: Option<&str>) -> String {
    let workflow = workflow.unwrap_or("that is not recorded");
    let lack =
        if lacks_picture { format!(" (no graph: this binary holds no workflow {workflow})") } else { String::new() };
    format!("wrote {}{lack}", written.join(" and "))
}

/// The files' path without extension: the trace's own, or, where a file holds several traces, one named by trace id.
fn base(trace: &Trace, alone: bool) -> Option<PathBuf> {
    if alone {
        return Some(trace.file.with_extension(""));
    }
    let id = trace.id().filter(|id| is_trace_id(id))?;
    Some(trace.file.with_file_name(id))
}

/// Writes a file, whole or not at all.
fn put(base: &Path, extension: &str, bytes: &[u8]) -> Result<String, String> {
    let path = base.with_added_extension(extension);
    let message = |error: std::io::Error| format!("{} can't be written: {error}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pgs-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: what the umask leaves.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(message)?;
    file.write_all(bytes).map_err(message)?;
    file.persist(&path).map_err(|error| message(error.error))?;
    Ok(path.display().to_string())
}
