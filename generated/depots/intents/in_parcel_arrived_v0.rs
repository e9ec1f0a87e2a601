// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_PARCEL_ARRIVED_V0`: A parcel is to be sorted

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "depots::IN_PARCEL_ARRIVED_V0") {
        /// The area on its label. Required string.
        area: String = required "area",
        /// The parcel's number. Required string.
        parcel_id: String = required "parcel_id",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "area", declared_type: "string", required: true, description: "The area on its label" },
    PayloadField { name: "parcel_id", declared_type: "string", required: true, description: "The parcel's number" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[];
