//! W001: a required input of a contract, or a required argument of a call, that is not bound.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::near_names::bound_instead;
use super::subjects::{RunNode, run_nodes};
use crate::analysis::{Analysis, CompiledStep};

/// The nodes of all workflows, and the steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in run_nodes(analysis) {
        of_node(&run, analysis, diagnostics);
    }
    for step in analysis.compiled.iter().flat_map(|contract| &contract.steps) {
        of_step(step, diagnostics);
    }
}

fn of_node(run: &RunNode<'_>, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let declared = analysis.protocol.contracts.get(run.contract).map(|it| it.inputs.as_slice()).unwrap_or_default();
    let is_declared = |name: &str| declared.iter().any(|(key, _)| key == name);
    for (key, schema) in declared {
        // That it is bound under a misspelt name is said of that name.
        if bound_instead(key, run.inputs, is_declared).is_some() {
            continue;
        }
        if schema.required && schema.default.is_none() && !run.inputs.iter().any(|(name, _)| name == key) {
            say(
                diagnostics,
                Code::UnboundInput,
                &run.node.place.at(["inputs"]),
                format!(
                    "node `{}` does not bind the required input `{key}` of {}; it is {}",
                    run.node.key,
                    run.contract,
                    analysis.protocol.semantics.absent.word()
                ),
                format!("bind `{key}`, or declare it optional"),
            );
        }
    }
}

fn of_step(compiled: &CompiledStep<'_>, diagnostics: &mut Diagnostics) {
    let is_taken = |name: &str| !compiled.call.ignored.iter().any(|ignored| ignored == name);
    for name in &compiled.call.unbound {
        // So it is where one argument is missing, and one is there that nothing takes.
        let is_only_one = compiled.call.unbound.len() == 1 && compiled.call.ignored.len() == 1;
        if is_only_one || bound_instead(name, &compiled.step.inputs, is_taken).is_some() {
            continue;
        }
        say(
            diagnostics,
            Code::UnboundInput,
            &compiled.step.place.at(["inputs"]),
            format!(
                "step `{}` does not bind `{name}`, without which it always ends with VIOLATION",
                compiled.step.name
            ),
            format!("bind `{name}`"),
        );
    }
}
