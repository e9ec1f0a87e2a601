//! E090: a workflow whose binary would have a name that no file can have.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;
use crate::names::binary;

/// How many characters the name of a binary may have. A file system ends at 255 bytes, and compilers and linkers add to
/// the name what tells their files apart.
const LIMIT: usize = 200;

/// All workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for workflow in analysis.protocol.workflows.values() {
        let name = binary(&workflow.fqdn);
        if name.len() > LIMIT {
            let message = format!(
                "the binary of this workflow would have a name of {} characters, and {LIMIT} are the limit",
                name.len()
            );
            say(diagnostics, Code::LongName, &workflow.place, message, "shorten its code, or the namespace");
        }
    }
}
