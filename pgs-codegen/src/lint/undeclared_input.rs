//! W008: an input that the contract does not declare, read by its steps or bound by a node.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Contract, say};

use super::subjects::{RunNode, compiled_nodes};
use crate::analysis::Analysis;
use crate::analysis::types::ContractTypes;

/// The contracts and nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        if let Some(types) = analysis.types(&contract.fqdn) {
            of_contract(contract, types, diagnostics);
        }
    }
    for run in compiled_nodes(analysis) {
        if let Some(types) = analysis.types(run.contract) {
            of_node(&run, types, diagnostics);
        }
    }
}

fn of_contract(contract: &Contract, types: &ContractTypes, diagnostics: &mut Diagnostics) {
    for input in &types.inputs {
        if !contract.inputs.iter().any(|(key, _)| key == &input.key) {
            say(
                diagnostics,
                Code::UndeclaredInput,
                &contract.place.at(["core", "inputs"]),
                format!("the steps read `$.inputs.{}`, which the contract does not declare", input.key),
                "declare it under `inputs` with its type",
            );
        }
    }
}

fn of_node(run: &RunNode<'_>, types: &ContractTypes, diagnostics: &mut Diagnostics) {
    for (key, _) in run.inputs.iter().filter(|(key, _)| types.input(key).is_none()) {
        say(
            diagnostics,
            Code::UndeclaredInput,
            &run.node.place.at(["inputs", key]),
            format!("{} does not declare the input `{key}`; it only passes through to the surface", run.contract),
            "declare it in the contract, or remove the binding",
        );
    }
}
