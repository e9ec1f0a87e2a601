//! W009: an argument that the called capability does not take.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Call, say};

use crate::analysis::{Analysis, CompiledStep};
use crate::capabilities;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in analysis.compiled.iter().flat_map(|contract| &contract.steps) {
        for name in &compiled.call.ignored {
            if let ([needed], [_]) = (compiled.call.unbound.as_slice(), compiled.call.ignored.as_slice()) {
                say(
                    diagnostics,
                    Code::IgnoredArgument,
                    &compiled.step.place.at(["inputs", name]),
                    format!(
                        "what the step calls takes no argument `{name}`, and without `{needed}` it always ends with \
                         VIOLATION"
                    ),
                    format!("write `{needed}`, if that is meant; otherwise bind `{needed}`, and remove the binding"),
                );
                continue;
            }
            say(
                diagnostics,
                Code::IgnoredArgument,
                &compiled.step.place.at(["inputs", name]),
                format!("what the step calls takes no argument `{name}`; the binding has no effect"),
                near::remedy(
                    name,
                    taken(compiled, analysis).iter().map(String::as_str),
                    "remove the binding, or pass the value under a name that is taken",
                ),
            );
        }
    }
}

/// The arguments that the step could bind, and does not.
fn taken(compiled: &CompiledStep<'_>, analysis: &Analysis<'_>) -> Vec<String> {
    let inputs = match &compiled.step.call {
        Call::Transform { fqdn, .. } => capabilities::transform(fqdn, analysis.protocol).map(|it| it.inputs),
        Call::SideEffect { fqdn, op } => {
            capabilities::operation(fqdn, op, analysis.protocol).map(|(_, it)| it.inputs.clone())
        }
    };
    let is_bound = |name: &String| compiled.step.inputs.iter().any(|(bound, _)| bound == name);
    inputs.unwrap_or_default().into_iter().map(|it| it.name).filter(|name| !is_bound(name)).collect()
}
