// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_CAGE_FULL_V0`: A cage is to be sealed

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The number on the cage. Required string.
    pub cage_id: String,
    /// The depot that it goes to. Required string.
    pub destination: String,
    /// The number on the seal. Required string.
    pub seal: String,
    /// Who locked it. Required string.
    pub sealed_by: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "cage_id",
        declared_type: "string",
        required: true,
        description: "The number on the cage",
    },
    PayloadField {
        name: "destination",
        declared_type: "string",
        required: true,
        description: "The depot that it goes to",
    },
    PayloadField {
        name: "seal",
        declared_type: "string",
        required: true,
        description: "The number on the seal",
    },
    PayloadField {
        name: "sealed_by",
        declared_type: "string",
        required: true,
        description: "Who locked it",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "seal",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: false,
            }),
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let cage_id = admitting.required("cage_id");
    let destination = admitting.required("destination");
    let seal = admitting.required("seal");
    let sealed_by = admitting.required("sealed_by");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(cage_id), Some(destination), Some(seal), Some(sealed_by)) = (
        cage_id,
        destination,
        seal,
        sealed_by,
    ) else { return Ok(None) };
    Ok(
        Some(Payload {
            cage_id,
            destination,
            seal,
            sealed_by,
            undeclared,
        }),
    )
}
