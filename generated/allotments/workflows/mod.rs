// Generated from the protocol snapshot. Change the protocol, not this file.

//! The workflows.

pub mod wf_enter_member_v0;
pub mod wf_lease_plot_v0;
pub mod wf_store_harvest_v0;
