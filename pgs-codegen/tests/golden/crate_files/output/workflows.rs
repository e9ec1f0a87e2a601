// Generated from the protocol snapshot. Change the protocol, not this file.

//! The workflows that `pgs` runs.

use pgs_transport::Workflow;

/// All workflows, by name.
pub const ALL: &[Workflow] = &[
    crate::crate_files::workflows::wf_ask_v0::WORKFLOW,
    crate::crate_files::workflows::wf_inner_v0::WORKFLOW,
];
