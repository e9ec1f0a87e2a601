// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_BOUGHT_V0`: A book is to be added to the catalogue

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_BOOK_BOUGHT_V0") {
        /// One name or more. Required array.
        authors: Vec<Value> = required "authors",
        /// The number on the back cover. Required string.
        barcode: String = required "barcode",
        /// The colour of the spine, for finding it on the shelf. Optional string.
        cover_colour: String = optional "cover_colour",
        /// What a lost copy costs, in euros. Optional number.
        price: Number = optional "price",
        /// Whether the book must stay in the reading room. Optional boolean (default `false`).
        reference_only: bool = optional "reference_only" or false.into(),
        /// Whatever the supplier wrote beside the entry. Optional value of any type.
        remarks: Value = optional "remarks",
        /// Decides how long the book may be kept. Required string.
        section: String = required "section",
        /// Where it stands; null until it has been shelved. Optional object.
        shelf: Map<String, Value> = optional "shelf",
        /// The title on the title page. Required string.
        title: String = required "title",
        /// Year of publication; null if the book does not say. Optional integer.
        year: i64 = optional "year",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "authors", declared_type: "array", required: true, description: "One name or more" },
    PayloadField {
        name: "barcode",
        declared_type: "string",
        required: true,
        description: "The number on the back cover",
    },
    PayloadField {
        name: "cover_colour",
        declared_type: "string",
        required: false,
        description: "The colour of the spine, for finding it on the shelf",
    },
    PayloadField {
        name: "price",
        declared_type: "number",
        required: false,
        description: "What a lost copy costs, in euros",
    },
    PayloadField {
        name: "reference_only",
        declared_type: "boolean",
        required: false,
        description: "Whether the book must stay in the reading room",
    },
    PayloadField {
        name: "remarks",
        declared_type: "any",
        required: false,
        description: "Whatever the supplier wrote beside the entry",
    },
    PayloadField {
        name: "section",
        declared_type: "string",
        required: true,
        description: "Decides how long the book may be kept",
    },
    PayloadField {
        name: "shelf",
        declared_type: "object",
        required: false,
        description: "Where it stands; null until it has been shelved",
    },
    PayloadField { name: "title", declared_type: "string", required: true, description: "The title on the title page" },
    PayloadField {
        name: "year",
        declared_type: "integer",
        required: false,
        description: "Year of publication; null if the book does not say",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "authors",
        Schema { min_items: Some(1), items: Some(&Schema { kinds: &[Kind::Text], ..Schema::ANY }), ..Schema::ANY },
    ),
    ("barcode", Schema { format: Some(Format::Hex { prefix: "0x", optional: false }), ..Schema::ANY }),
    ("cover_colour", Schema { format: Some(Format::Hex { prefix: "0x", optional: true }), ..Schema::ANY }),
    ("price", Schema { minimum: Some(Literal::Integer(0)), ..Schema::ANY }),
    (
        "section",
        Schema {
            one_of: &[
                Literal::Text("FICTION"),
                Literal::Text("SCIENCE"),
                Literal::Text("CHILDREN"),
                Literal::Text("LOCAL_HISTORY"),
            ],
            ..Schema::ANY
        },
    ),
    (
        "shelf",
        Schema {
            nullable: true,
            fields: &[
                ("room", Schema { kinds: &[Kind::Text], ..Schema::ANY }),
                ("row", Schema { kinds: &[Kind::Integer], minimum: Some(Literal::Integer(1)), ..Schema::ANY }),
            ],
            ..Schema::ANY
        },
    ),
];
