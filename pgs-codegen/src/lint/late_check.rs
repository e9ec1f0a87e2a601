//! W012: a step checks what an earlier step has written already, and refuses without undoing it.

use std::collections::BTreeSet;

use pgs_description::{StoreKind, WorksOn};
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, say};

use crate::analysis::Analysis;
use crate::analysis::flow::{Effect, Flow, Lead, Stop, Target};
use crate::analysis::origin::{Origin, Source};
use crate::capabilities;

/// The checks of all workflows that come too late.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    analysis.flows.iter().for_each(|flow| check_flow(flow, diagnostics));
}

fn check_flow(flow: &Flow<'_>, diagnostics: &mut Diagnostics) {
    let effects = effects(flow);
    for (at, stop) in flow.stops.iter().enumerate() {
        for lead in &stop.leads {
            let Some(examined) = examined(flow, at, lead).filter(|_| refuses(flow, stop, lead)) else { continue };
            let guarded = guarded(flow, &effects, at, lead, &examined);
            let is_near = |effect: &&Stop<'_>| effect.node.key == stop.node.key;
            let (near, far): (Vec<&Stop<'_>>, Vec<&Stop<'_>>) = guarded.into_iter().partition(is_near);
            if let Some(effect) = near.last() {
                within_contract(effect, stop, lead, diagnostics);
            }
            if let Some(effect) = far.last() {
                between_nodes(effect, stop, lead, diagnostics);
            }
        }
    }
}

/// The steps that write or send, each with the steps that can follow when it succeeds.
fn effects(flow: &Flow<'_>) -> Vec<(usize, BTreeSet<usize>)> {
    let has_effect = |stop: &Stop<'_>| matches!(stop.effect, Effect::Writes(_) | Effect::Acts(_));
    let effects = flow.stops.iter().enumerate().filter(|(_, stop)| has_effect(stop));
    let with_following = effects.map(|(at, stop)| {
        let done = stop.leads.iter().filter(|lead| lead.answer == "SUCCESS").map(|lead| &lead.target);
        (at, flow.after(done))
    });
    with_following.collect()
}

fn within_contract(effect: &Stop<'_>, check: &Stop<'_>, lead: &Lead, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::LateCheck,
        &check.step.place,
        format!(
            "step `{}` can refuse with {}, after step `{}` {}; nothing undoes that",
            check.step.name,
            lead.answer,
            effect.step.name,
            done(effect)
        ),
        format!("let `{}` run before `{}`, or undo what was done where it refuses", check.step.name, effect.step.name),
    );
}

fn between_nodes(effect: &Stop<'_>, check: &Stop<'_>, lead: &Lead, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::LateCheck,
        &check.node.place,
        format!(
            "step `{}` of node `{}` can refuse with {}, after node `{}` {}; nothing undoes that",
            check.step.name,
            check.node.key,
            lead.answer,
            effect.node.key,
            done(effect)
        ),
        format!("lead to `{}` before `{}`, or undo what was done where it refuses", check.node.key, effect.node.key),
    );
}

fn done(effect: &Stop<'_>) -> String {
    match &effect.effect {
        Effect::Writes(place) => format!("has written the store {}", place.name),
        Effect::Acts(operation) => format!("has called {operation}"),
        Effect::None | Effect::Reads(_) | Effect::Asks | Effect::Unknown => "has run".to_owned(),
    }
}

/// What a step examines when it answers in this way, if the answer is the refusal of a check.
///
/// That a key is taken, that a gate does not let pass, and that an evaluation makes a VIOLATION of an answer are refusals.
/// That nothing is found is none: it may be what was hoped for.
fn examined(flow: &Flow<'_>, at: usize, lead: &Lead) -> Option<Origin> {
    let stop = flow.stops.get(at)?;
    if let Some(name) = &lead.evaluated {
        return (lead.outcome.as_deref() == Some("VIOLATION")).then(|| flow.evaluated(at, name));
    }
    match &stop.step.call {
        Call::SideEffect { fqdn, op, .. } => {
            let works_on = capabilities::side_effect(fqdn, flow.protocol()).map(|it| it.works_on);
            let is_registry = works_on == Some(WorksOn::Store(StoreKind::Registry));
            let is_taken = is_registry && op == "REGISTER" && lead.answer == "ALREADY_EXISTS";
            is_taken.then(|| flow.argument(at, "key"))
        }
        Call::Transform { fqdn, .. } => {
            let is_gate = capabilities::transform(fqdn, flow.protocol()).is_some_and(|it| it.gate);
            (is_gate && lead.answer == "VIOLATION").then(|| flow.arguments(at))
        }
    }
}

/// Whether the run goes elsewhere than after a success, and writes nothing more but journals.
fn refuses(flow: &Flow<'_>, stop: &Stop<'_>, lead: &Lead) -> bool {
    let passes = |it: &&Lead| match &lead.evaluated {
        Some(name) => it.evaluated.as_ref() == Some(name) && it.outcome != lead.outcome,
        None => it.answer == "SUCCESS",
    };
    let same = |it: &Lead| it.target == lead.target && (it.outcome == lead.outcome || !is_end(&it.target));
    let journals = |at: &usize| match flow.stops.get(*at).map(|it| &it.effect) {
        Some(Effect::Writes(place)) => place.kind == StoreKind::AppendOnly,
        Some(Effect::Unknown) => false,
        Some(Effect::None | Effect::Reads(_) | Effect::Acts(_) | Effect::Asks) | None => true,
    };
    stop.leads.iter().filter(passes).any(|it| !same(it)) && flow.after([&lead.target]).iter().all(journals)
}

fn is_end(target: &Target) -> bool {
    matches!(target, Target::End(_))
}

/// The effects that come before the check, concern what it examines, and stay where it refuses.
fn guarded<'a, 'b>(
    flow: &'b Flow<'a>,
    effects: &[(usize, BTreeSet<usize>)],
    check: usize,
    refusal: &Lead,
    examined: &Origin,
) -> Vec<&'b Stop<'a>> {
    let leads = flow.stops.get(check).into_iter().flat_map(|it| &it.leads);
    let later = flow.after(leads.map(|lead| &lead.target));
    let refused = flow.after([&refusal.target]);
    let touched: Vec<&str> =
        refused.iter().filter_map(|at| Some(flow.stops.get(*at)?.writes()?.path.as_str())).collect();
    let is_guarded = |(at, following): &&(usize, BTreeSet<usize>)| {
        let path = flow.stops.get(*at).and_then(Stop::writes).map(|place| place.path.as_str());
        let stays = path.is_none_or(|path| !touched.contains(&path));
        let is_before = *at != check && following.contains(&check) && !later.contains(at);
        is_before && stays && overlap(&flow.arguments(*at), examined) && !flow.depends(examined, *at)
    };
    effects.iter().filter(is_guarded).filter_map(|(at, _)| flow.stops.get(*at)).collect()
}

/// Whether two values have a source in common.
fn overlap(one: &Origin, other: &Origin) -> bool {
    let prefix = |one: &[String], other: &[String]| one.starts_with(other) || other.starts_with(one);
    one.sources.iter().any(|one| {
        other.sources.iter().any(|other| match (one, other) {
            (Source::Payload(one), Source::Payload(other)) => prefix(one, other),
            (Source::Result(at, one), Source::Result(other_at, other)) => at == other_at && prefix(one, other),
            (Source::Payload(_) | Source::Result(..) | Source::Changing, _) => false,
        })
    })
}
