//! The contracts.

pub mod cc_admit_user_prompt_v0;
pub mod cc_append_model_operation_v0;
pub mod cc_claim_model_identity_v0;
pub mod cc_claim_user_prompt_identity_v0;
pub mod cc_confirm_model_staff_authorized_v0;
pub mod cc_confirm_reading_fits_v0;
pub mod cc_confirm_requester_acts_for_customer_v0;
pub mod cc_confirm_response_releasable_v0;
pub mod cc_confirm_within_ceiling_v0;
pub mod cc_place_model_in_service_v0;
pub mod cc_record_user_prompt_v0;
pub mod cc_register_model_v0;
pub mod cc_write_model_response_v0;
