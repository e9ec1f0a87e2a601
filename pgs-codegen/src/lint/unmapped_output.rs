//! W006: a declared output that no step maps.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;
use crate::analysis::types::maps;

/// The contracts that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        for (key, _) in &contract.outputs {
            let is_input = contract.inputs.iter().any(|(name, _)| name == key);
            if !is_input && !maps(contract, std::slice::from_ref(key)) {
                say(
                    diagnostics,
                    Code::UnmappedOutput,
                    &contract.place.at(["core", "outputs", key]),
                    format!("no step maps the declared output `{key}`; it is never in the surface"),
                    "map it in the `outputs` of a step, or remove the declaration",
                );
            }
        }
    }
}
