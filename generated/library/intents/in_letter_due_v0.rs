// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_LETTER_DUE_V0`: A letter to a member is due

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Literal, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The barcode of the book that the letter is about. Required string.
    pub book_id: String,
    /// Who is written to. Required string.
    pub member_id: String,
    /// Which letter it is. Required string.
    pub reason: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "book_id",
        declared_type: "string",
        required: true,
        description: "The barcode of the book that the letter is about",
    },
    PayloadField {
        name: "member_id",
        declared_type: "string",
        required: true,
        description: "Who is written to",
    },
    PayloadField {
        name: "reason",
        declared_type: "string",
        required: true,
        description: "Which letter it is",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "reason",
        Schema {
            one_of: &[Literal::Text("OVERDUE"), Literal::Text("READY")],
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let book_id = admitting.required("book_id");
    let member_id = admitting.required("member_id");
    let reason = admitting.required("reason");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(book_id), Some(member_id), Some(reason)) = (book_id, member_id, reason)
    else { return Ok(None) };
    Ok(
        Some(Payload {
            book_id,
            member_id,
            reason,
            undeclared,
        }),
    )
}
