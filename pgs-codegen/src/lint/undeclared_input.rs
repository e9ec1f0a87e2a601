//! W008: an input that the contract does not declare, read by its steps or bound by a node.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Contract, Schema, say};

use super::subjects::{RunNode, compiled_nodes, step_reads};
use crate::analysis::Analysis;
use crate::analysis::step_read::StepRead;
use crate::analysis::types::ContractTypes;

/// The contracts and nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        if let Some(types) = analysis.types(&contract.fqdn) {
            of_contract(contract, types, analysis, diagnostics);
        }
    }
    for run in compiled_nodes(analysis) {
        if let Some(types) = analysis.types(run.contract) {
            let declared = analysis.protocol.contracts.get(run.contract).map(|it| it.inputs.as_slice());
            of_node(&run, types, declared.unwrap_or_default(), diagnostics);
        }
    }
}

fn of_contract(contract: &Contract, types: &ContractTypes, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for input in types.inputs.iter().filter(|input| !contract.inputs.iter().any(|(key, _)| key == &input.key)) {
        let mut places = Vec::new();
        step_reads(analysis, &mut |scope, read, place| {
            if scope.contract.fqdn == contract.fqdn && matches!(read, StepRead::Input(key, _) if key == input.key) {
                places.push(place.clone());
            }
        });
        if places.is_empty() {
            places.push(contract.place.at(["core", "inputs"]));
        }
        let message = format!("the steps read `$.inputs.{}`, which the contract does not declare", input.key);
        let known = contract.inputs.iter().map(|(key, _)| key.as_str());
        let remedy = near::remedy(&input.key, known, "declare it under `inputs` with its type");
        for place in &places {
            say(diagnostics, Code::UndeclaredInput, place, &message, &remedy);
        }
    }
}

fn of_node(run: &RunNode<'_>, types: &ContractTypes, declared: &[(String, Schema)], diagnostics: &mut Diagnostics) {
    for (key, _) in run.inputs.iter().filter(|(key, _)| types.input(key).is_none()) {
        let open = declared.iter().map(|(name, _)| name.as_str());
        let open = open.filter(|name| !run.inputs.iter().any(|(bound, _)| bound == name));
        say(
            diagnostics,
            Code::UndeclaredInput,
            &run.node.place.at(["inputs", key]),
            format!("{} does not declare the input `{key}`; it only passes through to the surface", run.contract),
            near::remedy(key, open, "declare it in the contract, or remove the binding"),
        );
    }
}
