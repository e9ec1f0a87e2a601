//! Transforms and side effects: what they declare, and who implements them.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Call, SideEffect, Step, Transform};

use super::side::{Side, Sides};
use super::traces::Touch;
use super::{Change, Verdict, promise, words};
use crate::capabilities;

/// The changes of all capabilities that both protocols have. One that came or went follows from the steps that call it.
pub fn changes(sides: &Sides<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (fqdn, old) in &sides.old.protocol.transforms {
        if let Some(new) = sides.new.protocol.transforms.get(fqdn) {
            changes.extend(transform(old, new, sides));
        }
    }
    for (fqdn, old) in &sides.old.protocol.side_effects {
        if let Some(new) = sides.new.protocol.side_effects.get(fqdn) {
            changes.extend(operations(old, new, sides));
        }
    }
    changes
}

fn users(sides: &Sides<'_>, calls: impl Fn(&Step) -> bool) -> BTreeSet<String> {
    sides.users(|side| {
        side.workflows(|workflow| {
            let workflow = side.protocol.workflows.get(&workflow.fqdn);
            let contracts = workflow.into_iter().flat_map(|it| side.contracts(it));
            contracts.flat_map(|(_, contract)| side.steps(contract)).any(&calls)
        })
    })
}

fn transform(old: &Transform, new: &Transform, sides: &Sides<'_>) -> Vec<Change> {
    let is_called = |step: &Step| matches!(&step.call, Call::Transform { fqdn, .. } if *fqdn == new.fqdn);
    let users = users(sides, is_called);
    let steps = || sides.new.protocol.contracts.values().flat_map(|contract| &contract.steps);
    let bound =
        |input: &str| steps().filter(|step| is_called(step)).all(|step| words::find(&step.inputs, input).is_some());
    let mut changes = promise::inputs(&new.fqdn, (&old.inputs, &new.inputs), &users, &Touch::Workflows, bound);
    changes.extend(promise::outputs(&new.fqdn, (&old.outputs, &new.outputs), &users, &Touch::Workflows));
    let implemented = |side: &Side<'_>| capabilities::transform(&new.fqdn, side.protocol);
    let (from, to) = (implemented(&sides.old), implemented(&sides.new));
    if from.as_ref().map(|it| &it.module) != to.as_ref().map(|it| &it.module) {
        let text = match (&from, &to) {
            (Some(from), Some(to)) if !from.description.is_empty() && !to.description.is_empty() => {
                format!("so far: {} Now: {}", from.description, to.description)
            }
            _ => "another implementation answers; no snapshot says how its answers differ".to_owned(),
        };
        let change = Change::breaking(&new.fqdn, "implementation", text);
        let change = change.turned(from.map(|it| it.module), to.map(|it| it.module));
        changes.push(Change { workflows: users.clone(), ..change });
    }
    if users.is_empty() {
        for change in &mut changes {
            change.verdict = Verdict::Neutral;
            "no workflow calls the transform".clone_into(&mut change.consequence);
        }
    }
    changes
}

fn operations(old: &SideEffect, new: &SideEffect, sides: &Sides<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let names: BTreeSet<&String> = old.operations.iter().chain(&new.operations).map(|it| &it.name).collect();
    for name in names {
        let (before, after) = (old.operation(name).is_some(), new.operation(name).is_some());
        if before == after {
            continue;
        }
        let calls =
            |step: &Step| matches!(&step.call, Call::SideEffect { fqdn, op } if *fqdn == new.fqdn && op == name);
        let workflows = users(sides, calls);
        let (verdict, text) = match (after, workflows.is_empty()) {
            (true, _) => (Verdict::Widening, "steps may now call the operation"),
            (false, true) => (Verdict::Neutral, "no workflow calls the operation"),
            (false, false) => (Verdict::Breaking, "workflows that call the operation can't be built"),
        };
        let declared = |is: bool| is.then(|| "declared".to_owned());
        let change = Change::new(verdict, &new.fqdn, format!("operation {name}"), text);
        changes.push(Change { workflows, ..change.turned(declared(before), declared(after)) });
    }
    changes
}
