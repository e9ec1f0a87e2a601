//! `workload::RB_COLLATZ_V0`

use pgs_pgc::prelude::*;

/// `COLLATZ_RESULTS`.
pub const COLLATZ_RESULTS: mutable_json::Store =
    mutable_json::Store::owned(Location::at("COLLATZ_RESULTS", "workload/collatz/collatz_results.json"));
