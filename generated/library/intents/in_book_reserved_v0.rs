// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_BOOK_RESERVED_V0`: A member wants to wait for a book

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_BOOK_RESERVED_V0") {
        /// The book's barcode. Required string.
        book_id: String = required "book_id",
        /// The id on the member's card. Required string.
        member_id: String = required "member_id",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "book_id", declared_type: "string", required: true, description: "The book's barcode" },
    PayloadField {
        name: "member_id",
        declared_type: "string",
        required: true,
        description: "The id on the member's card",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    ("book_id", Schema { format: Some(Format::Hex { prefix: "0x", optional: false }), ..Schema::ANY }),
];
