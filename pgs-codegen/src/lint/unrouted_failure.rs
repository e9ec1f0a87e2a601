//! W017: a step fails, its `on_result` does not say what then, and the contract goes on: behind a store or mail to a step
//! that writes, behind a gate to any step.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::passed_over::{open_gate, renamed};
use crate::analysis::Analysis;
use crate::analysis::flow::{Effect, Flow, Lead, Stop, Target};

/// The steps of all workflows, each step of a contract once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for flow in &analysis.flows {
        for stop in &flow.stops {
            let Some((message, remedy)) = passes_gate(flow, stop).or_else(|| fails(flow, stop)) else { continue };
            if said.insert((stop.contract.fqdn.as_str(), stop.step.name.as_str())) {
                say(diagnostics, Code::UnroutedFailure, &stop.step.place, message, remedy);
            }
        }
    }
}

/// What there is to say of a gate behind which the contract goes on, whatever the gate says.
fn passes_gate(flow: &Flow<'_>, stop: &Stop<'_>) -> Option<(String, String)> {
    let status = open_gate(stop.step, flow.protocol())?;
    // Where the status has another name, the route that nothing takes is the cause.
    if renamed(stop.step, "VIOLATION").is_some() && stop.step.routes.iter().any(|(status, _)| status == "VIOLATION") {
        return None;
    }
    let lead = stop.leads.iter().find(|it| it.answer == "VIOLATION" && it.outcome.is_none())?;
    let Target::Stop(next) = &lead.target else { return None };
    let next = &flow.stops.get(*next)?.step.name;
    let here = if status == "VIOLATION" { String::new() } else { format!(", here {status},") };
    Some((
        format!(
            "VIOLATION{here} of the gate `{}` has no route: the contract goes on with step `{next}`",
            stop.step.name
        ),
        format!("add {status} to `on_result`, with `exit` or the step that follows"),
    ))
}

/// What there is to say of a store or mail that fails, and of the step that then does something.
fn fails(flow: &Flow<'_>, stop: &Stop<'_>) -> Option<(String, String)> {
    let (failures, effect) = goes_on(flow, stop)?;
    Some((
        format!(
            "step `{}` can answer {}, of which its `on_result` says nothing: the contract goes on, and step `{}` {}",
            stop.step.name,
            failures.join(" and "),
            effect.step.name,
            acts(&effect.effect)
        ),
        format!("add {} to `on_result`, with `exit` or the step that follows", failures.join(" and ")),
    ))
}

/// The failures of a step after which its contract goes on, and the first step that then does something.
fn goes_on<'f>(flow: &'f Flow<'_>, stop: &Stop<'_>) -> Option<(Vec<String>, &'f Stop<'f>)> {
    let is_routed = |lead: &Lead| stop.step.routes.iter().any(|(status, _)| *status == lead.answer);
    let fails = |lead: &&Lead| lead.outcome.is_none() && stop.fails_with(lead) && !is_routed(lead);
    let leads: Vec<&Lead> = stop.leads.iter().filter(fails).collect();
    let after = flow.after(leads.iter().map(|lead| &lead.target));
    let mut stops = after.iter().filter_map(|at| flow.stops.get(*at)).filter(|it| it.node.key == stop.node.key);
    let effect = stops.find(|it| matches!(it.effect, Effect::Writes(_) | Effect::Acts(_)))?;
    Some((leads.into_iter().map(|lead| lead.answer.clone()).collect(), effect))
}

/// What a step does, in words.
fn acts(effect: &Effect) -> String {
    match effect {
        Effect::Acts(operation) => format!("acts outside ({operation})"),
        Effect::Writes(_) | Effect::None | Effect::Reads(_) | Effect::Asks | Effect::Unknown => "writes".to_owned(),
    }
}
