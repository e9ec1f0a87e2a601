//! The workflows.

pub mod wf_auto_reclaim_v0;
pub mod wf_provision_ai_licensing_v0;
