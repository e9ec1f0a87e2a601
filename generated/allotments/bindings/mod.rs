// Generated from the protocol snapshot. Change the protocol, not this file.

//! Where stores lie, by runtime binding.

pub mod rb_desk_v0;
pub mod wf_store_harvest_v0;
