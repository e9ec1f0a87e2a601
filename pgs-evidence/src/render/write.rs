//! Summary and picture as files beside the trace, each whole or not at all.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use pgs_trace::Trace;

use super::context::Context;
use super::error::RenderError;
use super::markdown::markdown;
use super::picture::picture;
use crate::files::each;
use crate::trace_id::is_trace_id;
use crate::workflows::Workflows;

/// Which files are written beside a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Files {
    /// `.md`: a summary for a person.
    pub md: bool,
    /// `.png`: the graph with the path in colour.
    pub png: bool,
}

impl Files {
    /// The trace stays alone.
    pub const NONE: Self = Self { md: false, png: false };
    /// Both.
    pub const ALL: Self = Self { md: true, png: true };
}

/// What was written beside a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The workflow that was started, where it is recorded.
    pub workflow: Option<String>,
    /// Whether a picture was asked for and there is none, as the workflow is not known.
    pub lacks_picture: bool,
}

/// Writes these files beside each trace of a file: named as the trace file, or, where it holds several traces, by trace
/// id. The workflow of a trace that is none of these has no graph: its summary is without, and there is no picture.
pub fn write_beside(file: &Path, files: Files, workflows: &[pgs_rt::Workflow]) -> Vec<Result<Written, RenderError>> {
    each(file).map(|trace| write_trace(&trace?, files, workflows.into())).collect()
}

/// The same beside one trace.
pub fn write_trace(trace: &Trace, files: Files, workflows: Workflows<'_>) -> Result<Written, RenderError> {
    let base = base(trace)?;
    let context = Context::of(trace, workflows)?;
    let mut written = Vec::new();
    if files.md {
        written.push(put(&base, "md", markdown(&context).as_bytes())?);
    }
    if files.png
        && let Some(picture) = picture(&context)?
    {
        written.push(put(&base, "png", &picture)?);
    }
    Ok(Written {
        files: written,
        workflow: context.runs.root.workflow.map(str::to_owned),
        lacks_picture: files.png && context.graph.is_none(),
    })
}

/// The files' path without extension.
fn base(trace: &Trace) -> Result<PathBuf, RenderError> {
    if trace.alone {
        return Ok(trace.file.with_extension(""));
    }
    match trace.id().filter(|id| is_trace_id(id)) {
        Some(id) => Ok(trace.file.with_file_name(id)),
        None => Err(RenderError::NoTraceId { file: trace.file.clone(), line: trace.first_line() }),
    }
}

/// Writes a file, whole or not at all.
fn put(base: &Path, extension: &str, bytes: &[u8]) -> Result<PathBuf, RenderError> {
    let file = base.with_added_extension(extension);
    match replace(&file, bytes) {
        Ok(()) => Ok(file),
        Err(source) => Err(RenderError::Write { file, source }),
    }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pgs-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As the trace: the umask takes from that what it takes from any new file.
        builder.permissions(std::fs::Permissions::from_mode(0o660));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
