// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the workflows are made of.

pub mod cc_assign_area_v0;
pub mod cc_find_depots_v0;
pub mod cc_register_seal_v0;
pub mod cc_route_cages_v0;

#[cfg(all(feature = "keccak", feature = "keys", feature = "mnemonics"))]
pub mod cc_sign_manifest_v0;
pub mod cc_mark_parcel_v0;
pub mod cc_record_parcel_event_v0;
