//! A protocol of words: each is the name of an intent's field, of an input and an output of a contract, of a step, of a
//! node and of a store, beside values of every type.
//!
//! The words are Rust's, those of its prelude, those that generated code uses itself, and a few that are no identifiers.

use super::protocols::Protocol;

const WORDS: &[&str] = &[
    // Keywords, strict, reserved and weak.
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "Self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    // The prelude, crates and macros.
    "alloc",
    "bool",
    "clone",
    "core",
    "default",
    "drop",
    "eq",
    "err",
    "f64",
    "from",
    "i64",
    "into",
    "iter",
    "main",
    "matches",
    "none",
    "ok",
    "option",
    "panic",
    "result",
    "serde",
    "some",
    "std",
    "str",
    "string",
    "to_string",
    "u8",
    "usize",
    "vec",
    "write",
    "println",
    "assert",
    "debug",
    "test",
    "derive",
    "inline",
    "allow",
    // What generated code calls things.
    "ack",
    "admitting",
    "answer",
    "arguments",
    "bindings",
    "binding",
    "call",
    "capability_result",
    "contract",
    "contracts",
    "contract_id",
    "definition",
    "details",
    "dig",
    "domain",
    "emit",
    "end",
    "ended",
    "event",
    "events",
    "exit",
    "exits",
    "expression",
    "fault",
    "field",
    "fields",
    "finish",
    "format",
    "fqdn",
    "goto",
    "graph",
    "id",
    "index",
    "input",
    "inputs",
    "intent",
    "intents",
    "item",
    "json",
    "key",
    "kind",
    "leaving",
    "left",
    "list",
    "literal",
    "look_up",
    "machine",
    "map",
    "mapped",
    "nack",
    "name",
    "names",
    "next",
    "node",
    "nodes",
    "null",
    "number",
    "object",
    "operation",
    "outcome",
    "output",
    "outputs",
    "path",
    "payload",
    "pgs_rt",
    "pgs_capabilities",
    "pgs_transport",
    "pipeline",
    "position",
    "reason",
    "record",
    "registry",
    "reply",
    "results",
    "route",
    "rules",
    "run",
    "schema",
    "side_effects",
    "start",
    "status",
    "statuses",
    "step",
    "step_id",
    "stores",
    "surface",
    "timestamp",
    "trace",
    "transform",
    "transforms",
    "transform_status",
    "typed",
    "undeclared",
    "value",
    "verdict",
    "view",
    "visit",
    "workflow",
    "workflows",
    "workflow_id",
    "lookup",
    // No identifiers, or two that become one.
    "1st",
    "a-b",
    "a_b",
    "a b",
    "A_B",
    "_",
    "__",
    "é",
    "n1st",
];

/// A word as the end of a code, which has letters, digits and `_`.
fn code(index: usize, word: &str) -> String {
    let letters: String = word.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    if letters == word && !word.starts_with('_') {
        format!("{}_V0", word.to_uppercase())
    } else {
        format!("W{index}_V0")
    }
}

/// The protocol, in Markdown.
pub fn protocol() -> Protocol {
    let protocol = Protocol::new(None);
    let mut known = std::collections::BTreeSet::new();
    for (index, word) in WORDS.iter().enumerate() {
        let mut end = code(index, word);
        if !known.insert(end.clone()) {
            end = format!("W{index}_V0");
        }
        let fill = |text: &str| text.replace("@END", &end).replace("@WORD", word).replace("@UP", &word.to_uppercase());
        protocol.artifact(&format!("intents/names__IN_{end}"), &fill(INTENT));
        protocol.artifact(&format!("capability_contracts/names__CC_{end}"), &fill(CONTRACT));
        protocol.artifact(&format!("workflows/names__WF_{end}"), &fill(WORKFLOW));
    }
    protocol
}

const INTENT: &str = r#"in_code: IN_@END
core:
  summary: Asked
  workflow: WF_@END
  inputs:
    "@WORD": {type: string, required: true}
    "ww_@WORD": {type: string, required: false, default: x}
    zz_list: {type: array, required: false, default: [1, "a"]}
    zz_object: {type: object, required: false, default: {a: 1}}
    zz_number: {type: number, required: false, default: 1.5}
    zz_flag: {type: boolean, required: false, default: true}"#;

const CONTRACT: &str = r#"cc_code: CC_@END
core:
  summary: Look a word up
  inputs:
    "@WORD": {type: string, required: true}
    other: {type: object, required: false}
  outputs:
    "@WORD": {type: string}
    "out_@WORD": {type: string}
  pipeline:
    - step: "@WORD"
      transform: capability_transforms::CT_PURE_LOOKUP_V0
      inputs:
        key: $.inputs.@WORD
        map: {CC: contract, WF: $.inputs.@WORD, L: [1, $.inputs.other.@WORD]}
      outputs: {"out_@WORD": $.capability_result.result}
      on_result: {SUCCESS: "@WORD_2", VIOLATION: exit}
    - step: "@WORD_2"
      transform: capability_transforms::CT_PURE_LOOKUP_V0
      inputs:
        key: $.results.@WORD.out_@WORD
        map: {CC: $.results.@WORD.out_@WORD, L: [1, $.inputs.other.@WORD]}
      outputs: {"@WORD": $.capability_result.result}
      on_result: {SUCCESS: exit, VIOLATION: exit}"#;

const WORKFLOW: &str = r#"wf_code: WF_@END
core:
  summary: Names
  start_node: ASKED
  nodes:
    ASKED: {type: IN, code: IN_@END, next: {ACK: "@UP", NACK: FAILED}}
    "@UP": {type: CC, code: CC_@END, inputs: {"@WORD": $.payload.@WORD, other: $.payload.zz_object}, next: {SUCCESS: "@WORD_2", VIOLATION: FAILED}}
    "@WORD_2": {type: CC, code: CC_@END, inputs: {"@WORD": $.results.@UP.out_@WORD, other: {a: $.results.@UP.@WORD}}, next: {SUCCESS: DONE, VIOLATION: FAILED}}
    DONE: {type: EXIT, reason: COMPLETED}
    FAILED: {type: EXIT, reason: FAILED}"#;
