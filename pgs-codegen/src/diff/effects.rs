//! Side effects that workflows gain and lose: they follow from changes, which are made to say so.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use super::side::Sides;
use super::words;

/// Adds to the changes of flow what side effects they give and take.
pub fn tell(changes: &mut [Change], sides: &Sides<'_>) {
    let mut told: BTreeMap<(usize, bool, String), BTreeSet<String>> = BTreeMap::new();
    for (fqdn, old) in &sides.old.protocol.workflows {
        let Some(new) = sides.new.protocol.workflows.get(fqdn) else { continue };
        let (before, after) = (sides.old.effects(old), sides.new.effects(new));
        let gained = after.difference(&before).map(|effect| (true, effect));
        for (is_gained, effect) in gained.chain(before.difference(&after).map(|effect| (false, effect))) {
            if let Some(n) = cause(changes, fqdn, is_gained, effect) {
                told.entry((n, is_gained, effect.clone())).or_default().insert(fqdn.clone());
            }
        }
    }
    for ((n, is_gained, effect), workflows) in told {
        let Some(change) = changes.get_mut(n) else { continue };
        let says_it = names(change, is_gained, &effect);
        if says_it && change.old.is_some() && change.new.is_some() {
            // One side effect for another: both stand in the change.
            continue;
        }
        let verb = if is_gained { "new side effect of" } else { "lost side effect of" };
        let effect = if says_it { String::new() } else { format!(": {effect}") };
        change.add(&format!("{verb} {}{effect}", words::list(workflows)));
    }
}

/// The change that most likely gives or takes the side effect: the one that names it, or else one at the workflow.
fn cause(changes: &[Change], workflow: &str, is_gained: bool, effect: &str) -> Option<usize> {
    let candidates = || changes.iter().enumerate().filter(|(_, it)| it.flow && it.workflows.contains(workflow));
    let named = candidates().find(|(_, change)| names(change, is_gained, effect));
    let own = || candidates().find(|(_, change)| change.artifact == workflow);
    named.or_else(own).or_else(|| candidates().next()).map(|(n, _)| n)
}

/// Whether the side effect itself came, or went, with the change.
fn names(change: &Change, is_gained: bool, effect: &str) -> bool {
    if is_gained { &change.new } else { &change.old }.as_deref() == Some(effect)
}
