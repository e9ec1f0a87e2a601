// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_MEMBER_REGISTERED_V0`: Somebody wants to become a member

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Kind, Literal, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The registration form. Required object.
    pub member: Map<String, Value>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "member",
        declared_type: "object",
        required: true,
        description: "The registration form",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "member",
        Schema {
            fields: &[
                (
                    "email",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        format: Some(Format::Email),
                        ..Schema::ANY
                    },
                ),
                (
                    "full_name",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        ..Schema::ANY
                    },
                ),
                (
                    "language",
                    Schema {
                        kinds: &[Kind::Text],
                        one_of: &[
                            Literal::Text("en"),
                            Literal::Text("de"),
                            Literal::Text("fr"),
                        ],
                        ..Schema::ANY
                    },
                ),
            ],
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let member = admitting.required("member");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let Some(member) = member else { return Ok(None) };
    Ok(Some(Payload { member, undeclared }))
}
