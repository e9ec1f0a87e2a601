//! Recorded runs: of each trace below a folder what changes are compared with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pgs_trace::event::{ContractStart, Event, StepEnd, WorkflowEnd, WorkflowStart};
use pgs_trace::{Data, ReadError, RecordedEvent, Trace};
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

/// Why recorded runs can't be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TracesError {
    /// A folder can't be searched.
    #[error("{}: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A trace file can't be read.
    #[error("{}: {}", .0.file.display(), .0.source)]
    File(ReadError),
}

impl TracesError {
    /// Whether the folder or a file is not there.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Folder { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// Reads all traces below a folder. Other files are passed over.
pub fn read(folder: &Path) -> Result<Vec<Recorded>, TracesError> {
    let mut files = Vec::new();
    collect(folder, DEPTH, &mut files)?;
    files.sort();
    let mut runs = Vec::new();
    for file in files {
        let traces = pgs_trace::read(&file).map_err(TracesError::File)?;
        runs.extend(traces.iter().filter_map(run));
    }
    Ok(runs)
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), TracesError> {
    let unreadable = |source| TracesError::Folder { folder: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        if kind.is_dir() && depth > 0 {
            collect(&path, depth - 1, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == pgs_trace::EXTENSION) {
            files.push(path);
        }
    }
    Ok(())
}

/// The run of a trace; none if it begins with something else. What follows a line that can't be read was cut off.
fn run(trace: &Trace) -> Option<Recorded> {
    let mut reader = Reader::default();
    for event in trace.lines.iter().map_while(|line| line.event.as_ref().ok()) {
        if reader.run.spans.is_empty() && !matches!(event.event(), Event::WorkflowStart(_)) {
            return None;
        }
        reader.take(event);
    }
    (!reader.run.spans.is_empty()).then_some(reader.run)
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
    fn take(&mut self, recorded: &RecordedEvent) {
        let event = recorded.event();
        if let Event::WorkflowStart(start) = event {
            return self.start(recorded.span(), &start);
        }
        let Some(n) = self.span(recorded.span()) else { return };
        if let Event::WorkflowEnd(_) = event {
            self.open.retain(|open| *open != n);
        }
        if let Some(span) = self.run.spans.get_mut(n) {
            span.take(&event);
        }
    }

    fn start(&mut self, name: Option<&str>, start: &WorkflowStart<'_>) {
        let workflow = start.nested.or(start.workflow).unwrap_or_default();
        let payload = start.payload.map(|Data(payload)| payload.to_value());
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

impl Span {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::ContractStart(ContractStart { name, node, .. }) => {
                let (node, contract) = (node.map(str::to_owned), name.unwrap_or_default().to_owned());
                self.contracts.push(Ran { node, contract, ..Ran::default() });
            }
            Event::StepEnd(StepEnd { name: Some(step), status, .. }) => {
                if let Some(ran) = self.contracts.last_mut() {
                    ran.steps.push(((*step).to_owned(), status.unwrap_or_default().to_owned()));
                }
            }
            Event::ContractEnd(end) => {
                if let Some(ran) = self.contracts.last_mut() {
                    ran.status = end.status.map(str::to_owned);
                }
            }
            Event::WorkflowEnd(WorkflowEnd { status, exit, .. }) => {
                self.status = status.map(str::to_owned);
                self.exit = exit.get().map(|exit| exit.node.to_owned());
            }
            Event::WorkflowStart(_)
            | Event::NotAdmitted(_)
            | Event::Call(_)
            | Event::StepEnd(StepEnd { name: None, .. })
            | Event::Error(_)
            | Event::Other(_) => {}
        }
    }
}
