//! E009: an operation that the side effect does not declare or that nobody implements.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Call, say};

use super::subjects::call_problems;
use crate::analysis::Analysis;
use crate::analysis::call::CallProblem;
use crate::analysis::signature::UnknownOperation;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (step, problem) in call_problems(analysis) {
        let (CallProblem::Operation(unknown), Call::SideEffect { fqdn, op }) = (problem, &step.call) else { continue };
        let (message, remedy) = match unknown {
            UnknownOperation::NotImplemented => (
                format!("this compiler does not implement the operation `{op}` of {fqdn}"),
                "name an operation that is implemented".to_owned(),
            ),
            UnknownOperation::NotDeclared => {
                let declared = analysis.protocol.side_effects.get(fqdn).into_iter().flat_map(|it| &it.operations);
                let remedy =
                    near::remedy(op, declared.map(|it| it.name.as_str()), "name an operation that it declares");
                (format!("{fqdn} does not declare the operation `{op}`"), remedy)
            }
        };
        say(diagnostics, Code::UnknownOperation, &step.place.at(["op"]), message, remedy);
    }
}
