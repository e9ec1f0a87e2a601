// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_PARCEL_ARRIVED_V0`: A parcel is to be sorted

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The area on its label. Required string.
    pub area: String,
    /// The parcel's number. Required string.
    pub parcel_id: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "area",
        declared_type: "string",
        required: true,
        description: "The area on its label",
    },
    PayloadField {
        name: "parcel_id",
        declared_type: "string",
        required: true,
        description: "The parcel's number",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let area = admitting.required("area");
    let parcel_id = admitting.required("parcel_id");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(area), Some(parcel_id)) = (area, parcel_id) else { return Ok(None) };
    Ok(
        Some(Payload {
            area,
            parcel_id,
            undeclared,
        }),
    )
}
