// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::IN_PARCEL_ASKED_FOR_V0`: Somebody asks for a parcel

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The parcel's number. Required string.
    pub parcel_id: String,
    /// The secret that the receiver must know. Required string.
    pub pickup_code: String,
    /// What was drawn on the driver's device. Optional string.
    pub signature: Option<String>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "parcel_id",
        declared_type: "string",
        required: true,
        description: "The parcel's number",
    },
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
    (
        "signature",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: true,
            }),
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let parcel_id = admitting.required("parcel_id");
    let pickup_code = admitting.required("pickup_code");
    let signature = admitting.optional("signature");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(parcel_id), Some(pickup_code)) = (parcel_id, pickup_code) else {
        return Ok(None)
    };
    Ok(
        Some(Payload {
            parcel_id,
            pickup_code,
            signature,
            undeclared,
        }),
    )
}
