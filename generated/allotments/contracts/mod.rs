// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the workflows are made of.

pub mod cc_confirm_lease_v0;
pub mod cc_confirm_member_v0;
pub mod cc_enter_member_v0;
pub mod cc_label_crates_v0;
pub mod cc_lease_plot_v0;
pub mod cc_note_v0;
pub mod cc_record_harvest_v0;
