//! E102: a status that can't occur, and is nearly one that can and that nothing else here names.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::fqdn::code;
use pgs_protocol::near;
use pgs_protocol::protocol::{Call, Contract, Place, Step, say};

use super::subjects::{RunNode, run_nodes};
use crate::analysis::Analysis;
use crate::analysis::statuses::of_step;

/// The contracts that are compiled, and the edges of all nodes.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in &analysis.compiled {
        let steps = || compiled.steps.iter().map(|it| it.step);
        let mut found = made(compiled.contract, analysis);
        found.extend(steps().flat_map(|step| routes(step, analysis)));
        if found.is_empty() {
            found.extend(allowed(compiled.contract, analysis));
        }
        for it in found {
            it.say(diagnostics);
        }
    }
    for edge in edges(analysis) {
        edge.say(diagnostics);
    }
}

/// What is wrong with edges that are never taken: the contract, where it is misspelt there, or each edge.
fn edges(analysis: &Analysis<'_>) -> Vec<Found> {
    let mut never: Vec<(RunNode<'_>, &str, String)> = Vec::new();
    for run in run_nodes(analysis) {
        for (outcome, _) in run.node.next.iter().filter(|(outcome, _)| outcome != "default") {
            if let Some(meant) = meant_status(&run, outcome, analysis) {
                never.push((run, outcome, meant));
            }
        }
    }
    let mut found: Vec<Found> = Vec::new();
    for (run, outcome, meant) in &never {
        let count = never
            .iter()
            .filter(|(it, other, near)| it.contract == run.contract && other == outcome && near == meant)
            .count();
        let of_contract = misspelt_in_contract(run.contract, (outcome, count), meant, analysis);
        let one = of_contract.unwrap_or_else(|| Found {
            place: run.node.place.at(["next", outcome]),
            message: format!("{} never ends with {outcome}; the edge is never taken", run.contract),
            meant: meant.clone(),
            otherwise: format!(", or correct it in {}, if it is misspelt there", run.contract),
        });
        let is_said = |it: &Found| (&it.place.file, &it.place.pointer) == (&one.place.file, &one.place.pointer);
        if !found.iter().any(is_said) {
            found.push(one);
        }
    }
    found
}

/// The place in a contract that makes a status which no node routes, where the status that so many edges wait for was meant:
/// several do, or it is made of words that the protocol knows, and the other is not.
fn misspelt_in_contract(
    fqdn: &str,
    (awaited, edges): (&str, usize),
    made: &str,
    analysis: &Analysis<'_>,
) -> Option<Found> {
    let contract = analysis.protocol.contracts.get(fqdn)?;
    let is_routed =
        run_nodes(analysis).any(|it| it.contract == fqdn && it.node.next.iter().any(|(edge, _)| edge == made));
    let words = words_of_others(fqdn, analysis);
    let is_spelt = |status: &str| status.split('_').all(|word| words.contains(word));
    let is_here = match (is_spelt(awaited), is_spelt(made)) {
        (true, false) => true,
        (false, true) => false,
        (true, true) | (false, false) => edges > 1,
    };
    let (place, _) = places(contract).into_iter().find(|(_, status)| *status == made)?;
    (is_here && !is_routed).then(|| Found {
        place,
        message: format!("no node routes `{made}`, with which the contract can end; edges wait for {awaited}"),
        meant: awaited.to_owned(),
        otherwise: String::new(),
    })
}

/// The words of names and statuses, but for those of this contract.
fn words_of_others<'a>(fqdn: &str, analysis: &'a Analysis<'_>) -> BTreeSet<&'a str> {
    let protocol = analysis.protocol;
    let nodes = protocol.workflows.values().flat_map(|it| &it.nodes).map(|it| it.key.as_str());
    let intents = protocol.intents.keys().map(|it| code(it));
    let others = protocol.contracts.keys().filter(|it| *it != fqdn);
    let statuses = others.flat_map(|it| analysis.statuses.of_contract(it));
    nodes.chain(intents).chain(statuses).flat_map(|it| it.split('_')).collect()
}

struct Found {
    place: Place,
    message: String,
    meant: String,
    /// What else it may be.
    otherwise: String,
}

impl Found {
    fn say(self, diagnostics: &mut Diagnostics) {
        say(
            diagnostics,
            Code::MisspeltStatus,
            &self.place,
            self.message,
            format!("write `{}`{}", self.meant, self.otherwise),
        );
    }
}

/// The status that an edge was likely meant for: one that can occur and has no edge.
pub fn meant_status(run: &RunNode<'_>, outcome: &str, analysis: &Analysis<'_>) -> Option<String> {
    let possible = || analysis.statuses.of_contract(run.contract);
    let allowed = analysis.protocol.contracts.get(run.contract).map(|it| it.allowed.as_slice()).unwrap_or_default();
    // What the contract declares is right here, and wrong there.
    if possible().any(|it| it == outcome) || allowed.iter().any(|it| it == outcome) {
        return None;
    }
    let open = possible().filter(|status| !run.node.next.iter().any(|(edge, _)| edge == status));
    near::nearest(outcome, open).map(str::to_owned)
}

/// Statuses that evaluations and transforms end with, and that the contract does not list.
fn made(contract: &Contract, analysis: &Analysis<'_>) -> Vec<Found> {
    // What a step calls its answers, its own routes may name.
    let is_routed = |status: &str| contract.steps.iter().flat_map(|it| &it.routes).any(|(route, _)| route == status);
    let listed = contract.allowed.iter().map(String::as_str);
    let unlisted = places(contract).into_iter().filter(|(_, status)| {
        !contract.allowed.is_empty() && !contract.allowed.iter().any(|it| it == status) && !is_routed(status)
    });
    let found = unlisted.filter_map(|(place, status)| {
        let meant = near::nearest(status, listed.clone())?.to_owned();
        // What nodes route is right, and the list is wrong.
        if is_edge(contract, status, analysis) && !is_edge(contract, &meant, analysis) {
            return None;
        }
        let message = format!("`result_status_contract` does not list `{status}`, with which the contract can end");
        Some(Found { place, message, meant, otherwise: String::new() })
    });
    found.collect()
}

/// Whether a node that runs the contract routes this status.
fn is_edge(contract: &Contract, status: &str, analysis: &Analysis<'_>) -> bool {
    let runs = run_nodes(analysis).filter(|it| it.contract == contract.fqdn);
    runs.flat_map(|it| &it.node.next).any(|(edge, _)| edge == status)
}

/// Where evaluations and transforms say with which status they end.
fn places(contract: &Contract) -> Vec<(Place, &str)> {
    let of_evaluations = contract.evaluations.values().flat_map(|it| {
        [(it.place.at(["on_true"]), it.on_true.as_str()), (it.place.at(["on_false"]), it.on_false.as_str())]
    });
    let of_steps = contract.steps.iter().flat_map(|step| match &step.call {
        Call::Transform { on_success, on_failure, .. } => vec![
            (step.place.at(["on_ct_result", "on_success"]), on_success.as_str()),
            (step.place.at(["on_ct_result", "on_failure"]), on_failure.as_str()),
        ],
        Call::SideEffect { .. } => Vec::new(),
    });
    of_evaluations.chain(of_steps).collect()
}

/// Routes for statuses that the step never answers.
fn routes<'a>(step: &'a Step, analysis: &'a Analysis<'_>) -> Vec<Found> {
    let found = step.routes.iter().filter_map(|(status, _)| {
        let meant = meant_answer(step, status, analysis)?;
        let message = format!("step `{}` never answers {status}; the route is never taken", step.name);
        Some(Found { place: step.place.at(["on_result", status]), message, meant, otherwise: String::new() })
    });
    found.collect()
}

