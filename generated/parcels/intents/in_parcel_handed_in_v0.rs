// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::IN_PARCEL_HANDED_IN_V0`: A parcel was handed in at a counter

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "parcels::IN_PARCEL_HANDED_IN_V0") {
        /// When it was weighed. Required string.
        handed_in_at: String = required "handed_in_at",
        /// What the sender wants back if it is lost, in euros. Optional number.
        insured_value: Number = optional "insured_value",
        /// What the scale and the frame measured. Required object.
        parcel: Map<String, Value> = required "parcel",
        /// The secret that the receiver must know. Required string.
        pickup_code: String = required "pickup_code",
        /// What the sender has paid, in cents. Required integer.
        prepaid_cents: i64 = required "prepaid_cents",
        /// Who is to get it. Required object.
        recipient: Map<String, Value> = required "recipient",
        /// Where the receipt goes. Required string.
        sender_email: String = required "sender_email",
        /// Whatever the sender wants to find on the receipt. Optional value of any type.
        sender_reference: Value = optional "sender_reference",
        /// How fast it is to go. Optional string (default `"STANDARD"`).
        service: String = optional "service" or "STANDARD".into(),
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "handed_in_at", declared_type: "string", required: true, description: "When it was weighed" },
    PayloadField {
        name: "insured_value",
        declared_type: "number",
        required: false,
        description: "What the sender wants back if it is lost, in euros",
    },
    PayloadField {
        name: "parcel",
        declared_type: "object",
        required: true,
        description: "What the scale and the frame measured",
    },
    PayloadField {
        name: "pickup_code",
        declared_type: "string",
        required: true,
        description: "The secret that the receiver must know",
    },
    PayloadField {
        name: "prepaid_cents",
        declared_type: "integer",
        required: true,
        description: "What the sender has paid, in cents",
    },
    PayloadField { name: "recipient", declared_type: "object", required: true, description: "Who is to get it" },
    PayloadField {
        name: "sender_email",
        declared_type: "string",
        required: true,
        description: "Where the receipt goes",
    },
    PayloadField {
        name: "sender_reference",
        declared_type: "any",
        required: false,
        description: "Whatever the sender wants to find on the receipt",
    },
    PayloadField { name: "service", declared_type: "string", required: false, description: "How fast it is to go" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    ("handed_in_at", Schema { format: Some(Format::DateTime), ..Schema::ANY }),
    ("insured_value", Schema { minimum: Some(Literal::Integer(0)), ..Schema::ANY }),
    (
        "parcel",
        Schema {
            fields: &[
                (
                    "height_mm",
                    Schema {
                        kinds: &[Kind::Integer],
                        required: true,
                        minimum: Some(Literal::Integer(1)),
                        ..Schema::ANY
                    },
                ),
                (
                    "length_mm",
                    Schema {
                        kinds: &[Kind::Integer],
                        required: true,
                        minimum: Some(Literal::Integer(1)),
                        ..Schema::ANY
                    },
                ),
                (
                    "packing",
                    Schema {
                        kinds: &[Kind::Object],
                        fields: &[
                            ("fragile", Schema { kinds: &[Kind::Boolean], ..Schema::ANY }),
                            (
                                "material",
                                Schema {
                                    kinds: &[Kind::Text],
                                    one_of: &[Literal::Text("BOX"), Literal::Text("TUBE"), Literal::Text("BAG")],
                                    ..Schema::ANY
                                },
                            ),
                        ],
                        ..Schema::ANY
                    },
                ),
                (
                    "weight_grams",
                    Schema {
                        kinds: &[Kind::Integer],
                        required: true,
                        minimum: Some(Literal::Integer(1)),
                        ..Schema::ANY
                    },
                ),
                (
                    "width_mm",
                    Schema {
                        kinds: &[Kind::Integer],
                        required: true,
                        minimum: Some(Literal::Integer(1)),
                        ..Schema::ANY
                    },
                ),
            ],
            ..Schema::ANY
        },
    ),
    ("prepaid_cents", Schema { minimum: Some(Literal::Integer(0)), ..Schema::ANY }),
    (
        "recipient",
        Schema {
            fields: &[
                ("area", Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY }),
                ("name", Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY }),
                ("phone", Schema { kinds: &[Kind::Text], nullable: true, ..Schema::ANY }),
                ("street", Schema { kinds: &[Kind::Text], required: true, ..Schema::ANY }),
            ],
            ..Schema::ANY
        },
    ),
    ("sender_email", Schema { format: Some(Format::Email), ..Schema::ANY }),
    ("service", Schema { one_of: &[Literal::Text("STANDARD"), Literal::Text("EXPRESS")], ..Schema::ANY }),
];
