//! E017: a workflow to run that is not named literally.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::call_problems;
use crate::analysis::Analysis;
use crate::analysis::call::CallProblem;
use crate::analysis::start::StartProblem;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (_, problem) in call_problems(analysis) {
        let CallProblem::Start(StartProblem::Dynamic(place)) = problem else { continue };
        say(
            diagnostics,
            Code::DynamicWorkflow,
            place,
            "which workflow is run is not written here literally, so it can't be compiled in",
            "write the FQDN of a workflow; a loop may choose by `wf_dispatch` with a `key_field` and a literal `mapping`",
        );
    }
}
