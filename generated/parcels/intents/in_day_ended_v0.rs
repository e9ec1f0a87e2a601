// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::IN_DAY_ENDED_V0`: A day has ended

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "parcels::IN_DAY_ENDED_V0") {
        /// Who closes it. Required string.
        closed_by: String = required "closed_by",
        /// The day, as in `2026-03-15`. Required string.
        day: String = required "day",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "closed_by", declared_type: "string", required: true, description: "Who closes it" },
    PayloadField { name: "day", declared_type: "string", required: true, description: "The day, as in `2026-03-15`" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[];
