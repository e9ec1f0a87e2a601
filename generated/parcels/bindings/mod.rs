// Generated from the protocol snapshot. Change the protocol, not this file.

//! Where stores lie, by runtime binding.

pub mod rb_parcels_v0;
