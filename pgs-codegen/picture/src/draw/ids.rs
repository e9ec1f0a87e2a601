//! The names of nodes in Mermaid text.

use std::collections::HashSet;
use std::iter;

use crate::graph::Graph;

/// A name for each node that Mermaid takes for no word of its own; one that is taken gets a number.
pub fn of(graph: &Graph) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut free = |id: String| {
        let stem = id.trim_end_matches('_').to_owned();
        let numbered = (2..).map(|n: u32| format!("{stem}_{n}"));
        iter::once(id).chain(numbered).find(|id| taken.insert(id.clone())).unwrap_or_default()
    };
    graph.nodes.iter().map(|node| free(id(&node.key))).collect()
}

fn id(key: &str) -> String {
    let plain = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    format!("n_{}", plain.collect::<String>())
}
