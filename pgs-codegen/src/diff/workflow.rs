//! Workflows: added, removed, and what changed in those that stay.

use std::collections::BTreeSet;

use pgs_protocol::protocol::Workflow;

use super::pair::Pair;
use super::side::Sides;
use super::traces::Touch;
use super::{Change, Verdict, binding, edge, node, rename};

/// The changes of all workflows.
pub fn changes(sides: &Sides<'_>) -> Vec<Change> {
    let (before, after) = (&sides.old.protocol.workflows, &sides.new.protocol.workflows);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut changes = Vec::new();
    for fqdn in names {
        let users = sides.users(|side| side.workflows(|workflow| workflow.fqdn == *fqdn));
        let whole = match (before.get(fqdn), after.get(fqdn)) {
            (Some(old), Some(new)) => {
                changes.extend(inside(old, new, users, sides));
                continue;
            }
            (None, _) => Change::new(Verdict::Widening, fqdn, "", "the workflow can now be started")
                .turned(None, Some("workflow".into())),
            (_, None) => Change::breaking(fqdn, "", "the workflow can no longer be started")
                .turned(Some("workflow".into()), None),
        };
        changes.push(Change { workflows: users, ..whole });
    }
    changes
}

fn inside(old: &Workflow, new: &Workflow, users: BTreeSet<String>, sides: &Sides<'_>) -> Vec<Change> {
    let renamed = rename::find(old, new);
    let old = rename::apply(old, &renamed);
    let pair = Pair {
        fqdn: &new.fqdn,
        old: &old,
        new,
        reached_before: sides.old.reached(&old),
        reached_after: sides.new.reached(new),
        users,
    };
    let mut changes: Vec<Change> = renamed
        .iter()
        .map(|(from, to)| {
            pair.change(Verdict::Neutral, format!("node `{to}`"), "the node has another name and does what it did")
                .turned(Some(from.clone()), Some(to.clone()))
                .touching(Touch::Node { workflow: new.fqdn.clone(), node: from.clone() })
        })
        .collect();
    if old.start != new.start && old.node(&new.start).is_some() {
        let consequence = format!("a run now begins at `{}` instead of `{}`", new.start, old.start);
        let change = pair.change(Verdict::Breaking, "start", consequence).of_flow();
        changes.push(change.turned(Some(old.start.clone()), Some(new.start.clone())));
    }
    let edges = edge::changes(&pair, sides);
    changes.extend(node::changes(&pair, sides, &edges));
    changes.extend(edges.into_iter().filter_map(|edge| edge.own_change(&pair)));
    changes.extend(binding::of_workflow(&pair, sides));
    changes
}
