// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the workflows are made of.

pub mod cc_check_limits_v0;
pub mod cc_check_pickup_code_v0;
pub mod cc_clear_delivered_v0;
pub mod cc_find_parcel_v0;
pub mod cc_mark_parcel_v0;
pub mod cc_price_parcel_v0;
pub mod cc_record_parcel_event_v0;
pub mod cc_register_parcel_v0;
pub mod cc_report_parcels_v0;
pub mod cc_run_closing_jobs_v0;

#[cfg(feature = "email")]
pub mod cc_send_receipt_v0;
