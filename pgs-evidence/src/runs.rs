//! What happened: the workflows of a trace with their contracts and steps. `reader` puts them together.

mod reader;
mod workflow;

use pgs_trace::Trace;

use self::reader::Reader;

pub(crate) use self::workflow::{ContractRun, DEPTH_TOLD_APART, RunError, StepRun, WorkflowRun, is_good};

/// What the events of a trace tell.
#[derive(Debug)]
pub(crate) struct Runs<'t> {
    /// The workflow that was started.
    pub root: WorkflowRun<'t>,
    /// The workflows that steps started, in the order in which they began.
    pub nested: Vec<WorkflowRun<'t>>,
    /// Whether the last event seals the trace; none where its system does not.
    pub sealed: Option<bool>,
    /// How many events there are.
    pub events: usize,
    /// The hash of the last one.
    pub hash: Option<&'t str>,
}

impl<'t> Runs<'t> {
    /// What the events of this trace tell; none where it has no event.
    pub fn of(trace: &'t Trace) -> Option<Self> {
        let mut reader = Reader::default();
        trace.events().for_each(|event| reader.take(event));
        let mut workflows = reader.workflows().into_iter();
        let (root, nested) = (workflows.next()?, workflows.collect());
        let last = trace.events().last()?;
        Some(Self {
            root,
            nested,
            sealed: last.is_chained().then(|| last.seals()),
            events: trace.events().count(),
            hash: last.hash(),
        })
    }

    /// All workflows, in the order in which they began.
    pub fn workflows(&self) -> impl Iterator<Item = &WorkflowRun<'t>> {
        std::iter::once(&self.root).chain(&self.nested)
    }

    /// The workflow with this index.
    pub fn workflow(&self, n: usize) -> Option<&WorkflowRun<'t>> {
        match n.checked_sub(1) {
            None => Some(&self.root),
            Some(n) => self.nested.get(n),
        }
    }
}
