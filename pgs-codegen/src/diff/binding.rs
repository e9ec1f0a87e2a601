//! Runtime bindings: where stores lie, and which side effects are switched on.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::WorksOn;
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Call, Protocol, RuntimeBinding, Step, StorePath, Workflow};

use super::pair::Pair;
use super::placed::{self, Key, Placed};
use super::side::{Side, Sides};
use super::{Change, Verdict, words};
use crate::analysis::stores::is_on;
use crate::capabilities;

/// The changes of all runtime bindings and their STRUCTUREs.
pub fn changes(sides: &Sides<'_>) -> Vec<Change> {
    // Several runtime bindings may name one STRUCTURE: its change is one.
    let mut changes: BTreeMap<(String, String), Told> = BTreeMap::new();
    for (fqdn, old) in &sides.old.protocol.bindings {
        let Some(new) = sides.new.protocol.bindings.get(fqdn) else { continue };
        for told in stores(old, new, sides).into_iter().chain(policies(old, new, sides)) {
            let key = (told.change.artifact.clone(), told.change.place.clone());
            match changes.get_mut(&key) {
                Some(known) => known.add(told),
                None => drop(changes.insert(key, told)),
            }
        }
    }
    changes.into_values().map(|told| told.change).collect()
}

/// A change, and whether a workflow of the runtime binding uses what is changed.
struct Told {
    change: Change,
    is_used: bool,
}

impl Told {
    /// What some workflow feels is said, whatever others feel.
    fn add(&mut self, other: Self) {
        let Self { change, is_used } = other;
        if (change.verdict, !is_used) < (self.change.verdict, !self.is_used) {
            self.change.verdict = change.verdict;
            self.change.consequence = change.consequence;
            self.is_used = is_used;
        }
        self.change.workflows.extend(change.workflows);
    }
}

fn stores(old: &RuntimeBinding, new: &RuntimeBinding, sides: &Sides<'_>) -> Vec<Told> {
    let names: BTreeSet<&String> = old.stores.keys().chain(new.stores.keys()).collect();
    let (before, after) = (placed::of(old, &sides.old), placed::of(new, &sides.new));
    let mut changes = Vec::new();
    for name in names {
        let (from, to) = (old.stores.get(name), new.stores.get(name));
        let path = |store: Option<&StorePath>| store.map(|store| store.path.clone());
        if path(from) == path(to) {
            continue;
        }
        // What the policy places, the STRUCTURE does not move.
        let is_placed = |by: Option<&StorePath>, placed: &Placed, key: &Key| {
            let place = placed.get(key).and_then(Option::as_ref).map(|store| &store.place);
            by.is_some_and(|by| place == Some(&by.place))
        };
        let keys: BTreeSet<&Key> = before
            .keys()
            .chain(after.keys())
            .filter(|key| key.1.as_ref() == Some(name))
            .filter(|key| is_placed(from, &before, key) || is_placed(to, &after, key))
            .collect();
        let keys: Vec<&Key> = keys.into_iter().collect();
        let (verdict, text) = placed::consequence(&keys, &before, &after);
        let text = if keys.is_empty() { "no workflow uses the store".to_owned() } else { text };
        let artifact = structure(from, to).unwrap_or(&new.fqdn);
        let change = Change::new(verdict, artifact, format!("store `{name}`"), text).turned(path(from), path(to));
        let change = Change { workflows: felt_by(&keys, verdict, &new.fqdn, sides), ..change };
        changes.push(Told { change, is_used: !keys.is_empty() });
    }
    changes
}

/// The workflows of a runtime binding that feel a change of where these stores lie.
fn felt_by(keys: &[&Key], verdict: Verdict, binding: &str, sides: &Sides<'_>) -> BTreeSet<String> {
    if verdict == Verdict::Neutral {
        return BTreeSet::new();
    }
    users(sides, binding, |step| placed::key(step).is_some_and(|key| keys.contains(&&key)))
}

/// The STRUCTURE where a store is declared; none if that is another one now.
fn structure<'a>(old: Option<&'a StorePath>, new: Option<&'a StorePath>) -> Option<&'a str> {
    match (old, new) {
        (Some(old), Some(new)) if old.place.artifact != new.place.artifact => None,
        (Some(store), _) | (None, Some(store)) => Some(&store.place.artifact),
        (None, None) => None,
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

fn policies(old: &RuntimeBinding, new: &RuntimeBinding, sides: &Sides<'_>) -> Vec<Told> {
    let names: BTreeSet<&String> = old.policies.keys().chain(new.policies.keys()).collect();
    let mut changes = Vec::new();
    for side_effect in names {
        for field in FIELDS {
            let value = |binding: &RuntimeBinding| policy(binding, side_effect, field);
            let (from, to) = (value(old), value(new));
            if from == to {
                continue;
            }
            let place = format!("policy of {side_effect}, {field}");
            if field == "path" {
                let Told { change, is_used } = path_changed([old, new], side_effect, place, sides);
                changes.push(Told { change: change.turned(from, to), is_used });
                continue;
            }
            let has_switch = has_switch(side_effect, sides.new.protocol);
            let decides =
                |step: &Step| has_switch && matches!(&step.call, Call::SideEffect { fqdn, .. } if fqdn == side_effect);
            let users = users(sides, &new.fqdn, decides);
            let (verdict, text) = if users.is_empty() {
                (Verdict::Neutral, "no workflow uses it".to_owned())
            } else if to.as_deref() == Some("false") {
                (Verdict::Breaking, "it is switched off, and was not".to_owned())
            } else if from.as_deref() == Some("false") {
                (Verdict::Breaking, "it is switched on, and was not".to_owned())
            } else {
                (Verdict::Neutral, "it is switched on as before".to_owned())
            };
            let change = Change::new(verdict, &new.fqdn, place, text).turned(from, to);
            let is_used = !users.is_empty();
            changes.push(Told { change: Change { workflows: users, ..change }, is_used });
        }
    }
    changes
}

/// Another path in the policy of a side effect.
fn path_changed([old, new]: [&RuntimeBinding; 2], side_effect: &str, place: String, sides: &Sides<'_>) -> Told {
    let (before, after) = (placed::of(old, &sides.old), placed::of(new, &sides.new));
    let is_placed = |binding: &RuntimeBinding, placed: &Placed, key: &Key| {
        let policy = binding.policies.get(side_effect).map(|policy| policy.place.at(["path"]));
        let place = placed.get(key).and_then(Option::as_ref).map(|store| &store.place);
        place.is_some() && place == policy.as_ref()
    };
    let keys: BTreeSet<&Key> = before
        .keys()
        .chain(after.keys())
        .filter(|key| key.0 == side_effect)
        .filter(|key| is_placed(old, &before, key) || is_placed(new, &after, key))
        .collect();
    let keys: Vec<&Key> = keys.into_iter().collect();
    let (verdict, text) = placed::consequence(&keys, &before, &after);
    let change = Change::new(verdict, &new.fqdn, place, text);
    let change = Change { workflows: felt_by(&keys, verdict, &new.fqdn, sides), ..change };
    Told { change, is_used: !keys.is_empty() }
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
        let (from, to) = (place(before, step, fqdn, &sides.old), place(after, step, fqdn, &sides.new));
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
fn place(binding: Option<&RuntimeBinding>, step: &Step, side_effect: &str, side: &Side<'_>) -> Option<String> {
    let binding = binding?;
    if has_switch(side_effect, side.protocol) {
        return Some(if is_on(binding, side_effect) { "on" } else { "off" }.to_owned());
    }
    placed::path(binding, step, side)
}
