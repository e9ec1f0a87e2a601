//! The transforms, one file each (`docs/reference/pgc/README.md`).

#[cfg_attr(not(feature = "pgc-patterns"), allow(dead_code, reason = "rules use more of it than the rest"))]
mod any_value;
pub mod assemble_model_reading;
pub mod assemble_record;
pub mod check_quota_available;
pub mod check_training_status;
#[cfg(feature = "pgc-tokens")]
pub mod choose_permitted_token;
#[cfg(feature = "pgc-patterns")]
pub mod choose_permitted_word;
pub mod collatz_step;
pub mod compare_equal;
pub mod compare_sensitivity;
#[cfg(feature = "pgc-keccak")]
pub mod derive_wallet_address;
pub mod emit;
pub mod evaluate_inactivity;
pub mod extract;
pub mod filter_records;
#[cfg(feature = "pgc-patterns")]
mod forbidden;
#[cfg(feature = "pgc-casefold")]
pub mod form_book_identity_key;
pub mod form_model_identity_key;
#[cfg(feature = "pgc-patterns")]
pub mod form_response_rules;
#[cfg(feature = "pgc-casefold")]
pub mod form_work_identity_key;
pub mod generate_id;
pub mod group_records;
mod identity_key;
pub mod lookup;
pub mod map_result_to_http;
#[cfg(feature = "pgc-tokens")]
mod numbers;
pub mod offer_next_words;
pub mod passthrough;
#[cfg(feature = "pgc-patterns")]
mod ranking;
pub mod read_hosted_state;
pub mod require_true;
pub mod select_records;
pub mod termination_check;
mod text;
pub mod validate_parameter_rules;
#[cfg(feature = "pgc-patterns")]
pub mod validate_record_structure;
pub mod validate_set_membership;

#[cfg(feature = "pgc-files")]
pub(super) use any_value::{truncated, truthy_text};
