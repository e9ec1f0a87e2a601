//! The contracts.

pub mod cc_append_actor_occurrence_v0;
pub mod cc_append_wallet_occurrence_v0;
pub mod cc_claim_contact_address_v0;
pub mod cc_claim_wallet_identity_v0;
pub mod cc_create_wallet_record_v0;
pub mod cc_determine_wallet_identity_v0;
pub mod cc_establish_wallet_address_v0;
pub mod cc_record_verification_decision_v0;
pub mod cc_register_actor_v0;
pub mod cc_require_accepted_holder_v0;
pub mod cc_resolve_actor_v0;
pub mod cc_validate_registration_v0;
