//! E006, of runtime bindings: a workflow names none, and a contract of it needs one.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::{binding_of, compiled_nodes, needs_of};
use crate::analysis::Analysis;

/// The nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in compiled_nodes(analysis) {
        if binding_of(run.workflow, analysis).is_none() && !needs_of(&run, analysis).is_empty() {
            // Of one that is named and not there, that was said.
            let named = ["/frontmatter/runtime_binding", "/frontmatter/core/runtime_binding"];
            let file = &run.workflow.place.file;
            let is_said =
                |it: &&str| diagnostics.has(Code::DanglingReference, file, it) || diagnostics.is_misspelt(file, it);
            let is_said = named.iter().any(is_said);
            if is_said || diagnostics.has(Code::DanglingReference, file, &run.workflow.place.pointer) {
                continue;
            }
            say(
                diagnostics,
                Code::DanglingReference,
                &run.workflow.place,
                format!("the workflow names no runtime binding, but {} needs one", run.contract),
                "name one: `runtime_binding: RB_…`",
            );
        }
    }
}
