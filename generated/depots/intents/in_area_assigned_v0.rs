// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_AREA_ASSIGNED_V0`: A postcode area is assigned to depots

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Kind, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The first two digits of the postcode. Required string.
    pub area: String,
    /// The depots that serve it; the first is preferred. Required array.
    pub depots: Vec<Value>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
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
const RULES: &[(&str, Schema)] = &[
    (
        "depots",
        Schema {
            min_items: Some(1),
            items: Some(
                &Schema {
                    kinds: &[Kind::Text],
                    ..Schema::ANY
                },
            ),
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let area = admitting.required("area");
    let depots = admitting.required("depots");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(area), Some(depots)) = (area, depots) else { return Ok(None) };
    Ok(
        Some(Payload {
            area,
            depots,
            undeclared,
        }),
    )
}
