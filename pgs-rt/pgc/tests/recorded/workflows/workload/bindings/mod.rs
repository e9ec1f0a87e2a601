//! Where stores lie, by runtime binding.

pub mod rb_collatz_v0;
