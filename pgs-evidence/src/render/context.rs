//! What is rendered: a trace with what its events tell, and the graph of its workflow.

use pgs_rt::{Graph, Workflow};
use pgs_trace::{Trace, UnreadableLine};

use super::error::RenderError;
use crate::graph::GraphData;
use crate::mark::Marks;
use crate::path::TakenPath;
use crate::pgc::{is_pgc, unreadable};
use crate::runs::Runs;

/// What is rendered of a trace.
pub(super) struct Context<'t, 'w> {
    /// The trace.
    pub trace: &'t Trace,
    /// What its events tell.
    pub runs: Runs<'t>,
    /// The path through its graph.
    pub path: TakenPath,
    /// The graph, where its workflow is known.
    pub graph: Option<MarkedGraph<'w>>,
}

/// The graph of a workflow, and what of it was taken.
pub(super) struct MarkedGraph<'w> {
    /// The workflow's table.
    pub workflow: &'w Workflow,
    /// Its graph.
    pub graph: Graph,
    /// The nodes and edges of that.
    pub data: GraphData,
    /// What of them was taken.
    pub marks: Marks,
}

impl<'t, 'w> Context<'t, 'w> {
    /// Reads what the trace tells.
    pub fn of(trace: &'t Trace, workflows: &'w [Workflow]) -> Result<Self, RenderError> {
        let (file, line) = (|| trace.file.clone(), trace.first_line());
        let of_pgc = || unreadable(trace).into_iter().next().filter(|_| is_pgc(trace));
        let runs = Runs::of(trace).ok_or_else(|| match trace.unreadable().next().or_else(of_pgc) {
            Some(UnreadableLine { line, error }) => RenderError::NotATrace { file: file(), line, error },
            None => RenderError::Empty { file: file() },
        })?;
        let workflow = workflows.iter().find(|workflow| Some(workflow.id.fqdn) == runs.root.workflow);
        let graph = workflow.and_then(|workflow| workflow.graph);
        let data = graph.as_ref().map(GraphData::of).transpose();
        let data = data.map_err(|source| RenderError::Graph { file: file(), line, source })?;
        let path = TakenPath::of(&runs.root, data.as_ref());
        let graph = workflow.zip(graph.zip(data)).map(|(workflow, (graph, data))| {
            let marks = Marks::of(&path, runs.root.status(), &data);
            MarkedGraph { workflow, graph, data, marks }
        });
        Ok(Self { trace, runs, path, graph })
    }
}
