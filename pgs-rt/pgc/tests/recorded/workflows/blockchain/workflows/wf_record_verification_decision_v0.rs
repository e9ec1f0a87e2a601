//! `blockchain::WF_RECORD_VERIFICATION_DECISION_V0`: another workflow has taken its place

use pgs_pgc::prelude::*;

/// This workflow in a table: its runs are refused.
pub const WORKFLOW: Workflow = Workflow::superseded(
    WorkflowId { fqdn: "blockchain::WF_RECORD_VERIFICATION_DECISION_V0", domain: "blockchain", address: 55 },
    &crate::workflows::PROTOCOL,
);
