// Generated from the protocol snapshot. Change the protocol, not this file.

//! `hidden_characters::IN_SEEN_V0`: Ends with \u{202e}, tells @all of https://example.org/x

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "hidden_characters::IN_SEEN_V0") {
        /// One two three. Optional string.
        choice: String = optional "choice",
        /// In \u{2067}Hebrew\u{2069} letters, \u{1b}\[31mred\u{1b}\[0m, \u{7f}\u{9b} and \u{feff}. Required string.
        name: String = required "name",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "choice", declared_type: "string", required: false, description: "One two three" },
    PayloadField {
        name: "name",
        declared_type: "string",
        required: true,
        description: "In \u{2067}Hebrew\u{2069} letters, \u{1b}[31mred\u{1b}[0m, \u{7f}\u{9b} and \u{feff}",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    ("choice", Schema { one_of: &[Literal::Text("\u{202e}"), Literal::Text("a\u{200b}b")], ..Schema::ANY }),
];
