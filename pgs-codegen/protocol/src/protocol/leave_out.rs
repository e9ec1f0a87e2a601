//! Workflows that the settings leave out: they are not compiled, and neither is what they alone use.

use std::collections::BTreeSet;

use super::place::{Place, say};
use super::{Action, LeftOut, Protocol, Workflow};
use crate::diagnostic::{Code, Diagnostics};
use crate::near;

/// Leaves out the workflows that these patterns name: FQDNs, of which `*` at the end stands for every name that begins so.
/// `place` is where they are written.
pub fn leave_out(protocol: &mut Protocol, patterns: &[String], place: &Place, diagnostics: &mut Diagnostics) {
    for (n, pattern) in patterns.iter().enumerate() {
        let place = place.at([n.to_string().as_str()]);
        let named: Vec<String> = protocol.workflows.keys().filter(|fqdn| is_meant(pattern, fqdn)).cloned().collect();
        if named.is_empty() && !protocol.left_out.iter().any(|it| is_meant(pattern, &it.workflow.fqdn)) {
            let message = format!("`{pattern}` names no workflow of the snapshot");
            let known = protocol.workflows.keys().map(String::as_str);
            let otherwise = "name a workflow, or the beginning of names with `*` behind it";
            say(diagnostics, Code::UnknownSetting, &place, message, near::remedy(pattern, known, otherwise));
        }
        for fqdn in named {
            if let Some(workflow) = protocol.workflows.remove(&fqdn) {
                protocol.left_out.push(LeftOut { workflow, place: place.clone() });
            }
        }
    }
    remove_unused(protocol);
}

/// Whether a pattern names this workflow.
fn is_meant(pattern: &str, fqdn: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(head) => fqdn.starts_with(head),
        None => pattern == fqdn,
    }
}

/// Removes what the workflows that are left out use, and no other does. What they call stays: it says what they lack.
fn remove_unused(protocol: &mut Protocol) {
    let kept: BTreeSet<String> = protocol.workflows.values().flat_map(named).collect();
    let left: BTreeSet<String> = protocol.left_out.iter().flat_map(|it| named(&it.workflow)).collect();
    let is_kept = |fqdn: &String| kept.contains(fqdn) || !left.contains(fqdn);
    protocol.intents.retain(|fqdn, _| is_kept(fqdn));
    protocol.bindings.retain(|fqdn, _| is_kept(fqdn));
    let contracts: Vec<String> = protocol.contracts.keys().filter(|fqdn| !is_kept(fqdn)).cloned().collect();
    for fqdn in contracts {
        if let Some(contract) = protocol.contracts.remove(&fqdn) {
            protocol.contracts_left_out.insert(fqdn, contract);
        }
    }
}

/// What a workflow names: intents, contracts, runtime bindings.
fn named(workflow: &Workflow) -> Vec<String> {
    let nodes = workflow.nodes.iter().filter_map(|node| match &node.action {
        Action::Admit { intent, .. } => intent.clone(),
        Action::Run { contract, .. } => Some(contract.clone()),
        Action::Exit { .. } => None,
    });
    nodes.chain(workflow.binding.clone()).chain(workflow.consults.iter().cloned()).collect()
}
