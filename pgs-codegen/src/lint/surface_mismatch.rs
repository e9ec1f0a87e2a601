//! W157: a `result_surface` that is not what the capability declares.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;
use pgs_protocol::protocol::words::list;

use super::declared_statuses;
use crate::analysis::Analysis;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in &analysis.compiled {
        for step in compiled.steps.iter().map(|it| it.step) {
            let declared = declared_statuses::of_step(step, analysis.protocol);
            let place = step.place.at(["result_surface"]);
            let lacks: Vec<&String> = declared.iter().filter(|it| !step.surface.contains(it)).collect();
            if !lacks.is_empty() {
                let all = list(&lacks);
                let message =
                    format!("`result_surface` of step `{}` lacks {all}, which is declared of what it calls", step.name);
                say(diagnostics, Code::SurfaceMismatch, &place, message, format!("add {all}"));
            }
            let more: Vec<&String> = step.surface.iter().filter(|it| !declared.contains(it)).collect();
            if !more.is_empty() && !declared.is_empty() {
                let all = list(&more);
                let message = format!(
                    "`result_surface` of step `{}` lists {all}, which what it calls does not declare",
                    step.name
                );
                say(diagnostics, Code::SurfaceMismatch, &place, message, format!("remove {all}"));
            }
        }
    }
}
