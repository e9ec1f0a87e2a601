// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::RB_DESK_V0`: What the desk works with

use pgs_pgc::prelude::*;

/// `JOURNAL`.
pub const JOURNAL: append_only::Store = append_only::Store::owned(Location::at("JOURNAL", "allotments/journal.jsonl"));

/// `MEMBERS`.
pub const MEMBERS: registry::Store = registry::Store::owned(Location::at("MEMBERS", "allotments/members.jsonl"));

/// `PLOTS`.
pub const PLOTS: mutable_json::Store = mutable_json::Store::owned(Location::at("PLOTS", "allotments/plots.json"));

/// The policy of CS_CLOCK_V0.
pub fn clock() -> pgs_capabilities::pgc::side_effects::clock::Policy {
    pgs_capabilities::pgc::side_effects::clock::Policy::default()
}
