//! Nodes: added, removed, and what they do.

use pgs_protocol::protocol::{Action, Binding, Node};

use super::edge::Edge;
use super::pair::Pair;
use super::side::Sides;
use super::traces::Touch;
use super::{Change, Verdict, contract, payload, words};

/// The changes of a workflow's nodes but for their edges.
pub fn changes(pair: &Pair<'_>, sides: &Sides<'_>, edges: &[Edge]) -> Vec<Change> {
    let mut changes = Vec::new();
    for new in &pair.new.nodes {
        match pair.old.node(&new.key) {
            Some(old) => changes.extend(both(old, new, pair, sides)),
            None => changes.push(added(new, pair, edges)),
        }
    }
    let gone = pair.old.nodes.iter().filter(|node| pair.new.node(&node.key).is_none());
    changes.extend(gone.map(|node| removed(node, pair, edges)));
    changes
}

/// Events in words.
fn events(emit: &[String]) -> Option<String> {
    (!emit.is_empty()).then(|| words::list(emit))
}

/// What a node is, in a few words.
fn does(action: &Action) -> String {
    match action {
        Action::Admit { intent, .. } => format!("admits by {}", intent.as_deref().unwrap_or("no intent")),
        Action::Run { contract, .. } => format!("runs {contract}"),
        Action::Exit { reason, emit } => {
            let emit = events(emit).map(|events| format!(", emits {events}")).unwrap_or_default();
            format!("exit, {}{emit}", reason.as_deref().unwrap_or("without a reason"))
        }
    }
}

fn place(key: &str) -> String {
    format!("node `{key}`")
}

/// The consequences of the edges that are part of this node's coming or going.
fn parts<'a>(key: &str, pair: &Pair<'_>, edges: &'a [Edge]) -> Vec<&'a Edge> {
    edges.iter().filter(|edge| edge.is_possible && edge.part_of(pair) == Some(key)).collect()
}

fn sentences(edges: &[&Edge], otherwise: &str) -> String {
    let sentences: Vec<&str> = edges.iter().map(|edge| edge.sentence.as_str()).collect();
    if sentences.is_empty() { otherwise.to_owned() } else { sentences.join("; ") }
}

fn touch(edges: &[&Edge], pair: &Pair<'_>) -> Touch {
    let edges = edges.iter().map(|edge| (edge.node.clone(), edge.outcomes.clone())).collect();
    Touch::Edges { workflow: pair.fqdn.to_owned(), edges }
}

fn added(node: &Node, pair: &Pair<'_>, edges: &[Edge]) -> Change {
    let edges = parts(&node.key, pair, edges);
    let verdict = if edges.iter().any(|edge| edge.was_possible && pair.reached_before.contains(&edge.node)) {
        Verdict::Breaking
    } else if pair.reached_after.contains(&node.key) {
        Verdict::Widening
    } else {
        Verdict::Neutral
    };
    let otherwise = match verdict {
        Verdict::Neutral => "no run reaches the node",
        _ if pair.new.start == node.key => "a run now begins here",
        _ => "only what is new leads to the node",
    };
    let begins = pair.new.start == node.key;
    let verdict = if begins { Verdict::Breaking } else { verdict };
    let touch = if begins { Touch::Workflows } else { touch(&edges, pair) };
    let change = pair.change(verdict, place(&node.key), sentences(&edges, otherwise));
    change.turned(None, Some(does(&node.action))).touching(touch).of_flow()
}

fn removed(node: &Node, pair: &Pair<'_>, edges: &[Edge]) -> Change {
    let edges = parts(&node.key, pair, edges);
    let text = sentences(&edges, "no run comes to the node any more");
    let touch = Touch::Node { workflow: pair.fqdn.to_owned(), node: node.key.clone() };
    pair.at_node(&node.key, place(&node.key), text).turned(Some(does(&node.action)), None).touching(touch).of_flow()
}

