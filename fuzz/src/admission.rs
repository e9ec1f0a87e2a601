//! A payload: text from a command line or a line of a batch, admitted by an intent with a field of each type and rule.

use std::cell::OnceCell;

use pgs_rt::admission::{Format, Kind, Literal, Payload as _, Schema, Verdict};
use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{Context, Fault, Map, Number, Run, Traces, Value, Workflow, WorkflowId, json};
use tempfile::TempDir;

use crate::place;

pgs_rt::payload! {
    /// A payload of all types.
    Payload(RULES) {
        /// A text.
        text: String = required "text",
        /// An integer.
        count: i64 = required "count",
        /// A number.
        amount: Number = optional "amount" or 1.into(),
        /// A boolean.
        flag: bool = optional "flag",
        /// An object.
        object: Map<String, Value> = optional "object",
        /// A list.
        list: Vec<Value> = optional "list",
        /// Anything.
        any: Value = optional "any",
        ..rest
    }
}

const RULES: &[(&str, Schema<'static>)] = &[
    ("text", Schema { kinds: &[Kind::Text], format: Some(Format::Email), ..Schema::ANY }),
    ("count", Schema { kinds: &[Kind::Integer64], minimum: Some(Literal::Integer(3)), ..Schema::ANY }),
    ("amount", Schema { kinds: &[Kind::Number], minimum: Some(Literal::Number("0.5")), ..Schema::ANY }),
    (
        "object",
        Schema {
            kinds: &[Kind::Object],
            fields: &[
                ("at", Schema { kinds: &[Kind::Text], required: true, format: Some(Format::DateTime), ..Schema::ANY }),
                ("hex", Schema { format: Some(Format::Hex { prefix: "0x", optional: true }), ..Schema::ANY }),
                ("deep", Schema { kinds: &[Kind::Object], nullable: true, ..Schema::ANY }),
            ],
            ..Schema::ANY
        },
    ),
    (
        "list",
        Schema {
            kinds: &[Kind::Array],
            min_items: Some(1),
            items: Some(&Schema { kinds: &[Kind::Text, Kind::Integer], ..Schema::ANY }),
            ..Schema::ANY
        },
    ),
    (
        "any",
        Schema {
            one_of: &[Literal::Text("a"), Literal::Integer(1), Literal::Boolean(true), Literal::Json("[1,{}]")],
            ..Schema::ANY
        },
    ),
];

const WORKFLOW: Workflow = Workflow::new(WorkflowId { fqdn: "shop::WF_ASK_V0", domain: "shop", address: 1 }, |_, _| {
    Err(Fault::new("it never runs"))
});

thread_local! {
    static RUN: OnceCell<(TempDir, Run)> = const { OnceCell::new() };
}

fn begun() -> (TempDir, Run) {
    let folder = place::folder();
    let state = State::at(folder.path().join("data"), &FILES, Durability::Os).unwrap();
    let run = WORKFLOW.begin_untraced(&Context::new(state, Traces::below(folder.path())));
    (folder, run)
}

/// Admits the input.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(Value::Object(payload)) = json::parse_slice(data) else { return };
    let typed = Payload::from_map(payload.clone());
    let verdict = RUN.with(|run| Payload::admit(&run.get_or_init(begun).1, payload.clone())).unwrap();
    let Verdict::Ack(admitted) = verdict else { return };
    assert!(typed.is_ok(), "admitted, and not of its types: {typed:?}");
    assert!(admitted.count >= 3 && admitted.text.contains('@'));
    let back = Map::from(admitted.clone());
    for (key, value) in &payload {
        assert!(value.is_null() || back.get(key) == Some(value), "{key} came out otherwise");
    }
    assert_eq!(Payload::from_map(back).ok(), Some(admitted));
}
