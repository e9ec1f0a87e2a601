//! W073: a key of `suppress_trace_fields` that no field has, while one of nearly that name is there.
//!
//! A list may well name keys that are nowhere, to be on the safe side.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::say;

use super::field_names::{declared, read};
use crate::analysis::Analysis;

/// The keys that every contract suppresses.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut known = declared(analysis.protocol);
    known.extend(read(analysis.protocol));
    for contract in analysis.protocol.contracts.values() {
        let is_open = |name: &&str| !contract.suppressed.iter().any(|key| key == name);
        for (n, key) in contract.suppressed.iter().enumerate().filter(|(_, key)| !known.contains(key.as_str())) {
            let Some(near) = near::nearest(key, known.iter().copied().filter(is_open)) else { continue };
            let message = format!("`{key}` is kept out of traces, and no field of the protocol has that name");
            let remedy = format!("write `{near}`, if that is meant");
            let place = contract.place.at(["core", "suppress_trace_fields", &n.to_string()]);
            say(diagnostics, Code::UnknownSecret, &place, message, remedy);
        }
    }
}
