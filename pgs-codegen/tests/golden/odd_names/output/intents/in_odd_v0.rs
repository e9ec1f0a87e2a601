// Generated from the protocol snapshot. Change the protocol, not this file.

//! `odd_names::IN_ODD_V0`: Keys that are no Rust identifiers: \[see\], \<b\>bold\</b\>, `tick

use pgs_rt::{Fault, Map, Number, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Optional value of any type.
    pub n: Option<Value>,
    /// Optional integer.
    pub n3rd: Option<i64>,
    /// Optional value of any type.
    pub n_2: Option<Value>,
    /// Optional number.
    pub gr_e: Option<Number>,
    /// Optional value of any type.
    pub payload_2: Option<Value>,
    /// Optional value of any type.
    pub run_2: Option<Value>,
    /// Optional string.
    pub self_: Option<String>,
    /// Optional string.
    pub some_thing: Option<String>,
    /// Optional string.
    pub something: Option<String>,
    /// Optional string.
    pub some_thing_2: Option<String>,
    /// Optional string.
    pub something_2: Option<String>,
    /// A keyword: \[type\] \<T\> `x. Required string.
    pub r#type: String,
    /// Optional value of any type.
    pub undeclared_2: Option<Value>,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "*",
        declared_type: "any",
        required: false,
        description: "",
    },
    PayloadField {
        name: "3rd",
        declared_type: "integer",
        required: false,
        description: "",
    },
    PayloadField {
        name: "_",
        declared_type: "any",
        required: false,
        description: "",
    },
    PayloadField {
        name: "größe",
        declared_type: "number",
        required: false,
        description: "",
    },
    PayloadField {
        name: "payload",
        declared_type: "any",
        required: false,
        description: "",
    },
    PayloadField {
        name: "run",
        declared_type: "any",
        required: false,
        description: "",
    },
    PayloadField {
        name: "self",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "some-thing",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "someThing",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "some_thing",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "something",
        declared_type: "string",
        required: false,
        description: "",
    },
    PayloadField {
        name: "type",
        declared_type: "string",
        required: true,
        description: "A keyword: [type] <T> `x",
    },
    PayloadField {
        name: "undeclared",
        declared_type: "any",
        required: false,
        description: "",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let n = admitting.optional("*");
    let n3rd = admitting.optional("3rd");
    let n_2 = admitting.optional("_");
    let gr_e = admitting.optional("größe");
    let payload_2 = admitting.optional("payload");
    let run_2 = admitting.optional("run");
    let self_ = admitting.optional("self");
    let some_thing = admitting.optional("some-thing");
    let something = admitting.optional("someThing");
    let some_thing_2 = admitting.optional("some_thing");
    let something_2 = admitting.optional("something");
    let r#type = admitting.required("type");
    let undeclared_2 = admitting.optional("undeclared");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let Some(r#type) = r#type else { return Ok(None) };
    Ok(
        Some(Payload {
            n,
            n3rd,
            n_2,
            gr_e,
            payload_2,
            run_2,
            self_,
            some_thing,
            something,
            some_thing_2,
            something_2,
            r#type,
            undeclared_2,
            undeclared,
        }),
    )
}
