// Generated from the protocol snapshot. Change the protocol, not this file.

//! Transforms that are made of others.

pub mod ct_label_crates_v0;
