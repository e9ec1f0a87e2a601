// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_CAGE_FULL_V0`: A cage is to be sealed

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "depots::IN_CAGE_FULL_V0") {
        /// The number on the cage. Required string.
        cage_id: String = required "cage_id",
        /// The depot that it goes to. Required string.
        destination: String = required "destination",
        /// The number on the seal. Required string.
        seal: String = required "seal",
        /// Who locked it. Required string.
        sealed_by: String = required "sealed_by",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "cage_id", declared_type: "string", required: true, description: "The number on the cage" },
    PayloadField {
        name: "destination",
        declared_type: "string",
        required: true,
        description: "The depot that it goes to",
    },
    PayloadField { name: "seal", declared_type: "string", required: true, description: "The number on the seal" },
    PayloadField { name: "sealed_by", declared_type: "string", required: true, description: "Who locked it" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    ("seal", Schema { format: Some(Format::Hex { prefix: "0x", optional: false }), ..Schema::ANY }),
];
