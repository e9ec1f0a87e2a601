//! The facts of a contract's steps: what each calls, with what, what it gives, and what follows.

use super::touch::{contract, touch};
use super::{Decision, Does, Follows, Gives, Step};
use crate::plan::{self, Arm, Call, Contract, Dispatch, Domain, Goto, Items};

/// The steps of the contract that a node runs.
pub fn steps<'a>(node: &'a plan::Node, contract: &'a Contract, domain: &'a Domain) -> Vec<Step<'a>> {
    contract.steps.iter().map(|step| of(step, node, contract, domain)).collect()
}

fn of<'a>(step: &'a plan::Step, node: &'a plan::Node, contract: &'a Contract, domain: &'a Domain) -> Step<'a> {
    let outputs = step.outputs.iter();
    let (ends, follows): (Vec<&Arm>, Vec<&Arm>) = step.arms.iter().partition(|arm| ends_as_it_is(arm));
    Step {
        name: &step.name,
        does: does(step, node, domain),
        inputs: &step.inputs,
        outputs: outputs.map(|it| Gives { key: &it.key, ty: it.surface.ty.word(), from: &it.written }).collect(),
        ends: ends.into_iter().filter_map(|arm| arm.word()).collect(),
        follows: follows.into_iter().map(|arm| following(arm, contract)).collect(),
    }
}

fn ends_as_it_is(arm: &Arm) -> bool {
    matches!(&arm.goto, Goto::End(end) | Goto::RunsOut(end) if arm.word() == Some(end.word.as_str()))
}

fn following<'a>(arm: &'a Arm, contract: &'a Contract) -> Follows<'a> {
    let (mut step, mut end, mut decision) = (None, None, None);
    match &arm.goto {
        Goto::Step(variant) => {
            let found = contract.steps.iter().find(|it| &it.variant == variant);
            step = found.map(|it| it.name.as_str());
        }
        Goto::End(status) | Goto::RunsOut(status) => end = Some(status.word.as_str()),
        Goto::Refused => {}
        Goto::Evaluate(ident) => {
            let found = contract.evaluations.iter().find(|it| &it.ident == ident);
            decision = found.map(|it| Decision {
                condition: &it.text,
                on_true: &it.on_true.word,
                on_false: &it.on_false.word,
            });
        }
    }
    Follows { status: arm.word(), step, end, decision }
}

fn does<'a>(step: &'a plan::Step, node: &'a plan::Node, domain: &'a Domain) -> Does<'a> {
    let operation = step.op.as_deref().unwrap_or_default();
    match &step.call {
        Call::Transform { signature, .. } => Does::Computes { transform: &step.fqdn, code: &signature.module },
        Call::Molecule { module, .. } => Does::Computes { transform: &step.fqdn, code: module.name() },
        Call::Store { .. } => {
            let touch = touch(step, node, domain);
            Does::Touches {
                verb: match touch.as_ref().map(|it| it.access) {
                    Some("read") => "reads",
                    Some("append") => "appends to",
                    _ => "mutates",
                },
                store: touch.map_or("", |it| it.store),
                operation,
            }
        }
        Call::World { module, .. } => {
            let switches = domain.binding(node).map(|it| it.switches.as_slice()).unwrap_or_default();
            let switch = switches.iter().find(|it| it.side_effect == step.fqdn);
            let is_on = switch.is_none_or(|it| it.is_on);
            Does::Calls { operation, side_effect: &step.fqdn, code: module, is_on }
        }
        Call::Gateway { .. } | Call::Concurrent { .. } | Call::Loop { .. } => {
            Does::Starts { workflows: starts(step), side_effect: &step.fqdn }
        }
    }
}

/// The workflows that a workflow starts, by name.
pub fn started<'a>(workflow: &'a plan::Workflow, domain: &'a Domain) -> Vec<&'a str> {
    let steps = workflow.nodes.iter().filter_map(|node| contract(node, domain)).flat_map(|it| &it.steps);
    let mut started: Vec<&str> = steps.flat_map(starts).collect();
    started.sort_unstable();
    started.dedup();
    started
}

/// The workflows that a step starts, each once.
fn starts(step: &plan::Step) -> Vec<&str> {
    let mut started = match &step.call {
        Call::Gateway { workflow, .. } => vec![workflow.fqdn.as_str()],
        Call::Concurrent { workers } => workers.iter().map(|(workflow, ..)| workflow.fqdn.as_str()).collect(),
        Call::Loop { item, sub, .. } => {
            let sub = sub.iter().flat_map(|(_, items)| dispatched(items));
            dispatched(item).into_iter().chain(sub).collect()
        }
        Call::Transform { .. } | Call::Molecule { .. } | Call::Store { .. } | Call::World { .. } => Vec::new(),
    };
    started.sort_unstable();
    started.dedup();
    started
}

fn dispatched(items: &Items) -> Vec<&str> {
    match &items.dispatch {
        Dispatch::One(workflow) => vec![&workflow.fqdn],
        Dispatch::ByField { mapping, .. } => mapping.iter().map(|(_, workflow)| workflow.fqdn.as_str()).collect(),
    }
}
