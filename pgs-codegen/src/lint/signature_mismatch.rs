//! E019: a transform that is declared otherwise than it is implemented.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Transform, say};

use crate::analysis::Analysis;
use crate::capabilities;

/// The transforms that are declared and implemented.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for transform in analysis.protocol.transforms.values() {
        let Some(signature) = capabilities::transform(&transform.fqdn, analysis.protocol) else { continue };
        let missing = transform.outputs.iter().filter(|(name, _)| !signature.outputs.iter().any(|it| &it.name == name));
        for (name, _) in missing {
            mismatch(transform, "outputs", name, "the implementation has no such output", diagnostics);
        }
        let unknown = transform.inputs.iter().filter(|(name, _)| !signature.inputs.iter().any(|it| &it.name == name));
        for (name, _) in unknown.filter(|_| !signature.others) {
            mismatch(transform, "inputs", name, "the implementation takes no such input", diagnostics);
        }
    }
}

fn mismatch(transform: &Transform, part: &str, name: &str, message: &str, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::SignatureMismatch,
        &transform.place.at(["core", part, name]),
        format!("{message}: `{name}`"),
        "declare the transform as it is implemented, or give it a name of its own and bind it in pgs.toml",
    );
}
