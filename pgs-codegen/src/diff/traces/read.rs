//! Reads recorded runs: from each trace what changes are compared with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_value::Value;

/// One trace: the run of a workflow, and those of the workflows that it started.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// The workflow that was started, and then each nested one.
    pub(super) spans: Vec<Span>,
}

/// One run of one workflow.
#[derive(Clone, Debug, Default)]
pub(super) struct Span {
    /// The FQDN.
    pub workflow: String,
    /// The payload, if it was recorded.
    pub payload: Option<Value>,
    /// The contracts that ran, in order.
    pub contracts: Vec<Ran>,
    /// The status, if the run ended.
    pub status: Option<String>,
    /// The key of the exit where it ended.
    pub exit: Option<String>,
}

/// One run of one contract.
#[derive(Clone, Debug, Default)]
pub(super) struct Ran {
    /// The key of the node, which only this project's traces say.
    pub node: Option<String>,
    /// The FQDN.
    pub contract: String,
    /// The status, if it ended.
    pub status: Option<String>,
    /// The steps that ran, each with its status; neither is known in traces of the reference interpreter.
    pub steps: Vec<(String, String)>,
}

/// How deep traces are looked for.
const DEPTH: usize = 16;

/// Reads all traces below a folder. Other files are passed over.
///
/// # Errors
///
/// Says which file or folder can't be read.
pub fn read(folder: &Path) -> Result<Vec<Recorded>, String> {
    let mut files = Vec::new();
    collect(folder, DEPTH, &mut files)?;
    files.sort();
    let runs = files.iter().map(|file| run(file));
    Ok(runs.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(|error| unreadable(folder, &error))?);
        if kind.is_dir() && depth > 0 {
            collect(&path, depth - 1, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "jsonl") {
            files.push(path);
        }
    }
    Ok(())
}

/// The run in a file; none if the file is no trace. What follows a line that can't be read was cut off.
fn run(file: &Path) -> Result<Option<Recorded>, String> {
    let text = fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    let mut reader = Reader::default();
    for line in text.lines() {
        let Ok(event) = pgs_value::from_str::<Value>(line) else { break };
        if reader.run.spans.is_empty() && event["event_type"] != "WF_START" {
            return Ok(None);
        }
        reader.event(&event);
    }
    Ok((!reader.run.spans.is_empty()).then_some(reader.run))
}

#[derive(Default)]
struct Reader {
    run: Recorded,
    /// The index of each span by its name.
    named: BTreeMap<String, usize>,
    /// The spans that have not ended, for traces that name none.
    open: Vec<usize>,
}

impl Reader {
    fn event(&mut self, event: &Value) {
        let detail = &event["detail"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let status = text(&event["result_status"]);
        if event["event_type"] == "WF_START" {
            return self.start(event["span"].as_str(), detail);
        }
        let Some(n) = self.span(event["span"].as_str()) else { return };
        if event["event_type"] == "WF_COMPLETE" {
            self.open.retain(|open| *open != n);
        }
        let Some(span) = self.run.spans.get_mut(n) else { return };
        match event["event_type"].as_str() {
            Some("CC_START") => {
                let contract = text(&detail["cc_fqdn"]).unwrap_or_default();
                span.contracts.push(Ran { node: text(&detail["node"]), contract, ..Ran::default() });
            }
            Some("CC_STEP") => {
                if let (Some(ran), Some(step)) = (span.contracts.last_mut(), text(&detail["step"])) {
                    ran.steps.push((step, text(&detail["status"]).or(status).unwrap_or_default()));
                }
            }
            Some("CC_COMPLETE") => {
                if let Some(ran) = span.contracts.last_mut() {
                    ran.status = status;
                }
            }
            Some("WF_COMPLETE") => {
                span.status = status;
                span.exit = text(&detail["exit"]["node"]);
            }
            _ => {}
        }
    }

    fn start(&mut self, name: Option<&str>, detail: &Value) {
        let workflow = detail["nested_wf_fqdn"].as_str().or_else(|| detail["wf_fqdn"].as_str()).unwrap_or_default();
        let payload = detail.get("payload").cloned();
        let n = self.run.spans.len();
        self.run.spans.push(Span { workflow: workflow.to_owned(), payload, ..Span::default() });
        self.open.push(n);
        if let Some(name) = name {
            self.named.insert(name.to_owned(), n);
        }
    }

    fn span(&self, name: Option<&str>) -> Option<usize> {
        name.and_then(|name| self.named.get(name)).or_else(|| self.open.last()).copied()
    }
}
