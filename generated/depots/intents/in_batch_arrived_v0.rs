// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_BATCH_ARRIVED_V0`: A batch of cages is to be worked off

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Kind, Literal, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The cages in the order of unloading. Required array.
    pub cages: Vec<Value>,
    /// Who answers for the batch. Required string.
    pub foreman: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "cages",
        declared_type: "array",
        required: true,
        description: "The cages in the order of unloading",
    },
    PayloadField {
        name: "foreman",
        declared_type: "string",
        required: true,
        description: "Who answers for the batch",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "cages",
        Schema {
            min_items: Some(1),
            items: Some(
                &Schema {
                    kinds: &[Kind::Object],
                    fields: &[
                        (
                            "cage",
                            Schema {
                                kinds: &[Kind::Text],
                                required: true,
                                ..Schema::ANY
                            },
                        ),
                        (
                            "destination",
                            Schema {
                                kinds: &[Kind::Text],
                                required: true,
                                ..Schema::ANY
                            },
                        ),
                        (
                            "parcels",
                            Schema {
                                kinds: &[Kind::Array],
                                required: true,
                                items: Some(
                                    &Schema {
                                        kinds: &[Kind::Object],
                                        fields: &[
                                            (
                                                "action",
                                                Schema {
                                                    kinds: &[Kind::Text],
                                                    required: true,
                                                    one_of: &[
                                                        Literal::Text("SORT"),
                                                        Literal::Text("HAND_OVER"),
                                                    ],
                                                    ..Schema::ANY
                                                },
                                            ),
                                            (
                                                "parcel_id",
                                                Schema {
                                                    kinds: &[Kind::Text],
                                                    required: true,
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
                        (
                            "seal",
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
    let cages = admitting.required("cages");
    let foreman = admitting.required("foreman");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(cages), Some(foreman)) = (cages, foreman) else { return Ok(None) };
    Ok(
        Some(Payload {
            cages,
            foreman,
            undeclared,
        }),
    )
}
