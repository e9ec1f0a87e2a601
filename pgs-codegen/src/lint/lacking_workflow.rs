//! E008: workflows that call what nobody implements, all of them at once, with the setting that leaves them out.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::fqdn::namespace;
use pgs_protocol::protocol::words::list;
use pgs_protocol::protocol::{Protocol, say};

use crate::analysis::{Analysis, lacking};

/// How many of the things that are lacking are named.
const NAMED: usize = 8;

/// The workflows that are in force.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let protocol = analysis.protocol;
    let of_each = protocol.workflows.values().map(|workflow| (workflow, lacking::of_workflow(workflow, protocol)));
    let found: BTreeMap<&str, BTreeSet<String>> =
        of_each.filter(|(_, lacks)| !lacks.is_empty()).map(|(it, lacks)| (it.fqdn.as_str(), lacks)).collect();
    let Some(first) = found.keys().next().and_then(|fqdn| protocol.workflows.get(*fqdn)) else { return };
    let lacks: BTreeSet<&str> = found.values().flatten().map(String::as_str).collect();
    let workflows = if found.len() == 1 { "1 workflow calls" } else { &format!("{} workflows call", found.len()) };
    let message = format!(
        "{workflows} what this compiler does not implement, so that none of the snapshot is built: {}; lacking: {}",
        list(found.keys()),
        named(&lacks)
    );
    let remedy = format!(
        "write into pgs.toml beside the snapshot: [workflows] leave_out = [{}]",
        patterns(&found.keys().copied().collect(), protocol).join(", ")
    );
    say(diagnostics, Code::UnknownCapability, &first.place, message, remedy);
}

/// The first few of them, and how many more there are.
pub fn named(lacks: &BTreeSet<&str>) -> String {
    let mut words: Vec<String> = lacks.iter().take(NAMED).map(|it| (*it).to_owned()).collect();
    if lacks.len() > NAMED {
        words.push(format!("{} more", lacks.len() - NAMED));
    }
    list(words)
}

/// What leaves these workflows out, and no others: a namespace, where all of it is meant.
fn patterns(meant: &BTreeSet<&str>, protocol: &Protocol) -> Vec<String> {
    let mut patterns = BTreeSet::new();
    for fqdn in meant {
        let name = namespace(fqdn);
        let mut others = protocol.workflows.keys().filter(|it| namespace(it) == name);
        let is_all = others.all(|it| meant.contains(it.as_str()));
        patterns.insert(if is_all { format!("\"{name}::*\"") } else { format!("\"{fqdn}\"") });
    }
    patterns.into_iter().collect()
}
