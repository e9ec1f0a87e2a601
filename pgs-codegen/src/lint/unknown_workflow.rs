//! E006, of workflows: a step runs one that does not exist.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::fqdn::code;
use pgs_protocol::near;
use pgs_protocol::protocol::say;

use super::subjects::call_problems;
use crate::analysis::Analysis;
use crate::analysis::call::CallProblem;
use crate::analysis::start::StartProblem;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (_, problem) in call_problems(analysis) {
        let CallProblem::Start(StartProblem::NoWorkflow { name, place }) = problem else { continue };
        if diagnostics.is_lost(name) {
            continue;
        }
        let message = format!("`{name}` names no workflow of the snapshot");
        let known = analysis.protocol.workflows.keys().map(String::as_str);
        let known = known.chain(analysis.protocol.workflows.keys().map(|it| code(it)));
        let remedy = near::remedy(name, known, "name a workflow by its FQDN");
        say(diagnostics, Code::DanglingReference, place, message, remedy);
    }
}
