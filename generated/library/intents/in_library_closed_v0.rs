// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_LIBRARY_CLOSED_V0`: A day has ended

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Closing time, as it stands in the loans of the day. Required string.
    pub closing_time: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "closing_time",
        declared_type: "string",
        required: true,
        description: "Closing time, as it stands in the loans of the day",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "closing_time",
        Schema {
            format: Some(Format::DateTime),
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let closing_time = admitting.required("closing_time");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let Some(closing_time) = closing_time else { return Ok(None) };
    Ok(
        Some(Payload {
            closing_time,
            undeclared,
        }),
    )
}
