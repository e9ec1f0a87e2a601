// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_LIBRARY_CLOSED_V0`: A day has ended

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_LIBRARY_CLOSED_V0") {
        /// Closing time, as it stands in the loans of the day. Required string.
        closing_time: String = required "closing_time",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[PayloadField {
    name: "closing_time",
    declared_type: "string",
    required: true,
    description: "Closing time, as it stands in the loans of the day",
}];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[("closing_time", Schema { format: Some(Format::DateTime), ..Schema::ANY })];
