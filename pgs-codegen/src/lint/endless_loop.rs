//! W016: a loop of nodes or steps in which nothing changes that could end it.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, Place, say};

use crate::analysis::Analysis;
use crate::analysis::flow::{Effect, Flow, Lead, Stop, Target};
use crate::analysis::origin::{Origin, Source};
use crate::capabilities;

/// The loops of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    analysis.flows.iter().for_each(|flow| check_flow(flow, diagnostics));
}

fn check_flow(flow: &Flow<'_>, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for at in 0..flow.stops.len() {
        if seen.contains(&at) {
            continue;
        }
        let round = round(flow, at);
        seen.extend(&round);
        if !round.is_empty() && !ends(flow, &round) {
            report(flow, &round, diagnostics);
        }
    }
}

/// The steps that can follow this one and be followed by it.
fn round(flow: &Flow<'_>, at: usize) -> BTreeSet<usize> {
    let after = |at: usize| flow.after(flow.stops.get(at).into_iter().flat_map(|it| &it.leads).map(|it| &it.target));
    let reached = after(at);
    if !reached.contains(&at) {
        return BTreeSet::new();
    }
    reached.into_iter().filter(|other| after(*other).contains(&at)).collect()
}

/// Whether an answer leads out of the loop that may be another one in another round.
fn ends(flow: &Flow<'_>, round: &BTreeSet<usize>) -> bool {
    let constant = constant(flow, round);
    round.iter().filter_map(|at| Some((*at, flow.stops.get(*at)?))).any(|(at, stop)| {
        let leaves = |lead: &&Lead| match &lead.target {
            Target::Stop(target) => !round.contains(target),
            Target::End(_) => true,
        };
        stop.leads.iter().filter(leaves).any(|lead| {
            let decides = match &lead.evaluated {
                Some(name) => !is_constant(&flow.evaluated(at, name), round, &constant),
                None => !constant.contains(&at),
            };
            decides && !stop.fails_with(lead)
        })
    })
}

/// The steps that answer the same in every round. Found from nothing upwards: what depends on itself is not among them.
fn constant(flow: &Flow<'_>, round: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut constant = BTreeSet::new();
    loop {
        let is_new = |at: &&usize| {
            !constant.contains(*at)
                && !can_change(flow, **at, round)
                && is_constant(&flow.arguments(**at), round, &constant)
        };
        let more: Vec<usize> = round.iter().filter(is_new).copied().collect();
        if more.is_empty() {
            return constant;
        }
        constant.extend(more);
    }
}

fn is_constant(origin: &Origin, round: &BTreeSet<usize>, constant: &BTreeSet<usize>) -> bool {
    origin.sources.iter().all(|source| match source {
        Source::Payload(_) => true,
        Source::Result(at, _) => !round.contains(at) || constant.contains(at),
        Source::Changing => false,
    })
}

/// Whether a step may answer otherwise to the same arguments: it draws random bytes or the time, runs workflows, turns to something outside, or uses
/// a store that the loop writes.
fn can_change(flow: &Flow<'_>, at: usize, round: &BTreeSet<usize>) -> bool {
    let Some(stop) = flow.stops.get(at) else { return true };
    let written = |path: &str| {
        round.iter().any(|at| flow.stops.get(*at).and_then(Stop::writes).is_some_and(|place| place.path == path))
    };
    match &stop.effect {
        Effect::None => match &stop.step.call {
            Call::Transform { fqdn, .. } => capabilities::transform(fqdn, flow.protocol()).is_none_or(|it| it.draws),
            Call::SideEffect { .. } => true,
        },
        Effect::Reads(place) | Effect::Writes(place) => written(&place.path),
        Effect::Asks | Effect::Acts(_) | Effect::Unknown => true,
    }
}

fn report(flow: &Flow<'_>, round: &BTreeSet<usize>, diagnostics: &mut Diagnostics) {
    let stops: Vec<&Stop<'_>> = round.iter().filter_map(|at| flow.stops.get(*at)).collect();
    let Some(first) = stops.first() else { return };
    let nodes: Vec<&str> = stops.iter().map(|stop| stop.node.key.as_str()).collect();
    let is_one_contract = nodes.iter().all(|key| *key == first.node.key) && !returns_by_edge(first, &stops, round);
    let (what, place): (_, Place) = if is_one_contract {
        (list("step", stops.iter().map(|stop| stop.step.name.as_str())), first.step.place.clone())
    } else {
        (list("node", nodes.into_iter()), first.node.place.at(["next"]))
    };
    say(
        diagnostics,
        Code::EndlessLoop,
        &place,
        format!("{what} can follow each other in a circle, and no answer that leads out depends on what changes there"),
        "lead out of the loop by something that changes in it: a count, a record that it removes, an answer of a store that \
         it writes",
    );
}

/// Whether the loop leaves the contract and comes back to its node.
fn returns_by_edge(first: &Stop<'_>, stops: &[&Stop<'_>], round: &BTreeSet<usize>) -> bool {
    let back = |lead: &Lead| matches!(&lead.target, Target::Stop(at) if round.contains(at)) && lead.outcome.is_some();
    stops.iter().filter(|stop| stop.node.key == first.node.key).any(|stop| stop.leads.iter().any(back))
}

/// The names of what goes round, each once: "the nodes `A` and `B`".
fn list<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for name in names.map(|name| format!("`{name}`")) {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    match distinct.as_slice() {
        [one] => format!("runs of the {what} {one}"),
        several => format!("the {what}s {}", several.join(" and ")),
    }
}
