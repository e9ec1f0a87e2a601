//! The intents.

pub mod in_provision_ai_license_v0;
pub mod in_reclaim_license_v0;
