//! W130: an operation that is implemented, and that the artifact of the side effect does not declare.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, say};

use crate::analysis::signature::{is_declared, operation};
use crate::analysis::{Analysis, CompiledStep};

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let steps = analysis.compiled.iter().flat_map(|compiled| &compiled.steps);
    for CompiledStep { step, .. } in steps {
        let Call::SideEffect { fqdn, op } = &step.call else { continue };
        if operation(fqdn, op, analysis.protocol).is_ok() && !is_declared(fqdn, op, analysis.protocol) {
            let message = format!("{fqdn} does not declare the operation `{op}`, which is called all the same");
            say(
                diagnostics,
                Code::UndeclaredOperation,
                &step.place.at(["op"]),
                message,
                "declare it in the side effect",
            );
        }
    }
}
