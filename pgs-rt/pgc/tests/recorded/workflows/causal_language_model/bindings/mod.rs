//! Where stores lie, by runtime binding.

pub mod rb_model_response_bindings_v0;
