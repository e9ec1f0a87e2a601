//! E019: a transform that is declared otherwise than it is implemented: inputs and outputs, and the types of inputs.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Transform, Type, say};

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
        for (name, schema) in &transform.inputs {
            let Some(taken) = signature.inputs.iter().find(|it| &it.name == name) else { continue };
            if never_fits(schema.ty(), taken.ty) {
                let place = transform.place.at(["core", "inputs", name, "type"]);
                let message = format!(
                    "the input `{name}` is declared {}, and the implementation takes {}",
                    schema.ty().word(),
                    taken.ty.word()
                );
                say(diagnostics, Code::SignatureMismatch, &place, message, format!("write `{}`", taken.ty.word()));
            }
        }
    }
}

/// Whether no value of one type is one of the other.
pub fn never_fits(declared: Type, taken: Type) -> bool {
    !declared.fits(taken) && !taken.fits(declared)
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
