//! W011: two contracts write one store, one before the other here and after it there.

use std::collections::BTreeMap;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Node, say};

use crate::analysis::Analysis;
use crate::analysis::flow::{Flow, Stop};

/// Where a contract writes a store before another one does: the path of the store, the first contract, the second.
type Orders<'a> = BTreeMap<(&'a str, &'a str, &'a str), Found<'a>>;

/// A workflow, the node of the first contract and that of the second.
#[derive(Clone, Copy)]
struct Found<'a> {
    workflow: &'a str,
    nodes: [&'a Node; 2],
    store: &'a str,
}

/// Compares the orders of all workflows. Within one workflow that has both orders, a cycle, there is none.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut orders = Orders::new();
    for flow in &analysis.flows {
        collect(flow, &mut orders);
    }
    for ((path, first, second), found) in &orders {
        let Some(other) = orders.get(&(*path, *second, *first)).filter(|_| first < second) else { continue };
        let [before, after] = other.nodes;
        say(
            diagnostics,
            Code::WriteOrder,
            &after.place,
            format!(
                "here {second} at node `{}` writes the store {} before {first} at node `{}`; in {} it is the other way \
                 round",
                before.key, other.store, after.key, found.workflow
            ),
            "let all workflows write it in one order, or let one contract do both",
        );
    }
}

fn collect<'a>(flow: &'a Flow<'_>, orders: &mut Orders<'a>) {
    let stops = flow.stops.iter().enumerate().filter_map(|(at, stop)| Some((at, stop, stop.writes()?)));
    let following = |stop: &Stop<'_>| flow.after(stop.leads.iter().map(|lead| &lead.target));
    let writers: Vec<_> = stops.map(|(at, stop, place)| (at, stop, place, following(stop))).collect();
    for (at, stop, place, after) in &writers {
        for (later, other, _, back) in writers.iter().filter(|(later, ..)| after.contains(later)) {
            let are_two = stop.contract.fqdn != other.contract.fqdn && !back.contains(at);
            if are_two && same_record(flow, (*at, stop), (*later, other)) {
                let nodes = [stop.node, other.node];
                let found = Found { workflow: &flow.workflow.fqdn, nodes, store: &place.name };
                orders.entry((&place.path, &stop.contract.fqdn, &other.contract.fqdn)).or_insert(found);
            }
        }
    }
}

/// Whether both write one store, and not, as their keys show, different records of it.
fn same_record(flow: &Flow<'_>, (at, one): (usize, &Stop<'_>), (later, other): (usize, &Stop<'_>)) -> bool {
    let path = |stop: &Stop<'_>| stop.writes().map(|place| place.path.clone());
    let keys = (flow.literal(at, "key"), flow.literal(later, "key"));
    let apart = matches!(keys, (Some(one), Some(other)) if one != other);
    path(one) == path(other) && !apart
}
