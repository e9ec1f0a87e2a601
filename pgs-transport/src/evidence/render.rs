//! What `pgs render` prints.

use std::path::PathBuf;

use pgs_evidence::render::{Files, Written, write_beside};
use pgs_evidence::text::plain;
use pgs_rt::Workflow;

use crate::output::Output;
use crate::text::lines;

/// Renders these traces; a line for each.
pub(crate) fn render(traces: &[PathBuf], workflows: &[Workflow]) -> Output {
    let files = match pgs_evidence::find(traces) {
        Ok(files) => files,
        Err(error) => return Output::error(error),
    };
    let (mut written, mut errors) = (Vec::new(), Vec::new());
    for result in files.iter().flat_map(|file| write_beside(file, Files::ALL, workflows)) {
        match result {
            Ok(files) => written.push(plain(&line(&files))),
            Err(error) => errors.push(format!("error: {}", plain(&error.to_string()))),
        }
    }
    Output { status: u8::from(!errors.is_empty()), stdout: lines(written), stderr: lines(errors), ..Output::default() }
}

fn line(written: &Written) -> String {
    let Written { files, workflow, lacks_picture } = written;
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let workflow = workflow.as_deref().unwrap_or("that is not recorded");
    let lack =
        if *lacks_picture { format!(" (no graph: this binary holds no workflow {workflow})") } else { String::new() };
    format!("wrote {}{lack}", files.join(" and "))
}
