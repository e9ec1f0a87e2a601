//! W016, second form: workflows that start each other in a circle, whatever the steps before answer.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::{Starts, WorksOn};
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, Protocol, say};

use crate::analysis::Analysis;
use crate::analysis::flow::{Flow, Stop, Target};
use crate::analysis::workflows::started_by;
use crate::capabilities;

/// By workflow: the workflows that each of its runs starts, with the index of a step that does.
type Started<'a> = BTreeMap<&'a str, Vec<(String, usize)>>;

/// The circles among all workflows. A loop over a sequence is no part of one: the sequence may be empty.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let flows = &analysis.flows;
    let starts: Started<'_> = flows.iter().map(|flow| (flow.workflow.fqdn.as_str(), always_started(flow))).collect();
    let mut said = BTreeSet::new();
    for flow in flows {
        let Some(circle) = circle(&flow.workflow.fqdn, &starts) else { continue };
        let first = starts.get(flow.workflow.fqdn.as_str()).into_iter().flatten();
        let starter = first.filter(|(started, _)| circle.contains(started)).find_map(|(_, at)| flow.stops.get(*at));
        let Some(stop) = starter.filter(|_| said.insert(circle.clone())) else { continue };
        let names = circle.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
        say(
            diagnostics,
            Code::EndlessLoop,
            &stop.step.place,
            format!("runs of {names} start each other in a circle, whatever the steps before answer"),
            "lead past the step that starts the workflow once there is nothing left to do",
        );
    }
}

/// The workflows through which this one starts itself, if it does.
fn circle(fqdn: &str, starts: &Started<'_>) -> Option<BTreeSet<String>> {
    let after = |fqdn: &str| {
        let mut reached = BTreeSet::new();
        let mut open = vec![fqdn.to_owned()];
        while let Some(next) = open.pop() {
            let started = starts.get(next.as_str()).into_iter().flatten();
            open.extend(started.map(|(name, _)| name.clone()).filter(|name| reached.insert(name.clone())));
        }
        reached
    };
    let reached = after(fqdn);
    let circle = || reached.iter().filter(|name| after(name).contains(fqdn)).cloned().collect();
    reached.contains(fqdn).then(circle)
}

/// The workflows that every run of this one starts, unless it fails before.
fn always_started(flow: &Flow<'_>) -> Vec<(String, usize)> {
    let named = flow.stops.iter().enumerate().flat_map(|(at, stop)| {
        let started =
            if runs_workflows(stop, flow.protocol()) { started_by(stop.step, flow.protocol()) } else { Vec::new() };
        started.into_iter().map(move |name| (name.to_owned(), at))
    });
    let named: Vec<(String, usize)> = named.collect();
    let is_always = |(name, _): &&(String, usize)| {
        let starters: BTreeSet<usize> = named.iter().filter(|(other, _)| other == name).map(|(_, at)| *at).collect();
        !can_end_without(flow, &starters)
    };
    named.iter().filter(is_always).cloned().collect()
}

fn runs_workflows(stop: &Stop<'_>, protocol: &Protocol) -> bool {
    let Call::SideEffect { fqdn, op } = &stop.step.call else { return false };
    let works_on = capabilities::operation(fqdn, op, protocol).map(|(side_effect, _)| side_effect.works_on);
    matches!(works_on, Some(WorksOn::Workflows(Starts::One | Starts::Concurrent)))
}

/// Whether a run can end without one of these steps, and without the failure of a store.
fn can_end_without(flow: &Flow<'_>, without: &BTreeSet<usize>) -> bool {
    let Some(first) = flow.first() else { return true };
    let mut seen = BTreeSet::new();
    let mut open = vec![first];
    while let Some(at) = open.pop() {
        if without.contains(&at) || !seen.insert(at) {
            continue;
        }
        let Some(stop) = flow.stops.get(at) else { continue };
        for lead in &stop.leads {
            match &lead.target {
                Target::Stop(next) => open.push(*next),
                Target::End(_) if !stop.fails_with(lead) => return true,
                Target::End(_) => {}
            }
        }
    }
    false
}
