// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_SLIPS_COLLECTED_V0`: Paper slips from the desk are to be worked off

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_SLIPS_COLLECTED_V0") {
        /// The desk that wrote them. Required string.
        desk: String = required "desk",
        /// The slips in the order in which they were written. Required array.
        slips: Vec<Value> = required "slips",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "desk", declared_type: "string", required: true, description: "The desk that wrote them" },
    PayloadField {
        name: "slips",
        declared_type: "array",
        required: true,
        description: "The slips in the order in which they were written",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[(
    "slips",
    Schema {
        min_items: Some(1),
        items: Some(&Schema {
            kinds: &[Kind::Object],
            fields: &[
                (
                    "book_id",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        format: Some(Format::Hex { prefix: "0x", optional: false }),
                        ..Schema::ANY
                    },
                ),
                ("due_at", Schema { kinds: &[Kind::Text], format: Some(Format::DateTime), ..Schema::ANY }),
                ("lent_at", Schema { kinds: &[Kind::Text], format: Some(Format::DateTime), ..Schema::ANY }),
                ("member_id", Schema { kinds: &[Kind::Text], ..Schema::ANY }),
                ("returned_at", Schema { kinds: &[Kind::Text], format: Some(Format::DateTime), ..Schema::ANY }),
                (
                    "slip",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        one_of: &[Literal::Text("LEND"), Literal::Text("RETURN"), Literal::Text("RESERVE")],
                        ..Schema::ANY
                    },
                ),
            ],
            ..Schema::ANY
        }),
        ..Schema::ANY
    },
)];
