//! W070: keys that nothing reads, where PGC refuses or PGS would have read them.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Part, say};

/// What the `core` of a workflow may hold.
pub const WORKFLOW: &[&str] =
    &["start_node", "nodes", "actor_context", "summary", "description", "admission", "outcomes"];

/// What a node may hold, those of all types together.
pub const NODE: &[&str] = &["type", "code", "fqdn_id", "inputs", "next", "emit", "reason", "status", "payload_schema"];

/// What the `core` of a contract may hold.
pub const CONTRACT: &[&str] = &["summary", "description", "inputs", "outputs", "pipeline", "result_status_contract"];

/// What a step may hold.
pub const STEP: &[&str] =
    &["step", "transform", "side_effect", "op", "store", "inputs", "outputs", "result_surface", "on_result"];

/// Warns of the keys of this object that are not known.
pub fn check(part: &Part<'_>, known: &[&str], diagnostics: &mut Diagnostics) {
    for key in part.fields.keys().filter(|key| !known.contains(&key.as_str())) {
        let message = format!("nothing reads `{key}` here");
        let otherwise = "remove it, or keep it below `extensions` of the machine block";
        let remedy = near::remedy(key, known.iter().copied(), otherwise);
        say(diagnostics, Code::UnknownKey, &part.place.at([key.as_str()]), message, remedy);
    }
}
