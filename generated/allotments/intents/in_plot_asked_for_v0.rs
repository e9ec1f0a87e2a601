// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::IN_PLOT_ASKED_FOR_V0`: A request for a plot

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// The member. Required string.
        member_id: String = required "member_id",
        /// Whether the member brings tools, and needs no key of the shed. Optional boolean.
        own_tools: Field<bool> = field "own_tools",
        /// The number on the gate of the plot. Required string.
        plot: String = required "plot",
        /// The year of the lease. Required integer.
        year: Field<i64> = field "year",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "allotments::IN_PLOT_ASKED_FOR_V0", address: 18 },
    declares: &[
        Declared::required("member_id", DeclaredType::String),
        Declared::optional("own_tools", DeclaredType::Boolean),
        Declared::required("plot", DeclaredType::String),
        Declared::required("year", DeclaredType::Integer),
    ],
};
