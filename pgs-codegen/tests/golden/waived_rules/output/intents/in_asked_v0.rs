// Generated from the protocol snapshot. Change the protocol, not this file.

//! `waived_rules::IN_ASKED_V0`: A question whose rules are waived

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "waived_rules::IN_ASKED_V0") {
        /// Optional string.
        at: String = optional "at",
        /// Optional string.
        code: String = optional "code",
        /// Optional string.
        colour: String = optional "colour",
        /// Optional string.
        from: String = optional "from",
        /// Optional boolean (default `false`).
        loud: bool = optional "loud" or false.into(),
        /// Optional array.
        notes: Vec<Value> = optional "notes",
        /// Optional object.
        person: Map<String, Value> = optional "person",
        /// Required object.
        place: Map<String, Value> = required "place",
        /// Optional value of any type.
        rest: Value = optional "rest",
        /// Optional number.
        share: Number = optional "share",
        /// Optional integer or string.
        size: Value = optional "size",
        /// Optional integer (default `1`).
        times: i64 = optional "times" or 1.into(),
        /// The word. Required string.
        word: String = required "word",
        /// Optional array.
        words: Vec<Value> = optional "words",
        /// Optional integer.
        year: i64 = optional "year",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "at", declared_type: "string", required: false, description: "" },
    PayloadField { name: "code", declared_type: "string", required: false, description: "" },
    PayloadField { name: "colour", declared_type: "string", required: false, description: "" },
    PayloadField { name: "from", declared_type: "string", required: false, description: "" },
    PayloadField { name: "loud", declared_type: "boolean", required: false, description: "" },
    PayloadField { name: "notes", declared_type: "array", required: false, description: "" },
    PayloadField { name: "person", declared_type: "object", required: false, description: "" },
    PayloadField { name: "place", declared_type: "object", required: true, description: "" },
    PayloadField { name: "rest", declared_type: "any", required: false, description: "" },
    PayloadField { name: "share", declared_type: "number", required: false, description: "" },
    PayloadField { name: "size", declared_type: "integer or string", required: false, description: "" },
    PayloadField { name: "times", declared_type: "integer", required: false, description: "" },
    PayloadField { name: "word", declared_type: "string", required: true, description: "The word" },
    PayloadField { name: "words", declared_type: "array", required: false, description: "" },
    PayloadField { name: "year", declared_type: "integer", required: false, description: "" },
];

/// What is declared beyond presence and type, without what `pgs.toml` waives:
/// - `format` of `from` (its form)
/// - `enum` of `notes[]` (one of "a", "b")
/// - `type` of `notes[]` (string)
/// - `minimum` of `place.street.number` (at least 1)
/// - `required` of `place.town` (presence)
/// - `enum` of `word` (one of "CC", "WF")
/// - `minItems` of `words` (no fewer items than 1)
const RULES: &[(&str, Schema)] = &[
    ("at", Schema { nullable: true, format: Some(Format::DateTime), ..Schema::ANY }),
    ("code", Schema { format: Some(Format::Hex { prefix: "0x", optional: false }), ..Schema::ANY }),
    ("colour", Schema { format: Some(Format::Hex { prefix: "0x", optional: true }), ..Schema::ANY }),
    ("notes", Schema { items: Some(&Schema { nullable: true, ..Schema::ANY }), ..Schema::ANY }),
    (
        "person",
        Schema { fields: &[("name", Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY })], ..Schema::ANY },
    ),
    (
        "place",
        Schema {
            fields: &[
                (
                    "street",
                    Schema {
                        kinds: &[Kind::Object],
                        fields: &[("number", Schema { kinds: &[Kind::Integer], ..Schema::ANY })],
                        ..Schema::ANY
                    },
                ),
                ("town", Schema { kinds: &[Kind::Text], ..Schema::ANY }),
            ],
            ..Schema::ANY
        },
    ),
    ("share", Schema { one_of: &[Literal::Number("0.5"), Literal::Integer(1)], ..Schema::ANY }),
    ("size", Schema { kinds: &[Kind::Integer, Kind::Text], ..Schema::ANY }),
    ("times", Schema { minimum: Some(Literal::Integer(1)), ..Schema::ANY }),
    ("words", Schema { items: Some(&Schema { kinds: &[Kind::Text], ..Schema::ANY }), ..Schema::ANY }),
];
