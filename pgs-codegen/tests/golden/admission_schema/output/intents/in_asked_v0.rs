// Generated from the protocol snapshot. Change the protocol, not this file.

//! `admission_schema::IN_ASKED_V0`: Every rule that a schema can have

use pgs_rt::{Fault, Map, Number, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Kind, Literal, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Optional string.
    pub at: Option<String>,
    /// Optional string.
    pub code: Option<String>,
    /// Optional string.
    pub colour: Option<String>,
    /// Optional string.
    pub from: Option<String>,
    /// Optional boolean (default `false`).
    pub loud: Option<bool>,
    /// Optional object.
    pub person: Option<Map<String, Value>>,
    /// Required object.
    pub place: Map<String, Value>,
    /// Optional value of any type.
    pub rest: Option<Value>,
    /// Optional number.
    pub share: Option<Number>,
    /// Optional integer or string.
    pub size: Option<Value>,
    /// Optional integer (default `1`).
    pub times: Option<i64>,
    /// The word. Required string.
    pub word: String,
    /// Optional array.
    pub words: Option<Vec<Value>>,
    /// Optional integer.
    pub year: Option<i64>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "at",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "code",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "colour",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "from",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "loud",
        declared_type: "boolean",
        required: false,
        description: "",
    },
    PayloadField {
        name: "person",
        declared_type: "object",
        required: false,
        description: "",
    },
    PayloadField {
        name: "place",
        declared_type: "object",
        required: true,
        description: "",
    },
    PayloadField {
        name: "rest",
        declared_type: "any",
        required: false,
        description: "",
    },
    PayloadField {
        name: "share",
        declared_type: "number",
        required: false,
        description: "",
    },
    PayloadField {
        name: "size",
        declared_type: "integer or string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "times",
        declared_type: "integer",
        required: false,
        description: "",
    },
    PayloadField {
        name: "word",
        declared_type: "string",
        required: true,
        description: "The word",
    },
    PayloadField {
        name: "words",
        declared_type: "array",
        required: false,
        description: "",
    },
    PayloadField {
        name: "year",
        declared_type: "integer",
        required: false,
        description: "",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "at",
        Schema {
            nullable: true,
            format: Some(Format::DateTime),
            ..Schema::ANY
        },
    ),
    (
        "code",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: false,
            }),
            ..Schema::ANY
        },
    ),
    (
        "colour",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: true,
            }),
            ..Schema::ANY
        },
    ),
    (
        "from",
        Schema {
            format: Some(Format::Email),
            ..Schema::ANY
        },
    ),
    (
        "person",
        Schema {
            fields: &[
                (
                    "name",
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
        "place",
        Schema {
            fields: &[
                (
                    "street",
                    Schema {
                        kinds: &[Kind::Object],
                        fields: &[
                            (
                                "number",
                                Schema {
                                    kinds: &[Kind::Integer],
                                    minimum: Some(Literal::Integer(1)),
                                    ..Schema::ANY
                                },
                            ),
                        ],
                        ..Schema::ANY
                    },
                ),
                (
                    "town",
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
        "share",
        Schema {
            one_of: &[Literal::Number("0.5"), Literal::Integer(1)],
            ..Schema::ANY
        },
    ),
    (
        "size",
        Schema {
            kinds: &[Kind::Integer, Kind::Text],
            ..Schema::ANY
        },
    ),
    (
        "times",
        Schema {
            minimum: Some(Literal::Integer(1)),
            ..Schema::ANY
        },
    ),
    (
        "word",
        Schema {
            one_of: &[Literal::Text("CC"), Literal::Text("WF")],
            ..Schema::ANY
        },
    ),
    (
        "words",
        Schema {
            min_items: Some(1),
            items: Some(
                &Schema {
                    kinds: &[Kind::Text],
                    ..Schema::ANY
                },
            ),
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let at = admitting.optional("at");
    let code = admitting.optional("code");
    let colour = admitting.optional("colour");
    let from = admitting.optional("from");
    let loud = admitting.optional_or("loud", || false.into());
    let person = admitting.optional("person");
    let place = admitting.required("place");
    let rest = admitting.optional("rest");
    let share = admitting.optional("share");
    let size = admitting.optional("size");
    let times = admitting.optional_or("times", || 1.into());
    let word = admitting.required("word");
    let words = admitting.optional("words");
    let year = admitting.optional("year");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(place), Some(word)) = (place, word) else { return Ok(None) };
    Ok(
        Some(Payload {
            at,
            code,
            colour,
            from,
            loud,
            person,
            place,
            rest,
            share,
            size,
            times,
            word,
            words,
            year,
            undeclared,
        }),
    )
}
