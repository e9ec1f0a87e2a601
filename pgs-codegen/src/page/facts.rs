//! What nodes are and do, as texts that are equal where behaviour is: without what is said for people, and without an
//! order that means nothing.

use std::collections::BTreeMap;

use super::step::steps;
use super::touch::contract;
use super::{Payload, Step};
use crate::plan::{Domain, Exit, Intent, Node, Workflow};

/// Those of a workflow, by the keys of its nodes.
pub fn facts<'a>(workflow: &'a Workflow, domain: &'a Domain) -> BTreeMap<&'a str, String> {
    let intent = workflow.entry.intent.as_ref();
    let entry = workflow.entry.node.iter().map(|node| (node.key.as_str(), intent.map(admits).unwrap_or_default()));
    let running = workflow.nodes.iter().map(|node| (node.key.as_str(), runs(node, domain)));
    let exits = workflow.exits.iter().map(|it| (it.key.as_str(), ends(it)));
    entry.chain(running).chain(exits).collect()
}

fn admits(intent: &Intent) -> String {
    let payload = Payload::of(intent);
    let fields = payload.fields.iter().map(|it| {
        // The values of an enum have no order; those of other rules are one.
        let rules = sorted(it.rules.iter().map(|rule| format!("{} {}", rule.name, values(&rule.value))));
        format!("{} {} {} {rules}", it.path, it.ty, it.required)
    });
    format!("{} {}", payload.intent, sorted(fields))
}

fn values(rule: &str) -> String {
    sorted(rule.split(", ").map(str::to_owned))
}

fn runs(node: &Node, domain: &Domain) -> String {
    let Some(contract) = contract(node, domain) else { return String::new() };
    let steps: Vec<String> = steps(node, contract, domain).iter().map(of_step).collect();
    let kept_back = sorted(contract.suppressed.iter().cloned());
    format!("{} {} {kept_back} {}", contract.fqdn, steps.join(" "), sorted(node.written.iter().map(bound)))
}

fn of_step(step: &Step<'_>) -> String {
    let outputs = sorted(step.outputs.iter().map(|it| format!("{it:?}")));
    let follows = sorted(step.follows.iter().map(|it| format!("{it:?}")));
    let ends = sorted(step.ends.iter().map(|it| (*it).to_owned()));
    let inputs = sorted(step.inputs.iter().map(bound));
    format!("{} {:?} {inputs} {outputs} {follows} {ends}", step.name, step.does)
}

fn bound((name, value): &(String, String)) -> String {
    format!("{name}={value}")
}

fn ends(exit: &Exit) -> String {
    format!("{:?} {:?}", exit.reason, exit.emit)
}

fn sorted(texts: impl Iterator<Item = String>) -> String {
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    format!("{texts:?}")
}
