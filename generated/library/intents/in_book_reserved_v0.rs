// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_RESERVED_V0`: A member wants to wait for a book

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The book's barcode. Required string.
    pub book_id: String,
    /// The id on the member's card. Required string.
    pub member_id: String,
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
        name: "member_id",
        declared_type: "string",
        required: true,
        description: "The id on the member's card",
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
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let book_id = admitting.required("book_id");
    let member_id = admitting.required("member_id");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(book_id), Some(member_id)) = (book_id, member_id) else { return Ok(None) };
    Ok(
        Some(Payload {
            book_id,
            member_id,
            undeclared,
        }),
    )
}
