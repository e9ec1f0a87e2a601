// Generated from the protocol snapshot. Change the protocol, not this file.

//! The workflows.

pub mod wf_assign_area_v0;
pub mod wf_route_batch_v0;
pub mod wf_seal_cage_v0;

#[cfg(all(feature = "keccak", feature = "keys", feature = "mnemonics"))]
pub mod wf_sign_manifest_v0;
pub mod wf_sort_parcel_v0;
