// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_BOUGHT_V0`: A book is to be added to the catalogue

use pgs_rt::{Fault, Map, Number, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Kind, Literal, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// One name or more. Required array.
    pub authors: Vec<Value>,
    /// The number on the back cover. Required string.
    pub barcode: String,
    /// The colour of the spine, for finding it on the shelf. Optional string.
    pub cover_colour: Option<String>,
    /// What a lost copy costs, in euros. Optional number.
    pub price: Option<Number>,
    /// Whether the book must stay in the reading room. Optional boolean (default `false`).
    pub reference_only: Option<bool>,
    /// Whatever the supplier wrote beside the entry. Optional value of any type.
    pub remarks: Option<Value>,
    /// Decides how long the book may be kept. Required string.
    pub section: String,
    /// Where it stands; null until it has been shelved. Optional object.
    pub shelf: Option<Map<String, Value>>,
    /// The title on the title page. Required string.
    pub title: String,
    /// Year of publication; null if the book does not say. Optional integer.
    pub year: Option<i64>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "authors",
        declared_type: "array",
        required: true,
        description: "One name or more",
    },
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
    PayloadField {
        name: "title",
        declared_type: "string",
        required: true,
        description: "The title on the title page",
    },
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
    (
        "barcode",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: false,
            }),
            ..Schema::ANY
        },
    ),
    (
        "cover_colour",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: true,
            }),
            ..Schema::ANY
        },
    ),
    (
        "price",
        Schema {
            minimum: Some(Literal::Integer(0)),
            ..Schema::ANY
        },
    ),
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
                (
                    "room",
                    Schema {
                        kinds: &[Kind::Text],
                        ..Schema::ANY
                    },
                ),
                (
                    "row",
                    Schema {
                        kinds: &[Kind::Integer],
                        minimum: Some(Literal::Integer(1)),
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
    let authors = admitting.required("authors");
    let barcode = admitting.required("barcode");
    let cover_colour = admitting.optional("cover_colour");
    let price = admitting.optional("price");
    let reference_only = admitting.optional_or("reference_only", || false.into());
    let remarks = admitting.optional("remarks");
    let section = admitting.required("section");
    let shelf = admitting.optional("shelf");
    let title = admitting.required("title");
    let year = admitting.optional("year");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(authors), Some(barcode), Some(section), Some(title)) = (
        authors,
        barcode,
        section,
        title,
    ) else { return Ok(None) };
    Ok(
        Some(Payload {
            authors,
            barcode,
            cover_colour,
            price,
            reference_only,
            remarks,
            section,
            shelf,
            title,
            year,
            undeclared,
        }),
    )
}
