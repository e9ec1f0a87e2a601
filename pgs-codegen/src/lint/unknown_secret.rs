//! W073: a key of `suppress_trace_fields` that no field has, while one of nearly that name is there, or that is a path.
//!
//! A list may well name keys that are nowhere, to be on the safe side.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;
use crate::analysis::field_names::{declared, read};

/// The last key of what is written as a path: with a `$`, or of dots, slashes or brackets between words.
fn last_key(key: &str) -> Option<&str> {
    let is_path = key.starts_with('$') || key.contains(['.', '/', '[']);
    let keys = key.split(['.', '/', '[', ']', '$', '*', '\'', '"']);
    let last = keys.rev().find(|part| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit()));
    last.filter(|_| is_path)
}

/// The keys that every contract suppresses.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut known = declared(analysis.protocol);
    known.extend(read(analysis.protocol));
    for contract in analysis.protocol.contracts.values() {
        let is_open = |name: &&str| !contract.suppressed.iter().any(|key| key == name);
        for (n, key) in contract.suppressed.iter().enumerate().filter(|(_, key)| !known.contains(key.as_str())) {
            let near = near::nearest(key, known.iter().copied().filter(is_open));
            let (message, remedy) = match (last_key(key), near) {
                // No key of a payload is written like this.
                (Some(last), _) => (
                    format!("`{key}` is a path: what is kept out of traces is told by the name of its field alone"),
                    format!("write `{last}`: the field is kept out wherever it stands"),
                ),
                (None, Some(near)) => (
                    format!("`{key}` is kept out of traces, and no field of the protocol has that name"),
                    format!("write `{near}`, if that is meant"),
                ),
                (None, None) => continue,
            };
            let place = contract.place.at(["core", "suppress_trace_fields", &n.to_string()]);
            say(diagnostics, Code::UnknownSecret, &place, message, remedy);
        }
    }
}
