//! The contracts.

pub mod cc_append_audit_event_v0;
pub mod cc_provision_license_v0;
pub mod cc_reclaim_unused_license_v0;
pub mod cc_validate_eligibility_v0;
