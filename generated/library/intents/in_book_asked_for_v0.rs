// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_ASKED_FOR_V0`: A member wants to borrow a book

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_BOOK_ASKED_FOR_V0") {
        /// The book's barcode. Required string.
        book_id: String = required "book_id",
        /// Closing time of the day on which it must be back. Required string.
        due_at: String = required "due_at",
        /// When the book was scanned. Required string.
        lent_at: String = required "lent_at",
        /// The id on the member's card. Required string.
        member_id: String = required "member_id",
        /// Damage that was there before. Optional string.
        note: String = optional "note",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "book_id", declared_type: "string", required: true, description: "The book's barcode" },
    PayloadField {
        name: "due_at",
        declared_type: "string",
        required: true,
        description: "Closing time of the day on which it must be back",
    },
    PayloadField { name: "lent_at", declared_type: "string", required: true, description: "When the book was scanned" },
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
    ("book_id", Schema { format: Some(Format::Hex { prefix: "0x", optional: false }), ..Schema::ANY }),
    ("due_at", Schema { format: Some(Format::DateTime), ..Schema::ANY }),
    ("lent_at", Schema { format: Some(Format::DateTime), ..Schema::ANY }),
];
