//! What runs have taken of their workflows: nodes, edges, outcomes, evaluations, rules of admission.
//!
//! ```text
//! workflow  what was taken of one workflow
//! page      the same for a person: Markdown, and the workflow's picture
//! ```

mod page;
mod workflow;

use std::collections::BTreeMap;

use pgs_rt::Workflow;
use pgs_trace::Trace;

use crate::graph::{GraphData, GraphError};
use crate::runs::Runs;

pub use page::{counts, page, picture};
pub use workflow::{
    Count, EdgeCoverage, EvaluationCoverage, NodeCoverage, OutcomeCoverage, RuleCoverage, WorkflowCoverage,
};

/// What runs have taken, by workflow.
#[derive(Debug)]
pub struct Coverage {
    workflows: BTreeMap<&'static str, WorkflowCoverage>,
    /// The FQDNs in traces of workflows that are none of these.
    unknown: BTreeMap<String, usize>,
}

impl Coverage {
    /// Nothing yet of these workflows. One whose graph was not drawn when it was compiled is left out.
    pub fn new(workflows: &[Workflow]) -> Result<Self, GraphError> {
        let mut by_name = BTreeMap::new();
        for workflow in workflows {
            if let Some(graph) = &workflow.graph {
                let coverage = WorkflowCoverage::new(workflow, GraphData::of(graph)?);
                by_name.insert(workflow.id.fqdn, coverage);
            }
        }
        Ok(Self { workflows: by_name, unknown: BTreeMap::new() })
    }

    /// Adds the runs of a trace, those of nested workflows too.
    pub fn add(&mut self, trace: &Trace) {
        let Some(runs) = Runs::of(trace) else { return };
        for run in runs.workflows() {
            let Some(name) = run.workflow else { continue };
            // Those of PGC are not covered.
            match self.workflows.get_mut(name).filter(|_| run.of_pgc.is_none()) {
                Some(workflow) => workflow.add(run),
                None => *self.unknown.entry(name.to_owned()).or_default() += 1,
            }
        }
    }

    /// What was taken of each workflow, by name.
    pub fn workflows(&self) -> impl Iterator<Item = &WorkflowCoverage> {
        self.workflows.values()
    }

    /// The FQDNs in traces that this build does not know, or without a graph, and how many runs they have.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, usize)> {
        self.unknown.iter().map(|(name, runs)| (name.as_str(), *runs))
    }
}
