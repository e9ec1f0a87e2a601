//! E101, W004: an operation without a store that the runtime binding of the workflow can place. W134: one that only the
//! policy places, whatever its step names.

use pgs_description::StoreKind;
use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics};
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
            let falls_back = name.as_deref().is_some_and(|it| stores::falls_back(binding, *kind, it, side_effect));
            let placed = stores::path(run.workflow, *kind, name.as_deref(), side_effect, analysis.protocol);
            if falls_back || matches!(placed, Ok(None)) {
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
            match store.filter(|store| stores::falls_back(binding, kind, store, fqdn)) {
                Some(store) => by_policy(step, store, binding, diagnostics),
                None if stores::is_by_policy(binding, kind, store) => {
                    without_path(step, (fqdn, op), &run.node.key, binding, diagnostics);
                }
                None => missing(step, binding, diagnostics),
            }
        }
    }
}

fn by_policy(step: &Step, store: &str, binding: &RuntimeBinding, diagnostics: &mut Diagnostics) {
    // Of a structure that is not there, that was said.
    let home = match &binding.structure {
        Structure::Known(structure) => structure,
        Structure::None => &binding.fqdn,
        Structure::Unknown => return,
    };
    let message = format!("{home} has no store `{store}`; the registry lies where the policy says");
    let names = binding.stores.keys().map(String::as_str);
    let otherwise = format!("add `{store}` to the entity_stores of the storage structure, or leave `store` out");
    say(diagnostics, Code::PolicyStore, &step.place.at(["store"]), message, near::remedy(store, names, &otherwise));
}

fn missing(step: &Step, binding: &RuntimeBinding, diagnostics: &mut Diagnostics) {
    let Some(store) = &step.store else { return };
    // Of one that can't be read, that was said.
    if let Structure::Known(structure) = &binding.structure {
        let of = format!("/entity_stores/{store}");
        let is_malformed = |it: &&Diagnostic| it.code == Code::MalformedArtifact && it.artifact == *structure;
        let found = diagnostics.sorted();
        if found.into_iter().filter(is_malformed).any(|it| it.pointer.contains(&of)) {
            return;
        }
    }
    let (code, home) = match &binding.structure {
        Structure::Known(structure) => (Code::UnknownStore, format!("there is no store `{store}` in {structure}")),
        Structure::None => {
            let message = format!("{} names no storage structure that has the store `{store}`", binding.fqdn);
            (Code::MissingStore, message)
        }
        // Of a structure that is not there, and of what it places, that was said.
        Structure::Unknown => return,
    };
    if code == Code::MissingStore {
        // One line of the binding is missing, however many steps need it.
        let place = binding.place.at(["core"]);
        if !diagnostics.has(code, &place.file, &place.pointer) {
            let message = format!("{home}; the operation of step `{}` always ends with BACKEND_ERROR", step.name);
            say(diagnostics, code, &place, message, "name one: `storage_structure: STRUCTURE_…`");
        }
        return;
    }
    let remedy = near::remedy(
        store,
        binding.stores.keys().map(String::as_str),
        &format!("add `{store}` to the entity_stores of its storage structure"),
    );
    let message = format!("{home}; the operation always ends with BACKEND_ERROR");
    say(diagnostics, code, &step.place.at(["store"]), message, remedy);
}

fn without_path(
    step: &Step,
    (side_effect, op): (&str, &str),
    node: &str,
    binding: &RuntimeBinding,
    diagnostics: &mut Diagnostics,
) {
    let store = step.store.as_ref().map_or("has no store, and", |_| "is placed by the policy, and");
    let message = format!(
        "{op} of step `{}` {store} {} gives {side_effect} no path; at node `{node}` it always ends with BACKEND_ERROR",
        step.name, binding.fqdn
    );
    let remedy = match step.store {
        Some(_) => "give the side effect a `policy.path`",
        None => "name a store in the step, or give the side effect a `policy.path`",
    };
    say(diagnostics, Code::MissingStore, &step.place, message, remedy);
}
