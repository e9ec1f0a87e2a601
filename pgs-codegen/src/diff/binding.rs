//! Runtime bindings: where stores lie, and which side effects are switched on.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::WorksOn;
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Call, Protocol, RuntimeBinding, Step, StorePath, Workflow};
use pgs_value::Value;

use super::pair::Pair;
use super::side::{Side, Sides};
use super::{Change, Verdict, words};
use crate::analysis::stores::is_on;
use crate::capabilities;

/// The changes of all runtime bindings and their STRUCTUREs.
pub fn changes(sides: &Sides<'_>) -> Vec<Change> {
    // Several runtime bindings may name one STRUCTURE: its change is one.
    let mut changes: BTreeMap<(String, String), Change> = BTreeMap::new();
    for (fqdn, old) in &sides.old.protocol.bindings {
        let Some(new) = sides.new.protocol.bindings.get(fqdn) else { continue };
        for change in stores(old, new, sides).into_iter().chain(policies(old, new, sides)) {
            let key = (change.artifact.clone(), change.place.clone());
            match changes.get_mut(&key) {
                Some(known) => {
                    // What some workflow feels is said, whatever others feel.
                    if change.verdict < known.verdict {
                        known.verdict = change.verdict;
                        known.consequence.clone_from(&change.consequence);
                    }
                    known.workflows.extend(change.workflows);
                }
                None => drop(changes.insert(key, change)),
            }
        }
    }
    changes.into_values().collect()
}

fn stores(old: &RuntimeBinding, new: &RuntimeBinding, sides: &Sides<'_>) -> Vec<Change> {
    let names: BTreeSet<&String> = old.stores.keys().chain(new.stores.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        let (from, to) = (old.stores.get(name), new.stores.get(name));
        let path = |store: Option<&StorePath>| store.map(|store| store.path.clone());
        if path(from) == path(to) {
            continue;
        }
        let users = users(sides, &new.fqdn, |step| step.store.as_ref() == Some(name));
        let (verdict, text) = moved(path(from).as_deref(), path(to).as_deref());
        let artifact = structure(from, to).unwrap_or(&new.fqdn);
        let mut change = Change::new(verdict, artifact, format!("store `{name}`"), text).turned(path(from), path(to));
        if users.is_empty() {
            change.verdict = Verdict::Neutral;
            "no workflow uses the store".clone_into(&mut change.consequence);
        }
        changes.push(Change { workflows: users, ..change });
    }
    changes
}

/// The STRUCTURE where a store is declared; none if that is another one now.
fn structure<'a>(old: Option<&'a StorePath>, new: Option<&'a StorePath>) -> Option<&'a str> {
    match (old, new) {
        (Some(old), Some(new)) if old.place.artifact != new.place.artifact => None,
        (Some(store), _) | (None, Some(store)) => Some(&store.place.artifact),
        (None, None) => None,
    }
}

fn moved(from: Option<&str>, to: Option<&str>) -> (Verdict, String) {
    match (from, to) {
        (Some(from), Some(to)) => {
            (Verdict::Breaking, format!("what was kept at {from} is no longer read or written; the store is now {to}"))
        }
        (None, Some(to)) => {
            (Verdict::Widening, format!("the store now lies at {to}; an operation on it ended with BACKEND_ERROR"))
        }
        (Some(from), None) => {
            (Verdict::Breaking, format!("an operation on the store, at {from} so far, now ends with BACKEND_ERROR"))
        }
        (None, None) => (Verdict::Neutral, String::new()),
    }
}

/// The workflows of this runtime binding that reach such a step.
fn users(sides: &Sides<'_>, binding: &str, uses: impl Fn(&Step) -> bool) -> BTreeSet<String> {
    sides.users(|side| {
        side.workflows(|workflow| {
            let workflow = side.protocol.workflows.get(&workflow.fqdn);
            workflow.is_some_and(|it| it.binding.as_deref() == Some(binding) && steps(it, side).any(&uses))
        })
    })
}

