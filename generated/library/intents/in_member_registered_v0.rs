// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::IN_MEMBER_REGISTERED_V0`: Somebody wants to become a member

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "library::IN_MEMBER_REGISTERED_V0") {
        /// The registration form. Required object.
        member: Map<String, Value> = required "member",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "member", declared_type: "object", required: true, description: "The registration form" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[(
    "member",
    Schema {
        fields: &[
            ("email", Schema { kinds: &[Kind::Text], required: true, format: Some(Format::Email), ..Schema::ANY }),
            ("full_name", Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY }),
            (
                "language",
                Schema {
                    kinds: &[Kind::Text],
                    one_of: &[Literal::Text("en"), Literal::Text("de"), Literal::Text("fr")],
                    ..Schema::ANY
                },
            ),
        ],
        ..Schema::ANY
    },
)];
