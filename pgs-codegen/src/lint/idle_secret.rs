//! W101: a key of `suppress_trace_fields` that no field has, and none nearly.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;
use crate::analysis::field_names::{declared, read};

/// The keys that every contract suppresses.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut known = declared(analysis.protocol);
    known.extend(read(analysis.protocol));
    for contract in analysis.protocol.contracts.values() {
        let is_open = |name: &&str| !contract.suppressed.iter().any(|key| key == name);
        for (n, key) in contract.suppressed.iter().enumerate().filter(|(_, key)| !known.contains(key.as_str())) {
            // What is nearly a field is said to be that.
            if near::nearest(key, known.iter().copied().filter(is_open)).is_some() {
                continue;
            }
            let place = contract.place.at(["core", "suppress_trace_fields", &n.to_string()]);
            let message = format!("`{key}` is kept out of traces, and no field of the protocol has that name");
            say(
                diagnostics,
                Code::IdleSecret,
                &place,
                message,
                "name the field as it is declared or bound, or remove the key",
            );
        }
    }
}
