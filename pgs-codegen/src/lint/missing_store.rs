//! E101, W004: an operation without a store that the runtime binding of the workflow can place.

use pgs_description::StoreKind;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Call, RuntimeBinding, Step, Structure, say};

use super::subjects::{RunNode, binding_of, compiled_nodes, needs_of};
use crate::analysis::Analysis;
use crate::analysis::stores::{self, Need};

/// The nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in compiled_nodes(analysis) {
        let Some(binding) = binding_of(run.workflow, analysis) else { continue };
        let needs = needs_of(&run, analysis);
        for need in &needs {
            let Need::Store { kind, name, side_effect } = need else { continue };
            // A path that leads out of the data root is said by another rule.
            if matches!(stores::path(run.workflow, name.as_deref(), side_effect, analysis.protocol), Ok(None)) {
                of_node(&run, (*kind, name.as_deref()), &needs, binding, analysis, diagnostics);
            }
        }
    }
}

/// The steps that use this store.
fn of_node(
    run: &RunNode<'_>,
    (kind, store): (StoreKind, Option<&str>),
    needs: &[Need],
    binding: &RuntimeBinding,
    analysis: &Analysis<'_>,
    diagnostics: &mut Diagnostics,
) {
    let uses = |fqdn: &String| {
        needs.iter().any(|need| match need {
            Need::Store { kind: other, side_effect, .. } => *other == kind && side_effect == fqdn,
            Need::Switch { .. } | Need::Policy { .. } => false,
        })
    };
    for step in analysis.protocol.contracts.get(run.contract).into_iter().flat_map(|contract| &contract.steps) {
        if let Call::SideEffect { fqdn, op } = &step.call
            && step.store.as_deref() == store
            && uses(fqdn)
        {
            missing(step, (fqdn, op), &run.node.key, binding, diagnostics);
        }
    }
}

fn missing(
    step: &Step,
    (side_effect, op): (&str, &str),
    node: &str,
    binding: &RuntimeBinding,
    diagnostics: &mut Diagnostics,
) {
    // Of a structure that is not there, and of what it places, that was said.
    if step.store.is_some() && binding.structure == Structure::Unknown {
        return;
    }
    let (code, place, message, remedy) = match &step.store {
        Some(store) => (
            if matches!(binding.structure, Structure::Known(_)) { Code::UnknownStore } else { Code::MissingStore },
            step.place.at(["store"]),
            match &binding.structure {
                Structure::Known(structure) => format!("there is no store `{store}` in {structure}"),
                Structure::None | Structure::Unknown => {
                    format!("{} names no storage structure that has the store `{store}`", binding.fqdn)
                }
            } + "; the operation always ends with BACKEND_ERROR",
            near::remedy(
                store,
                binding.stores.keys().map(String::as_str),
                &format!("add `{store}` to the entity_stores of its storage structure"),
            ),
        ),
        None => (
            Code::MissingStore,
            step.place.clone(),
            format!(
                "{op} of step `{}` has no store, and {} gives {side_effect} no path; at node `{node}` it always ends \
                 with BACKEND_ERROR",
                step.name, binding.fqdn
            ),
            "name a store in the step, or give the side effect a `policy.path`".to_owned(),
        ),
    };
    say(diagnostics, code, &place, message, remedy);
}
