//! Where stores lie, by runtime binding.

pub mod rb_license_bindings_v0;
