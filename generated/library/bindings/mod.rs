// Generated from the protocol snapshot. Change the protocol, not this file.

//! Where stores lie, by runtime binding.

pub mod rb_desk_v0;
pub mod rb_letters_v0;
