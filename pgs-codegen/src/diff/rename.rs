//! Nodes that have another key and do what they did.

use std::collections::BTreeMap;

use pgs_protocol::protocol::{Action, Binding, Node, Path, Root, Workflow};

use super::words;

/// Old keys and new keys of nodes that were renamed: what they do and where they lead is the same, and no other node
/// that came or went is like them.
pub fn find(old: &Workflow, new: &Workflow) -> BTreeMap<String, String> {
    let gone: Vec<&Node> = old.nodes.iter().filter(|node| new.node(&node.key).is_none()).collect();
    let came: Vec<&Node> = new.nodes.iter().filter(|node| old.node(&node.key).is_none()).collect();
    let mut renamed = BTreeMap::new();
    // A node may lead to one that was renamed, which must be known first.
    for _ in 0..gone.len() {
        for node in &gone {
            let twins: Vec<_> = came.iter().filter(|twin| alike(node, twin, &renamed)).collect();
            if let [twin] = twins.as_slice()
                && gone.iter().filter(|other| alike(other, twin, &renamed)).count() == 1
            {
                renamed.insert(node.key.clone(), twin.key.clone());
            }
        }
    }
    renamed
}

/// The workflow with these keys for the old ones, wherever they stand.
pub fn apply(workflow: &Workflow, renamed: &BTreeMap<String, String>) -> Workflow {
    let mut workflow = workflow.clone();
    let rename = |key: &mut String| {
        if let Some(new) = renamed.get(key.as_str()) {
            key.clone_from(new);
        }
    };
    rename(&mut workflow.start);
    for node in &mut workflow.nodes {
        rename(&mut node.key);
        node.next.iter_mut().for_each(|(_, target)| rename(target));
        if let Action::Run { inputs, .. } = &mut node.action {
            for (_, binding) in inputs {
                rename_in(binding, renamed);
            }
        }
    }
    workflow
}

fn rename_in(binding: &mut Binding, renamed: &BTreeMap<String, String>) {
    match binding {
        Binding::Path(Path { root: Root::Node(key), .. })
        | Binding::Plus { path: Path { root: Root::Node(key), .. }, .. } => {
            if let Some(new) = renamed.get(key.as_str()) {
                key.clone_from(new);
            }
        }
        Binding::Object(fields) => fields.iter_mut().for_each(|(_, inner)| rename_in(inner, renamed)),
        Binding::List(items) => items.iter_mut().for_each(|inner| rename_in(inner, renamed)),
        Binding::Literal(_) | Binding::Path(_) | Binding::Timestamp | Binding::Outcome | Binding::Plus { .. } => {}
    }
}

fn alike(old: &Node, new: &Node, renamed: &BTreeMap<String, String>) -> bool {
    let edges = |node: &Node, renamed: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        let target = |key: &String| renamed.get(key).unwrap_or(key).clone();
        node.next.iter().map(|(outcome, key)| (outcome.clone(), target(key))).collect()
    };
    does(old, renamed) == does(new, &BTreeMap::new()) && edges(old, renamed) == edges(new, &BTreeMap::new())
}

/// What a node does, in words.
fn does(node: &Node, renamed: &BTreeMap<String, String>) -> String {
    match &node.action {
        Action::Admit { intent, .. } => format!("admit {intent:?}"),
        Action::Exit { reason, emit } => format!("exit {reason:?} {emit:?}"),
        Action::Run { contract, inputs } => {
            let bound = inputs.iter().map(|(key, binding)| {
                let mut binding = binding.clone();
                rename_in(&mut binding, renamed);
                (key.clone(), words::binding(&binding))
            });
            format!("run {contract} {:?}", bound.collect::<BTreeMap<_, _>>())
        }
    }
}
