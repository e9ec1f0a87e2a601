// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::RB_PARCELS_V0`: Storage, mail and concurrent jobs for the parcel service

use pgs_rt::prelude::*;

/// `PARCELS`.
pub const PARCELS: mutable_json::Store = mutable_json::Store(Location::at("PARCELS", "parcels/parcels.json"));

/// `PARCEL_JOURNAL`.
pub const PARCEL_JOURNAL: append_only::Store = append_only::Store(
    Location::at("PARCEL_JOURNAL", "parcels/journal.jsonl"),
);

/// `PARCEL_NUMBERS`.
pub const PARCEL_NUMBERS: registry::Store = registry::Store(Location::at("PARCEL_NUMBERS", "parcels/numbers.jsonl"));

/// Whether CS_SEND_EMAIL_V0 is switched on.
pub const SEND_EMAIL: bool = true;
