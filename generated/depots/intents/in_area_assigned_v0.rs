// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_AREA_ASSIGNED_V0`: A postcode area is assigned to depots

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "depots::IN_AREA_ASSIGNED_V0") {
        /// The first two digits of the postcode. Required string.
        area: String = required "area",
        /// The depots that serve it; the first is preferred. Required array.
        depots: Vec<Value> = required "depots",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "area",
        declared_type: "string",
        required: true,
        description: "The first two digits of the postcode",
    },
    PayloadField {
        name: "depots",
        declared_type: "array",
        required: true,
        description: "The depots that serve it; the first is preferred",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[(
    "depots",
    Schema { min_items: Some(1), items: Some(&Schema { kinds: &[Kind::Text], ..Schema::ANY }), ..Schema::ANY },
)];
