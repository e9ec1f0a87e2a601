//! E009: an operation that the side effect does not declare. The reference can't call it.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Call, say};

use crate::analysis::Analysis;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for step in analysis.compiled.iter().flat_map(|it| &it.steps).map(|it| it.step) {
        let Call::SideEffect { fqdn, op } = &step.call else { continue };
        let Some(declared) = analysis.protocol.side_effects.get(fqdn).filter(|it| it.operation(op).is_none()) else {
            continue;
        };
        let message = format!("{fqdn} does not declare the operation `{op}`: the step is a fault at every run");
        let known = declared.operations.iter().map(|it| it.name.as_str());
        let remedy = near::remedy(op, known, "name an operation that it declares");
        say(diagnostics, Code::UnknownOperation, &step.place.at(["op"]), message, remedy);
    }
}
