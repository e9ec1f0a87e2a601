//! The intents.

pub mod in_place_model_in_service_v0;
pub mod in_register_model_v0;
pub mod in_submit_user_prompt_v0;
