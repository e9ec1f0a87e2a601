// Generated from the protocol snapshot. Change the protocol, not this file.

//! What the payloads must be.

pub mod in_area_assigned_v0;
pub mod in_batch_arrived_v0;
pub mod in_cage_full_v0;
pub mod in_manifest_ready_v0;
pub mod in_parcel_arrived_v0;
