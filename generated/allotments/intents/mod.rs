// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the payloads must be.

pub mod in_harvest_brought_v0;
pub mod in_member_applied_v0;
pub mod in_plot_asked_for_v0;
