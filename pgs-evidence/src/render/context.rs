//! What is rendered: a trace with what its events tell, and the graph of its workflow.

use pgs_rt::Graph;
use pgs_trace::{Trace, UnreadableLine};

use super::error::RenderError;
use crate::graph::GraphData;
use crate::mark::Marks;
use crate::path::TakenPath;
use crate::pgc::{is_pgc, unreadable};
use crate::runs::Runs;
use crate::workflows::Workflows;

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
    /// The digest of the protocol that it was compiled from, or the identity of the snapshot.
    pub protocol: &'w str,
    /// Its graph.
    pub graph: Graph,
    /// The nodes and edges of that.
    pub data: GraphData,
    /// What of them was taken.
    pub marks: Marks,
}

impl<'t, 'w> Context<'t, 'w> {
    /// Reads what the trace tells.
    pub fn of(trace: &'t Trace, workflows: Workflows<'w>) -> Result<Self, RenderError> {
        let (file, line) = (|| trace.file.clone(), trace.first_line());
        let of_pgc = || unreadable(trace).into_iter().next().filter(|_| is_pgc(trace));
        let runs = Runs::of(trace).ok_or_else(|| match trace.unreadable().next().or_else(of_pgc) {
            Some(UnreadableLine { line, error }) => RenderError::NotATrace { file: file(), line, error },
            None => RenderError::Empty { file: file() },
        })?;
        let found = runs.root.workflow.and_then(|name| drawn(workflows, name, runs.root.of_pgc.is_some()));
        let graph = found.map(|(graph, _)| graph);
        let data = graph.as_ref().map(GraphData::of).transpose();
        let data = data.map_err(|source| RenderError::Graph { file: file(), line, source })?;
        let path = TakenPath::of(&runs.root, data.as_ref());
        let graph = found.zip(data).map(|((graph, protocol), data)| {
            let marks = Marks::of(&path, runs.root.status(), &data);
            MarkedGraph { protocol, graph, data, marks }
        });
        Ok(Self { trace, runs, path, graph })
    }
}

/// The graph of the workflow of this FQDN, and what it was compiled from.
fn drawn<'w>(workflows: Workflows<'w>, name: &str, is_pgc: bool) -> Option<(Graph, &'w str)> {
    if is_pgc {
        let workflow = workflows.pgc.iter().find(|workflow| workflow.id.fqdn == name)?;
        Some((workflow.graph?, workflow.protocol.snapshot_id))
    } else {
        let workflow = workflows.pgs.iter().find(|workflow| workflow.id.fqdn == name)?;
        Some((workflow.graph?, workflow.protocol))
    }
}
