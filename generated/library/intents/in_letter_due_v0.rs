// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_LETTER_DUE_V0`: A letter to a member is due

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_LETTER_DUE_V0") {
        /// The barcode of the book that the letter is about. Required string.
        book_id: String = required "book_id",
        /// Who is written to. Required string.
        member_id: String = required "member_id",
        /// Which letter it is. Required string.
        reason: String = required "reason",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "book_id",
        declared_type: "string",
        required: true,
        description: "The barcode of the book that the letter is about",
    },
    PayloadField { name: "member_id", declared_type: "string", required: true, description: "Who is written to" },
    PayloadField { name: "reason", declared_type: "string", required: true, description: "Which letter it is" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    ("reason", Schema { one_of: &[Literal::Text("OVERDUE"), Literal::Text("READY")], ..Schema::ANY }),
];
