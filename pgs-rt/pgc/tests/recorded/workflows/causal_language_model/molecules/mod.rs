//! The molecules.

pub mod write_next_word;
pub mod write_response;
