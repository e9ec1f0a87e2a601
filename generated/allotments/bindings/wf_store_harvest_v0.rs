// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::RB_SHED_V0`, and what `allotments::WF_STORE_HARVEST_V0` consults beside it: What the shed works with

use pgs_pgc::prelude::*;

/// `HARVESTS`.
pub const HARVESTS: append_only::Store = append_only::Store::owned(
    Location::at("HARVESTS", "allotments/harvests.jsonl"),
);

/// `PLOTS` of `allotments::RB_DESK_V0`: it is read, and never written.
pub const PLOTS: mutable_json::Store = mutable_json::Store::consulted(
    Location::at("PLOTS", "allotments/plots.json"),
    "allotments::RB_DESK_V0",
);

/// The policy of CS_CLOCK_V0.
pub fn clock() -> pgs_capabilities::pgc::side_effects::clock::Policy {
    pgs_capabilities::pgc::side_effects::clock::Policy { precision: literal("milliseconds") }
}
