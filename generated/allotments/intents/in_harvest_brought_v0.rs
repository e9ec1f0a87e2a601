// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::IN_HARVEST_BROUGHT_V0`: A delivery of crates

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// One object a crate, with its crop and kilos. Required array.
        crates: Vec<Value> = required "crates",
        /// The plot that they come from. Required string.
        plot: String = required "plot",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "allotments::IN_HARVEST_BROUGHT_V0", address: 16 },
    declares: &[Declared::required("crates", DeclaredType::Array), Declared::required("plot", DeclaredType::String)],
};
