//! What happened: the workflows of a trace with their contracts and steps. `reader` puts them together, `pgc` those of a trace
//! of PGC.

mod of_pgc;
mod pgc;
mod reader;
mod workflow;

use pgs_trace::{Trace, UnreadableLine};

use self::reader::Reader;
use crate::pgc::{is_pgc, unreadable};

pub(crate) use self::of_pgc::{Hop, OfPgc};
pub(crate) use self::workflow::{AtomRun, ContractRun, DEPTH_TOLD_APART, RunError, StepRun, WorkflowRun, is_good};

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
    /// The lines that can't be read.
    pub unreadable: Vec<UnreadableLine>,
}

impl<'t> Runs<'t> {
    /// What the events of this trace tell; none where it has no event.
    pub fn of(trace: &'t Trace) -> Option<Self> {
        if is_pgc(trace) {
            let (root, events) = pgc::read(trace)?;
            let unreadable = unreadable(trace);
            return Some(Self { root, nested: Vec::new(), sealed: None, events, hash: None, unreadable });
        }
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
            unreadable: trace.unreadable().collect(),
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
