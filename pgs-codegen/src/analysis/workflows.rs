//! What workflows name: their intent, their contracts, the workflows that they start, the keys that they keep back.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::protocol::{Action, Protocol, Step, Workflow};

/// The intent that admits the payload of a workflow: that of its start node.
pub fn intent_of(workflow: &Workflow) -> Option<&String> {
    match &workflow.node(&workflow.start)?.action {
        Action::Admit { intent, .. } => intent.as_ref(),
        Action::Run { .. } | Action::Exit { .. } => None,
    }
}

/// The contracts that the nodes of a workflow run.
pub fn contracts_of(workflow: &Workflow) -> impl Iterator<Item = &String> {
    workflow.nodes.iter().filter_map(|node| match &node.action {
        Action::Run { contract, .. } => Some(contract),
        Action::Admit { .. } | Action::Exit { .. } => None,
    })
}

/// The workflows that a step names in its inputs.
pub fn started_by<'a>(step: &Step, protocol: &'a Protocol) -> Vec<&'a str> {
    let texts = step.inputs.iter().flat_map(|(_, binding)| binding.texts());
    texts.filter_map(|text| protocol.workflows.get_key_value(text)).map(|(fqdn, _)| fqdn.as_str()).collect()
}

/// The workflows that suppress something, and all that they start.
pub fn with_secrets(protocol: &Protocol) -> BTreeSet<&str> {
    let suppresses = |workflow: &&Workflow| !suppressed(workflow, protocol).is_empty();
    let mut found = BTreeSet::new();
    let mut open: Vec<&Workflow> = protocol.workflows.values().filter(suppresses).collect();
    while let Some(workflow) = open.pop() {
        if found.insert(workflow.fqdn.as_str()) {
            let contracts = contracts_of(workflow).filter_map(|fqdn| protocol.contracts.get(fqdn));
            let started = contracts.flat_map(|contract| &contract.steps).flat_map(|step| started_by(step, protocol));
            open.extend(started.filter_map(|fqdn| protocol.workflows.get(fqdn)));
        }
    }
    found
}

/// The keys that no contract of the workflow, and of the workflows that it starts, lets out, each with such a contract.
pub fn suppressed(workflow: &Workflow, protocol: &Protocol) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![workflow.fqdn.as_str()];
    while let Some(fqdn) = open.pop() {
        let Some(workflow) = protocol.workflows.get(fqdn).filter(|it| seen.insert(it.fqdn.as_str())) else { continue };
        for contract in contracts_of(workflow).filter_map(|fqdn| protocol.contracts.get(fqdn)) {
            for key in &contract.suppressed {
                keys.entry(key.clone()).or_insert_with(|| contract.fqdn.clone());
            }
            open.extend(contract.steps.iter().flat_map(|step| started_by(step, protocol)));
        }
    }
    keys
}
