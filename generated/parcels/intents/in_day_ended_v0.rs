// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::IN_DAY_ENDED_V0`: A day has ended

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Who closes it. Required string.
    pub closed_by: String,
    /// The day, as in `2026-03-15`. Required string.
    pub day: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "closed_by",
        declared_type: "string",
        required: true,
        description: "Who closes it",
    },
    PayloadField {
        name: "day",
        declared_type: "string",
        required: true,
        description: "The day, as in `2026-03-15`",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let closed_by = admitting.required("closed_by");
    let day = admitting.required("day");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(closed_by), Some(day)) = (closed_by, day) else { return Ok(None) };
    Ok(
        Some(Payload {
            closed_by,
            day,
            undeclared,
        }),
    )
}
