// Generated from the protocol snapshot. Change the protocol, not this file.

//! Every workflow, in a table.

use pgs_rt::prelude::*;

/// All workflows, by name.
pub const ALL: &[Workflow] = &[crate::crate_files::wf_ask_v0::WORKFLOW, crate::crate_files::wf_inner_v0::WORKFLOW];

/// Runs the workflow of this FQDN.
pub fn run(fqdn: &str, context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run_named(ALL, fqdn, payload.into(), context)
}
