//! The levels of diagnostics that are set for what a workflow consists of.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Call, Protocol, Waiver, Workflow};

use crate::analysis::workflows::{contracts_of, intent_of};

/// Those of its artifacts, and those of its snapshot that hold for all artifacts.
pub fn waivers(workflow: &Workflow, protocol: &Protocol) -> Vec<Waiver> {
    let parts = parts(workflow, protocol);
    let concerns = |it: &&Waiver| match &it.artifact {
        Some(artifact) => parts.contains(artifact.as_str()),
        None => it.domains.contains(&workflow.domain),
    };
    protocol.waivers.iter().filter(concerns).cloned().collect()
}

/// The artifacts that it consists of.
fn parts<'a>(workflow: &'a Workflow, protocol: &'a Protocol) -> BTreeSet<&'a str> {
    let contracts = || contracts_of(workflow).filter_map(|fqdn| protocol.contracts.get(fqdn));
    let called = contracts().flat_map(|it| &it.steps).map(|step| match &step.call {
        Call::Transform { fqdn, .. } | Call::SideEffect { fqdn, .. } => fqdn.as_str(),
    });
    let own = [Some(&workflow.fqdn), intent_of(workflow), workflow.binding.as_ref()].into_iter().flatten();
    own.map(String::as_str).chain(contracts().map(|it| it.fqdn.as_str())).chain(called).collect()
}
