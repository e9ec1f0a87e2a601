//! The stores that a workflow may use, with all that it starts: what a run has to hold so that others see it as one
//! moment.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pgs_description::{Access, WorksOn};
use pgs_protocol::protocol::{Call, Step, Workflow};

use super::signature::operation;
use super::workflows::started_by;
use super::{Analysis, stores};

/// The paths of stores below the data root, each with whether the store may be written.
pub type StoreUses = BTreeMap<String, bool>;

/// The stores that a run of this workflow may use.
pub fn of_workflow(workflow: &str, analysis: &Analysis<'_>) -> StoreUses {
    let mut uses = StoreUses::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![workflow];
    while let Some(fqdn) = open.pop() {
        let Some(workflow) = analysis.protocol.workflows.get(fqdn).filter(|it| seen.insert(it.fqdn.as_str())) else {
            continue;
        };
        for step in analysis.steps(workflow) {
            if let Some((path, writes)) = used_by(step, workflow, analysis) {
                *uses.entry(path).or_default() |= writes;
            }
            open.extend(started_by(step, analysis.protocol));
        }
    }
    uses
}

fn used_by(step: &Step, workflow: &Workflow, analysis: &Analysis<'_>) -> Option<(String, bool)> {
    let Call::SideEffect { fqdn, op } = &step.call else { return None };
    let (implemented, operation) = operation(fqdn, op, analysis.protocol).ok()?;
    let WorksOn::Store(kind) = implemented.works_on else { return None };
    // One that lies nowhere, or outside, is never used.
    let path = stores::path(workflow, kind, step.store.as_deref(), fqdn, analysis.protocol).ok().flatten()?;
    // In its one spelling: `a//b` is `a/b`.
    let path: PathBuf = Path::new(&path).components().collect();
    Some((path.to_str()?.to_owned(), operation.access != Access::Read))
}
