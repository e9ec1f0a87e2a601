// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::IN_PARCEL_HANDED_IN_V0`: A parcel was handed in at a counter

use pgs_rt::{Fault, Map, Number, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Kind, Literal, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// When it was weighed. Required string.
    pub handed_in_at: String,
    /// What the sender wants back if it is lost, in euros. Optional number.
    pub insured_value: Option<Number>,
    /// What the scale and the frame measured. Required object.
    pub parcel: Map<String, Value>,
    /// The secret that the receiver must know. Required string.
    pub pickup_code: String,
    /// What the sender has paid, in cents. Required integer.
    pub prepaid_cents: i64,
    /// Who is to get it. Required object.
    pub recipient: Map<String, Value>,
    /// Where the receipt goes. Required string.
    pub sender_email: String,
    /// Whatever the sender wants to find on the receipt. Optional value of any type.
    pub sender_reference: Option<Value>,
    /// How fast it is to go. Optional string (default `"STANDARD"`).
    pub service: Option<String>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "handed_in_at",
        declared_type: "string",
        required: true,
        description: "When it was weighed",
    },
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
    PayloadField {
        name: "recipient",
        declared_type: "object",
        required: true,
        description: "Who is to get it",
    },
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
    PayloadField {
        name: "service",
        declared_type: "string",
        required: false,
        description: "How fast it is to go",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "handed_in_at",
        Schema {
            format: Some(Format::DateTime),
            ..Schema::ANY
        },
    ),
    (
        "insured_value",
        Schema {
            minimum: Some(Literal::Integer(0)),
            ..Schema::ANY
        },
    ),
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
                            (
                                "fragile",
                                Schema {
                                    kinds: &[Kind::Boolean],
                                    ..Schema::ANY
                                },
                            ),
                            (
                                "material",
                                Schema {
                                    kinds: &[Kind::Text],
                                    one_of: &[
                                        Literal::Text("BOX"),
                                        Literal::Text("TUBE"),
                                        Literal::Text("BAG"),
                                    ],
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
    (
        "prepaid_cents",
        Schema {
            minimum: Some(Literal::Integer(0)),
            ..Schema::ANY
        },
    ),
    (
        "recipient",
        Schema {
            fields: &[
                (
                    "area",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        ..Schema::ANY
                    },
                ),
                (
                    "name",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        ..Schema::ANY
                    },
                ),
                (
                    "phone",
                    Schema {
                        kinds: &[Kind::Text],
                        nullable: true,
                        ..Schema::ANY
                    },
                ),
                (
                    "street",
                    Schema {
                        kinds: &[Kind::Text],
                        required: true,
                        ..Schema::ANY
                    },
                ),
            ],
            ..Schema::ANY
        },
    ),
    (
        "sender_email",
        Schema {
            format: Some(Format::Email),
            ..Schema::ANY
        },
    ),
    (
        "service",
        Schema {
            one_of: &[Literal::Text("STANDARD"), Literal::Text("EXPRESS")],
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let handed_in_at = admitting.required("handed_in_at");
    let insured_value = admitting.optional("insured_value");
    let parcel = admitting.required("parcel");
    let pickup_code = admitting.required("pickup_code");
    let prepaid_cents = admitting.required("prepaid_cents");
    let recipient = admitting.required("recipient");
    let sender_email = admitting.required("sender_email");
    let sender_reference = admitting.optional("sender_reference");
    let service = admitting.optional_or("service", || "STANDARD".into());
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (
        Some(handed_in_at),
        Some(parcel),
        Some(pickup_code),
        Some(prepaid_cents),
        Some(recipient),
        Some(sender_email),
    ) = (handed_in_at, parcel, pickup_code, prepaid_cents, recipient, sender_email) else {
        return Ok(None)
    };
    Ok(
        Some(Payload {
            handed_in_at,
            insured_value,
            parcel,
            pickup_code,
            prepaid_cents,
            recipient,
            sender_email,
            sender_reference,
            service,
            undeclared,
        }),
    )
}
