//! The workflows.

pub mod wf_collatz_conjecture_v0;
