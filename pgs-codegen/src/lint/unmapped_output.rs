//! W006: a declared output that no step maps.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Action, Contract, say};

use super::near_names::outputs_without_step;
use super::subjects::{node_reads, step_reads};
use crate::analysis::Analysis;
use crate::analysis::node_read::NodeRead;
use crate::analysis::step_read::StepRead;
use crate::analysis::types::maps;

/// The contracts that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let wanted = wanted(analysis);
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        for (key, _) in &contract.outputs {
            let is_input = contract.inputs.iter().any(|(name, _)| name == key);
            if !is_input && !maps(contract, std::slice::from_ref(key)) {
                of_output(contract, key, wanted.contains(&(contract.fqdn.clone(), key.clone())), diagnostics);
            }
        }
    }
}

/// Where somebody reads the output, the step that maps nearly its name is wrong; else the declaration is.
fn of_output(contract: &Contract, key: &str, is_wanted: bool, diagnostics: &mut Diagnostics) {
    let declared = contract.place.at(["core", "outputs", key]);
    let message = format!("no step maps the declared output `{key}`; it is never in the surface");
    let (place, message, remedy) = match outputs_without_step(contract).get(key) {
        Some((step, mapped)) if is_wanted => (
            step.place.at(["outputs", mapped]),
            format!("step `{}` maps `{mapped}`, which is not declared; {message}", step.name),
            format!("write `{key}`, if that is meant; otherwise declare `{mapped}`"),
        ),
        Some((step, mapped)) => (
            declared,
            message,
            format!(
                "write `{mapped}`, which step `{}` maps, if that is meant; otherwise remove the declaration",
                step.name
            ),
        ),
        None => (declared, message, "map it in the `outputs` of a step, or remove the declaration".to_owned()),
    };
    say(diagnostics, Code::UnmappedOutput, &place, message, remedy);
}

/// The outputs that are read and not there, by contract.
fn wanted(analysis: &Analysis<'_>) -> BTreeSet<(String, String)> {
    let mut wanted = BTreeSet::new();
    step_reads(analysis, &mut |scope, read, _| {
        if let StepRead::NoOutput { key, .. } = read {
            wanted.insert((scope.contract.fqdn.clone(), key.to_owned()));
        }
    });
    node_reads(analysis, &mut |workflow, read, _| {
        if let NodeRead::NoField { node, key } = read
            && let Some(Action::Run { contract, .. }) = workflow.node(node).map(|it| &it.action)
        {
            wanted.insert((contract.clone(), key.to_owned()));
        }
    });
    wanted
}
