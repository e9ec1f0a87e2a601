//! The workflows.

pub mod wf_accept_actor_v0;
pub mod wf_create_wallet_v0;
pub mod wf_record_verification_decision_v0;
pub mod wf_register_actor_v0;
