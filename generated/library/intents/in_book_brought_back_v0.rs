// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_BROUGHT_BACK_V0`: A lent book has come back

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_BOOK_BROUGHT_BACK_V0") {
        /// The book's barcode. Required string.
        book_id: String = required "book_id",
        /// When the book was scanned. Required string.
        returned_at: String = required "returned_at",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "book_id", declared_type: "string", required: true, description: "The book's barcode" },
    PayloadField {
        name: "returned_at",
        declared_type: "string",
        required: true,
        description: "When the book was scanned",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    ("book_id", Schema { format: Some(Format::Hex { prefix: "0x", optional: false }), ..Schema::ANY }),
    ("returned_at", Schema { format: Some(Format::DateTime), ..Schema::ANY }),
];
