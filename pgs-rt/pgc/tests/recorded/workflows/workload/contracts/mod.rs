//! The contracts.

pub mod cc_compute_sequences_v0;
pub mod cc_store_results_v0;
pub mod cc_verify_termination_v0;
