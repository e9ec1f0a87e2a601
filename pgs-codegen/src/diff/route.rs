//! What follows the statuses of steps: routes and evaluations.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Contract, Evaluation, Route, Step};

use super::side::Sides;
use super::traces::Touch;
use super::{Change, Verdict, words};
use crate::analysis::reach;

/// The changes of a contract's routes and evaluations.
pub fn changes(old: &Contract, new: &Contract, sides: &Sides<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for after in &new.steps {
        if let Some(before) = old.step(&after.name) {
            changes.extend(of_step(before, after, old, new, sides));
        }
    }
    for (name, after) in &new.evaluations {
        let is_used = |step: &Step| step.routes.iter().any(|(_, it)| *it == Route::Evaluation(name.clone()));
        if let Some(before) = old.evaluations.get(name)
            && new.steps.iter().any(is_used)
        {
            changes.extend(of_evaluation(name, before, after, old, new));
        }
    }
    changes
}

/// What follows a status.
#[derive(Clone, PartialEq, Eq)]
enum Next {
    Step(String),
    End,
    Evaluation(String),
}

impl Next {
    fn of(contract: &Contract, step: &Step, status: &str) -> Self {
        match reach::route(step, status) {
            Route::Continue => {
                let follower = contract.steps.iter().skip_while(|other| other.name != step.name).nth(1);
                follower.map_or(Self::End, |step| Self::Step(step.name.clone()))
            }
            Route::Exit | Route::Refused => Self::End,
            Route::Step(name) => Self::Step(name),
            Route::Evaluation(name) => Self::Evaluation(name),
        }
    }

    fn place(&self) -> String {
        match self {
            Self::Step(name) => format!("step `{name}`"),
            Self::End => "end".to_owned(),
            Self::Evaluation(name) => format!("evaluation `{name}`"),
        }
    }

    fn says(&self) -> String {
        match self {
            Self::Step(name) => format!("goes on with `{name}`"),
            Self::End => "ends with it".to_owned(),
            Self::Evaluation(name) => format!("ends as evaluation `{name}` decides"),
        }
    }

    fn said_before(&self) -> String {
        match self {
            Self::Step(name) => format!("going on with `{name}`"),
            Self::End => "ending with it".to_owned(),
            Self::Evaluation(name) => format!("ending as evaluation `{name}` decided"),
        }
    }
}

fn of_step(before: &Step, after: &Step, old: &Contract, new: &Contract, sides: &Sides<'_>) -> Vec<Change> {
    let possible = &sides.old.step_statuses(before) & &sides.new.step_statuses(after);
    let mut found: Vec<(Next, Next, BTreeSet<String>)> = Vec::new();
    for status in possible {
        let (from, to) = (Next::of(old, before, &status), Next::of(new, after, &status));
        // Where the same words lead elsewhere, another step came, went or moved, and that is what changed.
        let same = reach::route(before, &status) == reach::route(after, &status);
        if same || from == to || decide_alike(&from, &to, old, new) || is_part_of_step(&from, &to, old, new) {
            continue;
        }
        match found.iter_mut().find(|(old, new, _)| (old, new) == (&from, &to)) {
            Some((_, _, statuses)) => drop(statuses.insert(status)),
            None => found.push((from, to, BTreeSet::from([status]))),
        }
    }
    let is_reached = sides.old.steps(old).chain(sides.new.steps(new)).any(|step| step.name == after.name);
    let changes = found.into_iter().map(|(from, to, statuses)| {
        let status = words::list(&statuses);
        let (now, instead) = (to.says(), from.said_before());
        let text = format!("when `{}` answers {status}, the contract now {now} instead of {instead}", after.name);
        let change = Change::breaking(&new.fqdn, format!("step `{}`, status {status}", after.name), text);
        let mut change = change.turned(Some(from.place()), Some(to.place())).of_flow();
        if !is_reached {
            change.verdict = Verdict::Neutral;
            "no run reaches the step".clone_into(&mut change.consequence);
        }
        let statuses = sides.old.answers(before, &statuses);
        change.touching(Touch::Step { contract: old.fqdn.clone(), step: before.name.clone(), statuses })
    });
    changes.collect()
}

/// What the contract does now after this status of a step, if it does not end with it.
pub fn goes_on(contract: &Contract, step: &Step, status: &str) -> Option<String> {
    match Next::of(contract, step, status) {
        Next::End => None,
        next @ (Next::Step(_) | Next::Evaluation(_)) => Some(next.says()),
    }
}

/// Whether the route had to change because a step came or went.
fn is_part_of_step(from: &Next, to: &Next, old: &Contract, new: &Contract) -> bool {
    let is_gone = matches!(from, Next::Step(name) if new.step(name).is_none());
    is_gone || matches!(to, Next::Step(name) if old.step(name).is_none())
}

/// Whether two evaluations that are called otherwise decide the same.
fn decide_alike(from: &Next, to: &Next, old: &Contract, new: &Contract) -> bool {
    let (Next::Evaluation(from), Next::Evaluation(to)) = (from, to) else { return false };
    match (old.evaluations.get(from), new.evaluations.get(to)) {
        (Some(old), Some(new)) => rules(old) == rules(new),
        _ => false,
    }
}

fn rules(evaluation: &Evaluation) -> [String; 3] {
    [words::condition(&evaluation.condition), evaluation.on_true.clone(), evaluation.on_false.clone()]
}

fn of_evaluation(name: &str, before: &Evaluation, after: &Evaluation, old: &Contract, new: &Contract) -> Vec<Change> {
    let parts = ["condition", "status where it holds", "status where it does not hold"];
    let parts = parts.into_iter().zip(rules(before)).zip(rules(after));
    let changes = parts.filter(|((_, from), to)| from != to).map(|((part, from), to)| {
        let text = if part == "condition" {
            format!("`{name}` now asks whether {to} instead of whether {from}")
        } else {
            format!("the contract now ends with {to} instead of {from} by `{name}`")
        };
        let change = Change::breaking(&new.fqdn, format!("evaluation `{name}`, {part}"), text);
        change.turned(Some(from), Some(to)).touching(Touch::Contract(old.fqdn.clone())).of_flow()
    });
    changes.collect()
}
