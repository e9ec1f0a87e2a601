//! The intents.

pub mod in_collatz_input_validated_v0;
