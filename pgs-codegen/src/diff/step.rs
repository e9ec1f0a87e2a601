//! Steps of a contract: added, removed, moved, and what each of them does.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Call, Contract, Step};

use super::side::{Sides, effect};
use super::traces::Touch;
use super::{Change, Verdict, placed, route, words};

/// The changes of a contract's steps but for their routes.
pub fn changes(old: &Contract, new: &Contract, sides: &Sides<'_>) -> Vec<Change> {
    let reached: BTreeSet<&str> =
        sides.old.steps(old).chain(sides.new.steps(new)).map(|step| step.name.as_str()).collect();
    let moved = moved(old, new);
    let mut changes = Vec::new();
    for after in &new.steps {
        let before = old.step(&after.name);
        let mut found =
            before.map_or_else(|| vec![added(after, new)], |before| both([before, after], [old, new], sides));
        if moved.contains(&after.name) {
            found.push(moved_to(after, old, new));
        }
        changes.extend(found.into_iter().map(|change| reached_or_not(change, &after.name, old, &reached)));
    }
    for before in old.steps.iter().filter(|step| new.step(&step.name).is_none()) {
        changes.push(reached_or_not(removed(before, new), &before.name, old, &reached));
    }
    changes
}

/// The change with the recorded runs of its step; neutral if no run reaches the step.
fn reached_or_not(mut change: Change, step: &str, old: &Contract, reached: &BTreeSet<&str>) -> Change {
    let is_told = matches!(change.touch, Touch::Step { .. });
    if old.step(step).is_none() {
        change.touch = Touch::Contract(old.fqdn.clone());
    } else if !is_told {
        change.touch = Touch::Step { contract: old.fqdn.clone(), step: step.to_owned(), statuses: BTreeSet::new() };
    }
    if !reached.contains(step) {
        change.verdict = Verdict::Neutral;
        "no run reaches the step".clone_into(&mut change.consequence);
    }
    change
}

fn place(step: &Step) -> String {
    format!("step `{}`", step.name)
}

/// What a step calls, in words.
pub fn calls(step: &Step) -> String {
    match &step.call {
        Call::Transform { fqdn, .. } => fqdn.clone(),
        Call::SideEffect { .. } => effect(step).unwrap_or_default(),
    }
}

fn added(step: &Step, contract: &Contract) -> Change {
    let before = contract.steps.iter().take_while(|other| other.name != step.name).last();
    let when = before.map_or("first".to_owned(), |before| format!("after `{}`", before.name));
    let mut change = Change::breaking(
        &contract.fqdn,
        place(step),
        format!("a run of the contract now also calls {}, {when}", calls(step)),
    );
    if !step.outputs.is_empty() {
        change.add(&format!("its result has {}", keys(step)));
    }
    change.turned(None, Some(calls(step))).of_flow()
}

fn removed(step: &Step, contract: &Contract) -> Change {
    let text = format!("a run of the contract no longer calls {}", calls(step));
    let mut change = Change::breaking(&contract.fqdn, place(step), text);
    let still = |key: &str| contract.steps.iter().any(|step| words::find(&step.outputs, key).is_some());
    if step.outputs.iter().any(|(key, _)| !still(key)) {
        let lost = step.outputs.iter().filter(|(key, _)| !still(key)).map(|(key, _)| format!("`{key}`"));
        change.add(&format!("its result no longer has {}", words::list(lost)));
    }
    change.turned(Some(calls(step)), None).of_flow()
}

fn keys(step: &Step) -> String {
    words::list(step.outputs.iter().map(|(key, _)| format!("`{key}`")))
}

/// The steps that have to be moved to bring the common ones from the old order into the new.
fn moved(old: &Contract, new: &Contract) -> BTreeSet<String> {
    let common = |of: &Contract, other: &Contract| -> Vec<String> {
        of.steps.iter().map(|step| step.name.clone()).filter(|name| other.step(name).is_some()).collect()
    };
    let (before, after) = (common(old, new), common(new, old));
    let kept = longest_common(&before, &after);
    after.into_iter().filter(|name| !kept.contains(name)).collect()
}

/// A longest common subsequence.
fn longest_common(a: &[String], b: &[String]) -> BTreeSet<String> {
    let mut best: Vec<Vec<String>> = vec![Vec::new(); b.len() + 1];
    for word in a {
        let mut next = best.clone();
        for (n, other) in b.iter().enumerate() {
            let found = if word == other {
                best.get(n).into_iter().flatten().chain([word]).cloned().collect()
            } else {
                let (left, up) =
                    (next.get(n).cloned().unwrap_or_default(), best.get(n + 1).cloned().unwrap_or_default());
                if left.len() > up.len() { left } else { up }
            };
            if let Some(place) = next.get_mut(n + 1) {
                *place = found;
            }
        }
        best = next;
    }
    best.pop().unwrap_or_default().into_iter().collect()
}

