//! W157, in PGS: a `result_surface` that is not the list of what the step can answer.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::words::list;
use pgs_protocol::protocol::{Call, Step, say};

use super::declared_statuses;
use super::subjects::FAILURES;
use crate::analysis::Analysis;
use crate::analysis::statuses::of_step;

/// The steps that are compiled and have a `result_surface`, each once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for compiled in &analysis.compiled {
        for step in compiled.steps.iter().map(|it| it.step) {
            let place = (&step.place.file, &step.place.pointer);
            if !step.surface.is_empty() && said.insert(place) {
                of_one(step, analysis, diagnostics);
            }
        }
    }
}

/// How everything may fail: it may be listed where it can't happen.
fn is_usual(status: &str) -> bool {
    FAILURES.contains(&status)
}

fn of_one(step: &Step, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let answers: BTreeSet<String> =
        of_step(step, analysis.protocol, &analysis.statuses).into_iter().map(|(_, word)| word).collect();
    if answers.is_empty() {
        return;
    }
    let declared = match &step.call {
        // Other words for how the transform ends; one that never fails may list both.
        Call::Transform { on_success, on_failure, .. } => vec![on_success.clone(), on_failure.clone()],
        Call::SideEffect { .. } => declared_statuses::of_step(step, analysis.protocol),
    };
    let lacks: Vec<&String> = answers.iter().filter(|it| !step.surface.contains(it)).collect();
    // Of a route for what is never answered, that is said there.
    let is_routed = |status: &str| step.routes.iter().any(|(routed, _)| routed == status);
    let never = step.surface.iter().filter(|it| !answers.contains(*it) && !declared.contains(it));
    let more: Vec<&String> = never.filter(|it| !is_usual(it) && !is_routed(it)).collect();
    let (name, all) = (&step.name, (list(&lacks), list(&more)));
    let meant = more.first().and_then(|it| near::nearest(it, lacks.iter().map(|it| it.as_str())));
    let (message, remedy) = match (lacks.is_empty(), more.is_empty()) {
        (true, true) => return,
        (false, true) => (
            format!("step `{name}` can answer {}, which `result_surface` does not list", all.0),
            format!("add {}", all.0),
        ),
        (true, false) => (
            format!("step `{name}` never answers {}, which `result_surface` lists", all.1),
            format!("remove {}", all.1),
        ),
        (false, false) => (
            format!("step `{name}` never answers {}, which `result_surface` lists, and can answer {}", all.1, all.0),
            meant.map_or_else(|| format!("list {} in place of {}", all.0, all.1), |meant| format!("write `{meant}`")),
        ),
    };
    say(diagnostics, Code::SurfaceMismatch, &step.place.at(["result_surface"]), message, remedy);
}
