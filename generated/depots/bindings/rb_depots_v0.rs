// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::RB_DEPOTS_V0`: Storage and nested workflows for the depots

use pgs_rt::prelude::*;

/// `CS_NAME_REGISTRY_V0`.
pub const NAME_REGISTRY: name_registry::Store = name_registry::Store(
    Location::at("CS_NAME_REGISTRY_V0", "depots/areas.json"),
);

/// `PARCELS`.
pub const PARCELS: mutable_json::Store = mutable_json::Store(Location::at("PARCELS", "parcels/parcels.json"));

/// `PARCEL_JOURNAL`.
pub const PARCEL_JOURNAL: append_only::Store = append_only::Store(
    Location::at("PARCEL_JOURNAL", "parcels/journal.jsonl"),
);

/// `CS_REGISTRY_V0`.
pub const REGISTRY: registry::Store = registry::Store(Location::at("CS_REGISTRY_V0", "depots/cages.jsonl"));
