//! Contracts: what they declare, their steps, what they keep secret.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Contract, Schema};

use super::promise;
use super::side::{Side, Sides};
use super::traces::Touch;
use super::{Change, Verdict, route, step, words};

/// The changes of all contracts.
pub fn changes(sides: &Sides<'_>) -> Vec<Change> {
    let (before, after) = (&sides.old.protocol.contracts, &sides.new.protocol.contracts);
    let mut changes = Vec::new();
    for (fqdn, old) in before {
        match after.get(fqdn) {
            Some(new) => changes.extend(used(fqdn, between(old, new, sides), sides)),
            None => changes.extend(unused(fqdn, &sides.old).map(|it| it.turned(Some("contract".into()), None))),
        }
    }
    for fqdn in after.keys().filter(|fqdn| !before.contains_key(*fqdn)) {
        changes.extend(unused(fqdn, &sides.new).map(|it| it.turned(None, Some("contract".into()))));
    }
    changes
}

/// Whether two contracts do the same, whatever they are called.
pub fn are_alike(old: &Contract, new: &Contract, sides: &Sides<'_>) -> bool {
    between(old, new, sides).iter().all(|change| change.verdict == Verdict::Neutral)
}

/// A contract that came or went without a workflow that runs it. What others do follows from the workflow's node.
fn unused(fqdn: &str, side: &Side<'_>) -> Option<Change> {
    let neutral = || Change::new(Verdict::Neutral, fqdn, "", "no workflow runs the contract");
    side.contract_users(fqdn).is_empty().then(neutral)
}

fn used(fqdn: &str, mut changes: Vec<Change>, sides: &Sides<'_>) -> Vec<Change> {
    if changes.is_empty() {
        return changes;
    }
    let users = sides.contract_users(fqdn);
    for change in &mut changes {
        change.workflows.clone_from(&users);
        if users.is_empty() {
            change.verdict = Verdict::Neutral;
            "no workflow runs the contract".clone_into(&mut change.consequence);
        }
    }
    changes
}

/// The changes from one contract to another, for which no workflows are named yet.
fn between(old: &Contract, new: &Contract, sides: &Sides<'_>) -> Vec<Change> {
    let fqdn = &new.fqdn;
    let (touch, nobody) = (Touch::Contract(old.fqdn.clone()), BTreeSet::new());
    let bound = |input: &str| every_node_binds(fqdn, input, &sides.new);
    let mut changes = promise::inputs(fqdn, (&old.inputs, &new.inputs), &nobody, &touch, bound);
    let (before, after) = declared_outputs(old, new);
    changes.extend(promise::outputs(fqdn, (&before, &after), &nobody, &touch));
    let mut flow = step::changes(old, new, sides);
    flow.extend(route::changes(old, new, sides));
    tell_outcomes(&mut flow, old, new, sides);
    changes.extend(flow);
    changes.extend(suppressed(old, new));
    changes
}

/// Fields by name.
type Fields = Vec<(String, Schema)>;

/// The declared outputs, without those that came or went together with the step's mapping: the step says that.
fn declared_outputs(old: &Contract, new: &Contract) -> (Fields, Fields) {
    let maps = |contract: &Contract, key: &str| {
        contract.steps.iter().any(|step| step.outputs.iter().any(|(output, _)| output == key))
    };
    let stays = |(key, _): &&(String, Schema)| {
        let declared_by_both = words::find(&old.outputs, key).is_some() && words::find(&new.outputs, key).is_some();
        declared_by_both || maps(old, key) == maps(new, key)
    };
    let of = |outputs: &[(String, Schema)]| outputs.iter().filter(stays).cloned().collect();
    (of(&old.outputs), of(&new.outputs))
}

fn every_node_binds(contract: &str, input: &str, side: &Side<'_>) -> bool {
    let nodes = side.protocol.workflows.values().flat_map(|workflow| &workflow.nodes);
    let mut bindings = nodes.filter_map(|node| match &node.action {
        Action::Run { contract: run, inputs } if run == contract => Some(inputs),
        _ => None,
    });
    bindings.all(|inputs| words::find(inputs, input).is_some())
}

/// Adds the ways to end that the contract gained and lost to the change that names one of them, or else to the first.
fn tell_outcomes(flow: &mut [Change], old: &Contract, new: &Contract, sides: &Sides<'_>) {
    let of = |side: &Side<'_>, fqdn: &str| side.statuses.contracts.get(fqdn).cloned().unwrap_or_default();
    let (before, after) = (of(&sides.old, &old.fqdn), of(&sides.new, &new.fqdn));
    let (gained, lost) = (&after - &before, &before - &after);
    let says_one = |change: &Change| {
        let is_in =
            |words: &BTreeSet<String>, text: &Option<String>| text.as_ref().is_some_and(|it| words.contains(it));
        is_in(&gained, &change.new) || is_in(&lost, &change.old)
    };
    let place = flow.iter().position(|change| change.flow && says_one(change));
    let place = place.or_else(|| flow.iter().position(|change| change.flow));
    let sentence = match (words::list(&gained), words::list(&lost)) {
        (gained, lost) if gained.is_empty() && lost.is_empty() => return,
        (gained, lost) if lost.is_empty() => format!("the contract can now also end with {gained}"),
        (gained, lost) if gained.is_empty() => format!("the contract can no longer end with {lost}"),
        (gained, lost) => format!("the contract can now also end with {gained}, and no longer with {lost}"),
    };
    if let Some(change) = place.and_then(|n| flow.get_mut(n)) {
        change.add(&sentence);
    }
}

fn suppressed(old: &Contract, new: &Contract) -> Vec<Change> {
    let of = |contract: &Contract| contract.suppressed.iter().cloned().collect::<BTreeSet<String>>();
    let (before, after) = (of(old), of(new));
    let place = |key: &String| format!("suppressed key `{key}`");
    let lost = before.difference(&after).map(|key| {
        let text = format!("the value of `{key}` is now shown in traces and summaries");
        Change::breaking(&new.fqdn, place(key), text).turned(Some("suppressed".into()), Some("shown".into()))
    });
    let gained = after.difference(&before).map(|key| {
        let text = format!("the value of `{key}` is no longer shown in traces and summaries");
        let change = Change::new(Verdict::Neutral, &new.fqdn, place(key), text);
        change.turned(Some("shown".into()), Some("suppressed".into()))
    });
    lost.chain(gained).map(|change| change.touching(Touch::Contract(old.fqdn.clone()))).collect()
}
