//! W007, third form: a path to what a later step or node gives, which is not there yet.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Contract, Path, Place, Root, Workflow, say};

use super::subjects::{compiled_nodes, paths};
use crate::analysis::reach::{edge, next_step};
use crate::analysis::statuses::of_step;
use crate::analysis::{Analysis, CompiledContract};

/// The bindings of all steps and nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for compiled in &analysis.compiled {
        if said.insert(compiled.contract.fqdn.as_str()) {
            of_contract(compiled, analysis, diagnostics);
        }
    }
    for run in compiled_nodes(analysis) {
        for (key, binding) in run.inputs {
            paths(binding, &run.node.place.at(["inputs", key]), &mut |path, place| {
                if let Root::Node(node) = &path.root
                    && analysis.reaches(run.workflow, node)
                    && !nodes_after(run.workflow, node, analysis).contains(run.node.key.as_str())
                {
                    late("node", node, place, diagnostics);
                }
            });
        }
    }
}

fn of_contract(compiled: &CompiledContract<'_>, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let contract = compiled.contract;
    for it in &compiled.steps {
        let mut look = |path: &Path, place: &Place, is_own: bool| {
            let (Root::Step(name) | Root::StepRaw(name)) = &path.root else { return };
            let Some(of) = contract.steps.iter().position(|step| step.name == *name) else { return };
            let is_reached = compiled.steps.iter().any(|other| other.index == of);
            if is_reached && !(is_own && of == it.index) && !steps_after(contract, of, analysis).contains(&it.index) {
                late("step", name, place, diagnostics);
            }
        };
        for (key, binding) in &it.step.inputs {
            paths(binding, &it.step.place.at(["inputs", key]), &mut |path, place| look(path, place, false));
        }
        for (key, binding) in &it.step.outputs {
            paths(binding, &it.step.place.at(["outputs", key]), &mut |path, place| look(path, place, true));
        }
    }
}

fn late(what: &str, name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    // A field that is not there is not there later either.
    if diagnostics.has(Code::UnknownField, &place.file, &place.pointer) {
        return;
    }
    let message = format!("{what} `{name}` never runs before this one; the binding is always null");
    say(diagnostics, Code::UnknownField, place, message, format!("name a {what} that runs before, or move this one"));
}

/// The steps that can run after this one, by index.
fn steps_after(contract: &Contract, first: usize, analysis: &Analysis<'_>) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), vec![first]);
    while let Some(n) = open.pop() {
        let Some(step) = contract.steps.get(n) else { continue };
        let statuses = of_step(step, analysis.protocol, &analysis.statuses);
        let next = statuses.iter().filter_map(|(_, word)| next_step(contract, n, word));
        open.extend(next.filter(|next| found.insert(*next)));
    }
    found
}

/// The nodes that can run after this one.
fn nodes_after<'w>(workflow: &'w Workflow, first: &str, analysis: &Analysis<'_>) -> BTreeSet<&'w str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![first.to_owned()]);
    while let Some(key) = open.pop() {
        let Some(node) = workflow.node(&key) else { continue };
        let pgs_protocol::protocol::Action::Run { contract, .. } = &node.action else { continue };
        for target in analysis.statuses.of_contract(contract).filter_map(|status| edge(node, status)) {
            let Some(next) = workflow.node(&target) else { continue };
            if found.insert(next.key.as_str()) {
                open.push(target);
            }
        }
    }
    found
}
