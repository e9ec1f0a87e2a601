// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_ASKED_FOR_V0`: A member wants to borrow a book

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The book's barcode. Required string.
    pub book_id: String,
    /// Closing time of the day on which it must be back. Required string.
    pub due_at: String,
    /// When the book was scanned. Required string.
    pub lent_at: String,
    /// The id on the member's card. Required string.
    pub member_id: String,
    /// Damage that was there before. Optional string.
    pub note: Option<String>,
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
        name: "due_at",
        declared_type: "string",
        required: true,
        description: "Closing time of the day on which it must be back",
    },
    PayloadField {
        name: "lent_at",
        declared_type: "string",
        required: true,
        description: "When the book was scanned",
    },
    PayloadField {
        name: "member_id",
        declared_type: "string",
        required: true,
        description: "The id on the member's card",
    },
    PayloadField {
        name: "note",
        declared_type: "string",
        required: false,
        description: "Damage that was there before",
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
        "due_at",
        Schema {
            format: Some(Format::DateTime),
            ..Schema::ANY
        },
    ),
    (
        "lent_at",
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
    let due_at = admitting.required("due_at");
    let lent_at = admitting.required("lent_at");
    let member_id = admitting.required("member_id");
    let note = admitting.optional("note");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(book_id), Some(due_at), Some(lent_at), Some(member_id)) = (
        book_id,
        due_at,
        lent_at,
        member_id,
    ) else { return Ok(None) };
    Ok(
        Some(Payload {
            book_id,
            due_at,
            lent_at,
            member_id,
            note,
            undeclared,
        }),
    )
}
