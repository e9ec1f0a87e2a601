//! Intents: which payloads are admitted.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Intent};

use super::schema::{self, Difference, Of, Turn};
use super::side::Sides;
use super::traces::Touch;
use super::{Change, Verdict};

/// The changes of all intents that both protocols have.
pub fn changes(sides: &Sides<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (fqdn, old) in &sides.old.protocol.intents {
        if let Some(new) = sides.new.protocol.intents.get(fqdn) {
            let found = schema::compare(&old.inputs, &new.inputs, Of::Payload);
            if !found.is_empty() {
                let users = users(sides, fqdn);
                changes.extend(found.into_iter().map(|difference| change(fqdn, difference, &users)));
            }
        }
    }
    changes
}

/// The changes of one intent.
pub fn changes_of(old: &Intent, new: &Intent, users: &BTreeSet<String>) -> Vec<Change> {
    let found = schema::compare(&old.inputs, &new.inputs, Of::Payload).into_iter();
    found.map(|difference| change(&new.fqdn, difference, users)).collect()
}

fn users(sides: &Sides<'_>, fqdn: &str) -> BTreeSet<String> {
    let admits = |action: &Action| matches!(action, Action::Admit { intent: Some(intent), .. } if intent == fqdn);
    sides.users(|side| side.workflows(|workflow| workflow.nodes.iter().any(|node| admits(&node.action))))
}

fn change(fqdn: &str, difference: Difference, users: &BTreeSet<String>) -> Change {
    let Difference { path, rule, turn, old, new, probe } = difference;
    let place = if rule.is_empty() { format!("field `{path}`") } else { format!("field `{path}`, {rule}") };
    let (verdict, consequence) = judge(&path, &turn, old.as_deref(), new.as_deref());
    let mut change = Change::new(verdict, fqdn, place, consequence).turned(old, new);
    change.touch = Touch::Payload { intent: fqdn.to_owned(), probe };
    change.workflows.clone_from(users);
    if users.is_empty() {
        change.verdict = Verdict::Neutral;
        "no workflow admits payloads by this intent".clone_into(&mut change.consequence);
    }
    change
}

fn judge(path: &str, turn: &Turn, old: Option<&str>, new: Option<&str>) -> (Verdict, String) {
    match turn {
        Turn::Narrower(what) => (Verdict::Breaking, format!("{} is now rejected", payload(what))),
        Turn::Wider(what) => (Verdict::Widening, format!("{} is now admitted", payload(what))),
        Turn::Both(lost, gained) => {
            (Verdict::Breaking, format!("{} is now rejected, and one with {gained} is now admitted", payload(lost)))
        }
        Turn::Declared => {
            let text = format!("a payload may carry `{path}`; one that carried it undeclared must now meet its schema");
            (Verdict::Widening, text)
        }
        Turn::Undeclared => {
            (Verdict::Widening, format!("`{path}` is no longer checked, and is kept as an undeclared field"))
        }
        Turn::Default => (Verdict::Breaking, default(path, old, new)),
    }
}

/// The payloads with these values.
fn payload(what: &str) -> String {
    if what.starts_with("a payload") { what.to_owned() } else { format!("a payload with {what}") }
}

fn default(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let nothing = "nothing";
    format!(
        "a payload without `{path}` is now run with {} for it instead of {}",
        new.map_or(nothing, value),
        old.map_or(nothing, value)
    )
}

/// The value of a default, also where it stands behind the other words of a field.
fn value(text: &str) -> &str {
    text.split_once(", default ").map_or(text, |(_, value)| value)
}