/// The steps that a workflow reaches.
fn steps<'s, 'a>(workflow: &'a Workflow, side: &'s Side<'a>) -> impl Iterator<Item = &'a Step> + use<'s, 'a> {
    side.contracts(workflow).flat_map(|(_, contract)| side.steps(contract))
}

/// The fields of a policy that decide anything: the path of a side effect without a store, and whether a
/// side effect is switched on.
const FIELDS: [&str; 2] = ["path", "enabled"];

fn policies(old: &RuntimeBinding, new: &RuntimeBinding, sides: &Sides<'_>) -> Vec<Change> {
    let names: BTreeSet<&String> = old.policies.keys().chain(new.policies.keys()).collect();
    let mut changes = Vec::new();
    for side_effect in names {
        for field in FIELDS {
            let value = |binding: &RuntimeBinding| policy(binding, side_effect, field);
            let (from, to) = (value(old), value(new));
            if from == to {
                continue;
            }
            let has_switch = has_switch(side_effect, sides.new.protocol);
            let decides = |step: &Step| {
                let calls = matches!(&step.call, Call::SideEffect { fqdn, .. } if fqdn == side_effect);
                calls && if field == "enabled" { has_switch } else { step.store.is_none() && !has_switch }
            };
            let users = users(sides, &new.fqdn, decides);
            let (verdict, text) = if users.is_empty() {
                (Verdict::Neutral, "no workflow uses it".to_owned())
            } else if field == "path" {
                moved(from.as_deref(), to.as_deref())
            } else if to.as_deref() == Some("false") {
                (Verdict::Breaking, "it is switched off, and was not".to_owned())
            } else if from.as_deref() == Some("false") {
                (Verdict::Breaking, "it is switched on, and was not".to_owned())
            } else {
                (Verdict::Neutral, "it is switched on as before".to_owned())
            };
            let place = format!("policy of {side_effect}, {field}");
            let change = Change::new(verdict, &new.fqdn, place, text).turned(from, to);
            changes.push(Change { workflows: users, ..change });
        }
    }
    changes
}

fn policy(binding: &RuntimeBinding, side_effect: &str, field: &str) -> Option<String> {
    let value = binding.policies.get(side_effect)?.fields.get(field)?;
    Some(value.as_str().map_or_else(|| words::literal(value), str::to_owned))
}

/// The change from one runtime binding to another at a workflow.
pub fn of_workflow(pair: &Pair<'_>, sides: &Sides<'_>) -> Option<Change> {
    let (old, new) = (pair.old.binding.as_ref(), pair.new.binding.as_ref());
    if old == new {
        return None;
    }
    let before = old.and_then(|fqdn| sides.old.protocol.bindings.get(fqdn));
    let after = new.and_then(|fqdn| sides.new.protocol.bindings.get(fqdn));
    let mut found = BTreeSet::new();
    for step in sides.new.protocol.workflows.get(pair.fqdn).into_iter().flat_map(|it| steps(it, &sides.new)) {
        let Call::SideEffect { fqdn, .. } = &step.call else { continue };
        let (from, to) = (place(before, step, fqdn, sides.old.protocol), place(after, step, fqdn, sides.new.protocol));
        if from != to {
            let name = step.store.as_deref().unwrap_or(code(fqdn));
            let text = |place: Option<String>| place.unwrap_or_else(|| "nowhere".to_owned());
            found.insert(format!("`{name}` is now {} instead of {}", text(to), text(from)));
        }
    }
    let (verdict, text) = if found.is_empty() {
        (Verdict::Neutral, "every store that the workflow uses lies where it lay".to_owned())
    } else {
        (Verdict::Breaking, found.into_iter().collect::<Vec<_>>().join("; "))
    };
    Some(pair.change(verdict, "runtime binding", text).turned(old.cloned(), new.cloned()))
}

/// Whether a runtime binding may switch the side effect off.
fn has_switch(side_effect: &str, protocol: &Protocol) -> bool {
    let works_on = capabilities::side_effect(side_effect, protocol).map(|it| it.works_on);
    works_on == Some(WorksOn::World { switch: true })
}

/// What a runtime binding supplies to a step: the path of its store, or whether its side effect is switched on.
fn place(binding: Option<&RuntimeBinding>, step: &Step, side_effect: &str, protocol: &Protocol) -> Option<String> {
    let binding = binding?;
    if has_switch(side_effect, protocol) {
        return Some(if is_on(binding, side_effect) { "on" } else { "off" }.to_owned());
    }
    match &step.store {
        Some(name) => binding.stores.get(name).map(|store| store.path.clone()),
        None => binding.policies.get(side_effect)?.fields.get("path").and_then(Value::as_str).map(str::to_owned),
    }
}
