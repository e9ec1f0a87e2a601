//! Answers of steps that nothing takes up, so that the contract goes on as after any other; and routes for answers that
//! steps never give.

use pgs_protocol::protocol::{Call, Contract, Protocol, Step};

use super::misspelt_status::meant_answer;
use super::subjects::FAILURES;
use crate::analysis::Analysis;
use crate::analysis::reach::{next_step, reachable_steps};
use crate::analysis::statuses::of_step;
use crate::capabilities;

/// What a step calls an answer of its transform (`on_ct_result`), if it calls it otherwise.
pub fn renamed<'s>(step: &'s Step, answer: &str) -> Option<&'s str> {
    let Call::Transform { on_success, on_failure, .. } = &step.call else { return None };
    let word = match answer {
        "SUCCESS" => on_success,
        "VIOLATION" => on_failure,
        _ => return None,
    };
    (word != answer && on_success != answer && on_failure != answer).then_some(word)
}

/// The status of a gate that does not let pass, if no route takes it up.
pub fn open_gate<'s>(step: &'s Step, protocol: &Protocol) -> Option<&'s str> {
    let Call::Transform { fqdn, on_failure, .. } = &step.call else { return None };
    let is_gate = capabilities::transform(fqdn, protocol).is_some_and(|it| it.gate);
    (is_gate && !is_routed(step, on_failure)).then_some(on_failure)
}

/// Whether a route takes up this status.
pub fn is_routed(step: &Step, status: &str) -> bool {
    step.routes.iter().any(|(routed, _)| routed == status)
}

/// The first step that answers with this status although the contract goes on, and the step with which it does.
pub fn goes_on<'a>(contract: &'a Contract, status: &str, analysis: &Analysis<'_>) -> Option<(&'a Step, &'a Step)> {
    let steps = reachable_steps(contract, analysis.protocol, &analysis.statuses).into_iter();
    steps.filter_map(|n| Some((n, contract.steps.get(n)?))).find_map(|(n, step)| {
        let mut answers = of_step(step, analysis.protocol, &analysis.statuses).into_iter();
        let next = contract.steps.get(next_step(contract, n, status)?)?;
        answers.any(|(_, word)| word == status).then_some((step, next))
    })
}

/// The statuses for which a step has routes and with which it never answers, but for those that are misspelt (E102). A
/// route for a failure of what can't fail is care, and no mistake.
pub fn idle_routes<'s>(step: &'s Step, analysis: &Analysis<'_>) -> Vec<&'s str> {
    let answers = of_step(step, analysis.protocol, &analysis.statuses);
    let is_answer = |status: &str| answers.is_empty() || answers.iter().any(|(_, word)| word == status);
    let is_care = |status: &str| match renamed(step, status) {
        Some(word) => !is_answer(word),
        None => FAILURES.contains(&status),
    };
    let routed = step.routes.iter().map(|(status, _)| status.as_str());
    routed
        .filter(|status| !is_answer(status) && !is_care(status) && meant_answer(step, status, analysis).is_none())
        .collect()
}