/// The answer of a step that a route was likely meant for: one that has no route.
pub fn meant_answer(step: &Step, status: &str, analysis: &Analysis<'_>) -> Option<String> {
    let words: Vec<String> =
        of_step(step, analysis.protocol, &analysis.statuses).into_iter().map(|(_, word)| word).collect();
    if words.iter().any(|it| it == status) {
        return None;
    }
    let is_routed = |word: &&str| step.routes.iter().any(|(status, _)| status == word);
    near::nearest(status, words.iter().map(String::as_str).filter(|it| !is_routed(it))).map(str::to_owned)
}

/// Statuses that a contract lists, and with which it never ends.
fn allowed(contract: &Contract, analysis: &Analysis<'_>) -> Vec<Found> {
    let possible = || analysis.statuses.of_contract(&contract.fqdn);
    let is_listed = |status: &&str| contract.allowed.iter().any(|it| it == status);
    let never = contract.allowed.iter().enumerate().filter(|(_, it)| !possible().any(|status| status == *it));
    let found = never.filter_map(|(n, status)| {
        let meant = near::nearest(status, possible().filter(|it| !is_listed(it)))?.to_owned();
        let place = contract.place.at(["core", "result_status_contract", "allowed", &n.to_string()]);
        Some(Found {
            place,
            message: format!("the contract never ends with {status}"),
            meant,
            otherwise: String::new(),
        })
    });
    found.collect()
}