fn both(old: &Node, new: &Node, pair: &Pair<'_>, sides: &Sides<'_>) -> Vec<Change> {
    let mut changes = match (&old.action, &new.action) {
        (Action::Admit { intent: old, .. }, Action::Admit { intent, .. }) => {
            intent_changed(&new.key, old.as_deref(), intent.as_deref(), pair, sides).into_iter().collect()
        }
        (Action::Run { contract: before, inputs: old }, Action::Run { contract, inputs }) => {
            let mut changes: Vec<Change> =
                contract_changed(&new.key, before, contract, pair, sides).into_iter().collect();
            changes.extend(inputs_changed(&new.key, old, inputs, pair));
            changes
        }
        (Action::Exit { reason: old_reason, emit: old_emit }, Action::Exit { reason, emit }) => {
            let key = &new.key;
            [
                exit_changed(key, "reason", old_reason.as_ref(), reason.as_ref(), pair),
                exit_changed(key, "emit", events(old_emit).as_ref(), events(emit).as_ref(), pair),
            ]
            .into_iter()
            .flatten()
            .collect()
        }
        (before, after) => {
            let text = format!("a run that comes to `{}` meets another kind of node", new.key);
            let change = pair.at_node(&new.key, place(&new.key), text);
            vec![change.turned(Some(does(before)), Some(does(after))).of_flow()]
        }
    };
    for change in &mut changes {
        change.touch = Touch::Node { workflow: pair.fqdn.to_owned(), node: new.key.clone() };
    }
    changes
}

fn intent_changed(
    key: &str,
    old: Option<&str>,
    new: Option<&str>,
    pair: &Pair<'_>,
    sides: &Sides<'_>,
) -> Option<Change> {
    if old == new {
        return None;
    }
    let text = |intent: Option<&str>| intent.unwrap_or("no intent").to_owned();
    let texts = (Some(text(old)), Some(text(new)));
    let intents = (
        old.and_then(|fqdn| sides.old.protocol.intents.get(fqdn)),
        new.and_then(|fqdn| sides.new.protocol.intents.get(fqdn)),
    );
    let found = match intents {
        (Some(old), Some(new)) => payload::changes_of(old, new, &pair.users),
        (Some(_), None) => {
            let change = pair.change(Verdict::Widening, place(key), "every payload is now admitted");
            return Some(change.turned(texts.0, texts.1));
        }
        _ => Vec::new(),
    };
    let verdict = match intents {
        (Some(_), Some(_)) => found.iter().map(|change| change.verdict).min().unwrap_or(Verdict::Neutral),
        _ => Verdict::Breaking,
    };
    let consequence = match found.as_slice() {
        [] if verdict == Verdict::Neutral => "the same payloads are admitted".to_owned(),
        [] => "a payload that does not meet the intent is now rejected".to_owned(),
        found => found.iter().map(|change| change.consequence.as_str()).collect::<Vec<_>>().join("; "),
    };
    Some(pair.change(verdict, place(key), consequence).turned(texts.0, texts.1))
}

fn contract_changed(key: &str, old: &str, new: &str, pair: &Pair<'_>, sides: &Sides<'_>) -> Option<Change> {
    if old == new {
        return None;
    }
    let contracts = (sides.old.protocol.contracts.get(old), sides.new.protocol.contracts.get(new));
    let same = matches!(contracts, (Some(old), Some(new)) if contract::are_alike(old, new, sides));
    let mut change =
        pair.at_node(key, place(key), format!("a run that comes to `{key}` now runs {new} instead of {old}"));
    if same && change.verdict == Verdict::Breaking {
        change.verdict = Verdict::Neutral;
        change.add("both do the same");
    }
    Some(change.turned(Some(format!("runs {old}")), Some(format!("runs {new}"))).of_flow())
}

fn inputs_changed(key: &str, old: &[(String, Binding)], new: &[(String, Binding)], pair: &Pair<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for input in words::keys(old, new) {
        let (from, to) = (words::bound(old, input), words::bound(new, input));
        if from != to {
            let text = match (&from, &to) {
                (Some(from), Some(to)) => format!("`{key}` is now given {to} as `{input}` instead of {from}"),
                (None, Some(to)) => format!("`{key}` is now given {to} as `{input}`, and was given none"),
                _ => format!("`{key}` is no longer given a value for `{input}`"),
            };
            changes.push(pair.at_node(key, format!("node `{key}`, input `{input}`"), text).turned(from, to));
        }
    }
    changes
}

fn exit_changed(key: &str, what: &str, old: Option<&String>, new: Option<&String>, pair: &Pair<'_>) -> Option<Change> {
    if old == new {
        return None;
    }
    let text = |value: Option<&String>| value.cloned().unwrap_or_else(|| "nothing".to_owned());
    let verb = if what == "emit" { "emits" } else { "says" };
    let consequence = format!("a run that ends at `{key}` now {verb} {} instead of {}", text(new), text(old));
    let change = pair.at_node(key, format!("node `{key}`, {what}"), consequence);
    Some(change.turned(old.cloned(), new.cloned()))
}
