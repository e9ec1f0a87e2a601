//! Where stores lie, by runtime binding.

pub mod rb_identity_bindings_v0;
pub mod wf_create_wallet_v0_stores;
