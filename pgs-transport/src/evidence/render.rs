//! What `pgs render` prints.

use pgs_evidence::Workflows;
use pgs_evidence::render::{Files, RenderError, Written, write_trace};
use pgs_evidence::text::plain;

use super::select::Selection;
use crate::options::Loudness;
use crate::output::Output;
use crate::process::Process;
use crate::text::lines;

/// Renders these traces; a line for each.
pub(crate) fn render(selection: &Selection, process: &Process<'_>, workflows: Workflows<'_>) -> Output {
    let selected = match selection.find(process) {
        Ok(selected) => selected,
        Err(error) => return error.output(),
    };
    let (mut written, mut errors) = (Vec::new(), Vec::new());
    for (_, trace) in selected.traces(workflows) {
        match trace.map_err(RenderError::from).and_then(|trace| write_trace(&trace, Files::ALL, workflows)) {
            Ok(files) => written.push(plain(&line(&files))),
            Err(error) => errors.push(format!("error: {}", plain(&error.to_string()))),
        }
    }
    let said = match selected.end(written.len() + errors.len(), workflows) {
        Ok(said) => said,
        Err(error) => return error.output(),
    };
    let stdout = if selection.loudness == Loudness::Quiet { String::new() } else { lines(written) };
    Output { status: u8::from(!errors.is_empty()), stdout, stderr: said + &lines(errors), ..Output::default() }
}

fn line(written: &Written) -> String {
    let Written { files, workflow, lacks_picture } = written;
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let workflow = workflow.as_deref().unwrap_or("that is not recorded");
    let lack =
        if *lacks_picture { format!(" (no graph: this binary holds no workflow {workflow})") } else { String::new() };
    format!("wrote {}{lack}", files.join(" and "))
}
