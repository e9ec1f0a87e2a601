// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the payloads must be.

pub mod in_day_ended_v0;
pub mod in_parcel_asked_for_v0;
pub mod in_parcel_handed_in_v0;
