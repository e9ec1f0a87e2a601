//! E005, of capabilities: one that several crates implement, and one that snapshots of two generations mean two things by.
//! Which of them is called would depend on their order.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;
use crate::capabilities;

/// The transforms and side effects that are declared.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let protocol = analysis.protocol;
    let transforms = protocol.transforms.values().map(|it| (&it.fqdn, &it.place));
    let side_effects = protocol.side_effects.values().map(|it| (&it.fqdn, &it.place));
    for (fqdn, place) in transforms.clone().filter(|(fqdn, _)| capabilities::is_of_two_versions(fqdn, protocol)) {
        let message =
            format!("{fqdn} is also declared by a snapshot of another generation, in which it does something else");
        say(diagnostics, Code::DuplicateName, place, message, "build the two snapshots apart");
    }
    for (fqdn, place) in transforms.chain(side_effects) {
        if let [one, other, ..] = capabilities::implementors(fqdn, protocol).as_slice() {
            let message = format!("{fqdn} is implemented by `{one}` and by `{other}`");
            let remedy = "remove it from one of the crates' capabilities.toml, or from `[transforms]` in pgs.toml";
            say(diagnostics, Code::DuplicateName, place, message, remedy);
        }
    }
}
