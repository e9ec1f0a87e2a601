// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_SLIPS_COLLECTED_V0`: Paper slips from the desk are to be worked off

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Kind, Literal, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The desk that wrote them. Required string.
    pub desk: String,
    /// The slips in the order in which they were written. Required array.
    pub slips: Vec<Value>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "desk",
        declared_type: "string",
        required: true,
        description: "The desk that wrote them",
    },
    PayloadField {
        name: "slips",
        declared_type: "array",
        required: true,
        description: "The slips in the order in which they were written",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "slips",
        Schema {
            min_items: Some(1),
            items: Some(
                &Schema {
                    kinds: &[Kind::Object],
                    fields: &[
                        (
                            "book_id",
                            Schema {
                                kinds: &[Kind::Text],
                                required: true,
                                format: Some(Format::Hex {
                                    prefix: "0x",
                                    optional: false,
                                }),
                                ..Schema::ANY
                            },
                        ),
                        (
                            "due_at",
                            Schema {
                                kinds: &[Kind::Text],
                                format: Some(Format::DateTime),
                                ..Schema::ANY
                            },
                        ),
                        (
                            "lent_at",
                            Schema {
                                kinds: &[Kind::Text],
                                format: Some(Format::DateTime),
                                ..Schema::ANY
                            },
                        ),
                        (
                            "member_id",
                            Schema {
                                kinds: &[Kind::Text],
                                ..Schema::ANY
                            },
                        ),
                        (
                            "returned_at",
                            Schema {
                                kinds: &[Kind::Text],
                                format: Some(Format::DateTime),
                                ..Schema::ANY
                            },
                        ),
                        (
                            "slip",
                            Schema {
                                kinds: &[Kind::Text],
                                required: true,
                                one_of: &[
                                    Literal::Text("LEND"),
                                    Literal::Text("RETURN"),
                                    Literal::Text("RESERVE"),
                                ],
                                ..Schema::ANY
                            },
                        ),
                    ],
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
    let desk = admitting.required("desk");
    let slips = admitting.required("slips");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(desk), Some(slips)) = (desk, slips) else { return Ok(None) };
    Ok(Some(Payload { desk, slips, undeclared }))
}