fn moved_to(step: &Step, old: &Contract, new: &Contract) -> Change {
    let after = |contract: &Contract| {
        let before = contract.steps.iter().take_while(|other| other.name != step.name).last();
        before.map_or("first".to_owned(), |before| format!("after `{}`", before.name))
    };
    let text = format!("`{}` now runs {} instead of {}", step.name, after(new), after(old));
    Change::breaking(&new.fqdn, place(step), text).turned(Some(after(old)), Some(after(new))).of_flow()
}

fn both([old, new]: [&Step; 2], contracts: [&Contract; 2], sides: &Sides<'_>) -> Vec<Change> {
    let [_, contract] = contracts;
    let mut changes: Vec<Change> = call_changed([old, new], contracts, sides);
    changes.extend(inputs_changed(old, new, contract));
    changes.extend(outputs_changed(old, new, contract));
    changes
}

fn call_changed([old, new]: [&Step; 2], [old_contract, contract]: [&Contract; 2], sides: &Sides<'_>) -> Vec<Change> {
    let (before, after) = (calls(old), calls(new));
    let mut changes = Vec::new();
    if before != after || fqdn(old) != fqdn(new) {
        let renamed = fqdn(old) == fqdn(new) && old.store != new.store;
        let is_same = renamed && placed::is_same_file(&contract.fqdn, [old, new], sides);
        let file = if is_same { ", on the same file" } else { "" };
        let text = format!("`{}` now calls {after} instead of {before}{file}", new.name);
        changes.push(Change::breaking(&contract.fqdn, place(new), text).turned(Some(before), Some(after)).of_flow());
    }
    if let (
        Call::Transform { on_success: success, on_failure: failure, .. },
        Call::Transform { on_success, on_failure, .. },
    ) = (&old.call, &new.call)
    {
        let statuses = [("succeeds", "SUCCESS", success, on_success), ("fails", "VIOLATION", failure, on_failure)];
        for (when, answer, before, after) in statuses.into_iter().filter(|(_, _, before, after)| before != after) {
            let text = format!("when `{}` {when} its status is now {after} instead of {before}", new.name);
            let (led, leads) = (route::goes_on(old_contract, old, before), route::goes_on(contract, new, after));
            let now = leads.filter(|now| led.as_ref() != Some(now));
            let text = text + &now.map(|now| format!(", and the contract now {now}")).unwrap_or_default();
            let place = format!("{}, status where it {when}", place(new));
            let statuses = BTreeSet::from([answer.to_owned()]);
            let touch = Touch::Step { contract: old_contract.fqdn.clone(), step: old.name.clone(), statuses };
            let change = Change::breaking(&contract.fqdn, place, text).touching(touch);
            changes.push(change.turned(Some(before.clone()), Some(after.clone())).of_flow());
        }
    }
    changes
}

fn fqdn(step: &Step) -> &str {
    match &step.call {
        Call::Transform { fqdn, .. } | Call::SideEffect { fqdn, .. } => fqdn,
    }
}

fn inputs_changed(old: &Step, new: &Step, contract: &Contract) -> Vec<Change> {
    let mut changes = Vec::new();
    for key in words::keys(&old.inputs, &new.inputs) {
        let (from, to) = (words::bound(&old.inputs, key), words::bound(&new.inputs, key));
        if from != to {
            let text = match (&from, &to) {
                (Some(from), Some(to)) => format!("`{}` now gets {to} as `{key}` instead of {from}", new.name),
                (None, Some(to)) => format!("`{}` now gets {to} as `{key}`, and got none", new.name),
                _ => format!("`{}` no longer gets a value for `{key}`", new.name),
            };
            let place = format!("{}, input `{key}`", place(new));
            // The inputs of a step that runs workflows say which ones.
            changes.push(Change::breaking(&contract.fqdn, place, text).turned(from, to).of_flow());
        }
    }
    changes
}

fn outputs_changed(old: &Step, new: &Step, contract: &Contract) -> Vec<Change> {
    let mut changes = Vec::new();
    for key in words::keys(&old.outputs, &new.outputs) {
        let (from, to) = (words::bound(&old.outputs, key), words::bound(&new.outputs, key));
        if from == to {
            continue;
        }
        let (verdict, text) = match (&from, &to) {
            (Some(from), Some(to)) => {
                (Verdict::Breaking, format!("`{key}` of the result is now {to} instead of {from}"))
            }
            (None, Some(_)) => (Verdict::Widening, format!("the result now has `{key}`")),
            _ => (Verdict::Breaking, format!("`{}` no longer puts `{key}` into the result", new.name)),
        };
        let place = format!("{}, output `{key}`", place(new));
        changes.push(Change::new(verdict, &contract.fqdn, place, text).turned(from, to));
    }
    changes
}
