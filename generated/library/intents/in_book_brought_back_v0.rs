// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_BROUGHT_BACK_V0`: A lent book has come back

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The book's barcode. Required string.
    pub book_id: String,
    /// When the book was scanned. Required string.
    pub returned_at: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "book_id",
        declared_type: "string",
        required: true,
        description: "The book's barcode",
    },
    PayloadField {
        name: "returned_at",
        declared_type: "string",
        required: true,
        description: "When the book was scanned",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "book_id",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: false,
            }),
            ..Schema::ANY
        },
    ),
    (
        "returned_at",
        Schema {
            format: Some(Format::DateTime),
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let book_id = admitting.required("book_id");
    let returned_at = admitting.required("returned_at");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(book_id), Some(returned_at)) = (book_id, returned_at) else {
        return Ok(None)
    };
    Ok(
        Some(Payload {
            book_id,
            returned_at,
            undeclared,
        }),
    )
}
