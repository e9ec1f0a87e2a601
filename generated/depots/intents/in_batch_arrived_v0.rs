// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_BATCH_ARRIVED_V0`: A batch of cages is to be worked off

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "depots::IN_BATCH_ARRIVED_V0") {
        /// The cages in the order of unloading. Required array.
        cages: Vec<Value> = required "cages",
        /// Who answers for the batch. Required string.
        foreman: String = required "foreman",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "cages",
        declared_type: "array",
        required: true,
        description: "The cages in the order of unloading",
    },
    PayloadField { name: "foreman", declared_type: "string", required: true, description: "Who answers for the batch" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[(
    "cages",
    Schema {
        min_items: Some(1),
        items: Some(&Schema {
            kinds: &[Kind::Object],
            fields: &[
                ("cage", Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY }),
                ("destination", Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY }),
                (
                    "parcels",
                    Schema {
                        kinds: &[Kind::Array],
                        required: true,
                        items: Some(&Schema {
                            kinds: &[Kind::Object],
                            fields: &[
                                (
                                    "action",
                                    Schema {
                                        kinds: &[Kind::Text],
                                        required: true,
                                        one_of: &[Literal::Text("SORT"), Literal::Text("HAND_OVER")],
                                        ..Schema::ANY
                                    },
                                ),
                                (
                                    "parcel_id",
                                    Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY },
                                ),
                            ],
                            ..Schema::ANY
                        }),
                        ..Schema::ANY
                    },
                ),
                (
                    "seal",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        format: Some(Format::Hex { prefix: "0x", optional: false }),
                        ..Schema::ANY
                    },
                ),
            ],
            ..Schema::ANY
        }),
        ..Schema::ANY
    },
)];
