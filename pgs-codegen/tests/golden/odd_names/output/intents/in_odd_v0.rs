// Generated from the protocol snapshot. Change the protocol, not this file.

//! `odd_names::IN_ODD_V0`: Keys that are no Rust identifiers: \[see\], \<b\>bold\</b\>, `tick

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "odd_names::IN_ODD_V0") {
        /// Optional value of any type.
        n: Value = optional "*",
        /// Optional integer.
        n3rd: i64 = optional "3rd",
        /// Optional value of any type.
        n_2: Value = optional "_",
        /// Optional number.
        gr_e: Number = optional "größe",
        /// Optional value of any type.
        payload: Value = optional "payload",
        /// Optional value of any type.
        run: Value = optional "run",
        /// Optional string.
        self_: String = optional "self",
        /// Optional string.
        some_thing: String = optional "some-thing",
        /// Optional string.
        something: String = optional "someThing",
        /// Optional string.
        some_thing_2: String = optional "some_thing",
        /// Optional string.
        something_2: String = optional "something",
        /// A keyword: \[type\] \<T\> `x. Required string.
        r#type: String = required "type",
        /// Optional value of any type.
        undeclared_2: Value = optional "undeclared",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "*", declared_type: "any", required: false, description: "" },
    PayloadField { name: "3rd", declared_type: "integer", required: false, description: "" },
    PayloadField { name: "_", declared_type: "any", required: false, description: "" },
    PayloadField { name: "größe", declared_type: "number", required: false, description: "" },
    PayloadField { name: "payload", declared_type: "any", required: false, description: "" },
    PayloadField { name: "run", declared_type: "any", required: false, description: "" },
    PayloadField { name: "self", declared_type: "string", required: false, description: "" },
    PayloadField { name: "some-thing", declared_type: "string", required: false, description: "" },
    PayloadField { name: "someThing", declared_type: "string", required: false, description: "" },
    PayloadField { name: "some_thing", declared_type: "string", required: false, description: "" },
    PayloadField { name: "something", declared_type: "string", required: false, description: "" },
    PayloadField { name: "type", declared_type: "string", required: true, description: "A keyword: [type] <T> `x" },
    PayloadField { name: "undeclared", declared_type: "any", required: false, description: "" },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[];
