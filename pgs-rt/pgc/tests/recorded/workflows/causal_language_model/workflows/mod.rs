//! The workflows.

pub mod wf_place_model_in_service_v0;
pub mod wf_register_model_v0;
pub mod wf_submit_user_prompt_v0;
