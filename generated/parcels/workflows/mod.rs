// Generated from the protocol snapshot. Change the protocol, not this file.

//! The workflows.

#[cfg(feature = "email")]
pub mod wf_accept_parcel_v0;
pub mod wf_clear_delivered_v0;
pub mod wf_close_day_v0;
pub mod wf_deliver_parcel_v0;
pub mod wf_report_parcels_v0;
