// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::IN_PARCEL_ASKED_FOR_V0`: Somebody asks for a parcel

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "parcels::IN_PARCEL_ASKED_FOR_V0") {
        /// The parcel's number. Required string.
        parcel_id: String = required "parcel_id",
        /// The secret that the receiver must know. Required string.
        pickup_code: String = required "pickup_code",
        /// What was drawn on the driver's device. Optional string.
        signature: String = optional "signature",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "parcel_id", declared_type: "string", required: true, description: "The parcel's number" },
    PayloadField {
        name: "pickup_code",
        declared_type: "string",
        required: true,
        description: "The secret that the receiver must know",
    },
    PayloadField {
        name: "signature",
        declared_type: "string",
        required: false,
        description: "What was drawn on the driver's device",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    ("signature", Schema { format: Some(Format::Hex { prefix: "0x", optional: true }), ..Schema::ANY }),
];
