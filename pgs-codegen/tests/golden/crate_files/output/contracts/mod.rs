// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the workflows are made of.

pub mod cc_look_up_v0;
