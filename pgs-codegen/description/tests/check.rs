//! Where a description and Rust types differ, and what is said of it.
#![cfg(feature = "check")]

use pgs_description::check::{Types, differences};
use pgs_value::{Field, Map, Reply, Value, Violation};

pgs_value::described! {
    /// What everything here is given.
    pub struct Inputs {
        /// A key.
        pub key: Field<String>,
        /// A keyword of Rust.
        pub r#type: Field<i64>,
    }

    /// The same, with what is not declared.
    pub struct Open {
        /// A key.
        pub key: Field<String>,
        /// What is not declared.
        pub others: Map<String, Value>,
    }

    /// What everything here gives.
    pub struct Outputs {
        /// A number.
        pub count: i64,
        /// A text that may be missing.
        pub note: Option<String>,
    }
}

pgs_value::statuses! {
    /// How an operation ends.
    Status { Success = "SUCCESS", Full = "FULL" }
}

fn transform(_: Inputs) -> Result<Outputs, Violation> {
    Err(Violation::new("not called"))
}

fn open(_: Open, _: &str) -> Outputs {
    Outputs { count: 0, note: None }
}

fn put(_: &str, _: Inputs) -> Reply<Status, Outputs> {
    Reply::failure(Status::Full, "not called")
}

fn switched(_: &str, _: bool, _: Inputs) -> Reply<Status, Outputs> {
    Reply::failure(Status::Full, "not called")
}

fn types() -> Types {
    Types::new().transform("t", transform).compute_drawing("o", open).effect("s", "put", put)
}

const TRUE: &str = r#"
crate = "a"

[[transform]]
fqdn = "a::CT_T_V0"
module = "t"
inputs = [{ name = "key", type = "string" }, { name = "type", type = "integer" }]
outputs = [{ name = "count", type = "integer" }, { name = "note", type = "string", optional = true }]

[[transform]]
fqdn = "a::CT_O_V0"
module = "o"
draws = true
fallible = false
others = true
inputs = [{ name = "key", type = "string" }]
outputs = [{ name = "count", type = "integer" }, { name = "note", type = "string", optional = true }]

[[side_effect]]
fqdn = "a::CS_S_V0"
module = "s"

[[side_effect.operation]]
name = "PUT"
access = "append"
inputs = [{ name = "key", type = "string" }, { name = "type", type = "integer" }]
outputs = [{ name = "count", type = "integer" }, { name = "note", type = "string", optional = true }]
statuses = ["SUCCESS", "FULL"]
"#;

fn said(text: &str, types: &Types) -> Vec<String> {
    differences(&pgs_description::read("f", text).unwrap(), types).iter().map(ToString::to_string).collect()
}

#[test]
fn a_description_that_is_true_differs_in_nothing() {
    assert_eq!(said(TRUE, &types()), Vec::<String>::new());
}

#[test]
fn every_wrong_entry_is_said() {
    for (right, wrong, expected) in [
        ("module = \"t\"", "module = \"u\"", "a::CT_T_V0: module: `u` is described, Rust has nothing"),
        (
            r#"{ name = "type", type = "integer" }"#,
            "",
            "a::CT_T_V0: inputs: nothing is described, Rust has `type: integer`",
        ),
        ("draws = true\n", "", "a::CT_O_V0: draws: `false` is described, Rust has `true`"),
        ("fallible = false\n", "", "a::CT_O_V0: fallible: `true` is described, Rust has `false`"),
        ("others = true\n", "", "a::CT_O_V0: inputs: nothing is described, Rust has `others: object`"),
        (", optional = true", "", "a::CT_T_V0: outputs: `note: string` is described, Rust has `note: optional string`"),
        ("\"FULL\"", "\"BUSY\"", "a::CS_S_V0 PUT: statuses: `BUSY, SUCCESS` is described, Rust has `FULL, SUCCESS`"),
        (
            "module = \"s\"\n",
            "module = \"s\"\nswitch = true\n",
            "a::CS_S_V0 PUT: form: `on something outside, with a switch` is described, Rust has `on something outside`",
        ),
    ] {
        let found = said(&TRUE.replacen(right, wrong, 1), &types());
        assert!(found.iter().any(|it| it == expected), "{found:#?}");
    }
}

#[test]
fn what_nothing_describes_is_said() {
    let types = types().effect_switched("s", "take", switched);
    assert_eq!(said(TRUE, &types), ["s::take: module: nothing is described, Rust has `s::take`"]);
}
