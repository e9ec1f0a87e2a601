//! Synthetic protocols: `n` workflows of `k` nodes, sealed.
//!
//! A domain has up to [`DOMAIN`] workflows. A workflow has an intent, `k` nodes in a row and two exits. Its odd nodes run
//! a contract of its own, two steps each; the even ones share those of the domain, as workflows do that record events.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use pgs_codegen::seal;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::report;

/// How many workflows a domain has.
const DOMAIN: usize = 50;

/// The capabilities that the contracts call: declared as the sample `library` declares them.
const CAPABILITIES: [&str; 4] = [
    "capability_transforms/capability_transforms__CT_PURE_GENERATE_ID_V0.md",
    "capability_side_effects/capability_side_effects__CS_REGISTRY_V0.md",
    "capability_side_effects/capability_side_effects__CS_MUTABLE_JSON_V0.md",
    "capability_side_effects/capability_side_effects__CS_APPENDONLY_JSONL_V0.md",
];

/// A synthetic protocol.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// How many workflows.
    pub workflows: usize,
    /// How many nodes each that run contracts.
    pub nodes: usize,
}

impl Shape {
    /// Writes the protocol below `home/protocol/` and seals it to `home/protocol_snapshot/`.
    pub fn write(self, home: &Path, project: &Path) -> Result<(), String> {
        let say = |error: std::io::Error| error.to_string();
        for capability in CAPABILITIES {
            let to = home.join("protocol").join(capability);
            fs::create_dir_all(to.parent().unwrap_or(&to)).map_err(say)?;
            fs::copy(project.join("snapshots/library/protocol").join(capability), to).map_err(say)?;
        }
        for n in 0..self.workflows {
            if n.is_multiple_of(DOMAIN) {
                write_domain(home, &domain(n)).map_err(say)?;
            }
            self.write_workflow(home, n).map_err(say)?;
        }
        reseal(home)
    }

    fn write_workflow(self, home: &Path, n: usize) -> std::io::Result<()> {
        let domain = domain(n);
        artifact(home, "intents", &domain, &format!("IN_ORDER_{n}_V0"), &intent(n))?;
        for node in (0..self.nodes).filter(|node| !is_shared(*node)) {
            artifact(home, "capability_contracts", &domain, &format!("CC_KEEP_{n}_{node}_V0"), &own_contract(n, node))?;
        }
        artifact(home, "workflows", &domain, &format!("WF_ORDER_{n}_V0"), &self.workflow(n))
    }

    fn workflow(self, n: usize) -> String {
        let mut text = format!(
            "runtime_binding: RB_STORES_V0\ncore:\n  summary: Take order {n}\n  start_node: ORDERED\n  nodes:\n    \
             ORDERED: {{type: IN, code: IN_ORDER_{n}_V0, next: {{ACK: NODE_0, NACK: REFUSED}}}}\n"
        );
        for node in 0..self.nodes {
            let contract = if is_shared(node) { "CC_RECORD_V0".to_owned() } else { format!("CC_KEEP_{n}_{node}_V0") };
            let next = if node + 1 < self.nodes { format!("NODE_{}", node + 1) } else { "DONE".to_owned() };
            let _ = writeln!(
                text,
                "    NODE_{node}: {{type: CC, code: {contract}, inputs: {{name: $.payload.order.name, amount: \
                 $.payload.amount}}, next: {{SUCCESS: {next}, default: FAILED}}}}"
            );
        }
        text + "    DONE: {type: EXIT, reason: COMPLETED}\n    FAILED: {type: EXIT, reason: FAILED}\n    \
                REFUSED: {type: EXIT, reason: REFUSED}\n"
    }
}

/// Seals what was written, as after a change.
pub fn reseal(home: &Path) -> Result<(), String> {
    let mut diagnostics = Diagnostics::default();
    match seal::seal(home, &mut diagnostics) {
        Some(_) => Ok(()),
        None => Err(report::render(&diagnostics, false)),
    }
}

/// Changes one artifact: the route of one workflow.
pub fn change_one(home: &Path) -> Result<(), String> {
    let file = home.join("protocol/workflows").join(format!("{}__WF_ORDER_0_V0.md", domain(0)));
    let text = fs::read_to_string(&file).map_err(|error| error.to_string())?;
    fs::write(file, text.replacen("default: FAILED", "default: REFUSED", 1)).map_err(|error| error.to_string())?;
    reseal(home)
}

fn domain(n: usize) -> String {
    format!("shop_{}", n / DOMAIN)
}

fn is_shared(node: usize) -> bool {
    node % 2 == 1
}

fn write_domain(home: &Path, domain: &str) -> std::io::Result<()> {
    artifact(home, "capability_contracts", domain, "CC_RECORD_V0", SHARED)?;
    artifact(home, "structures", domain, "STRUCTURE_STORES_V0", &STRUCTURE.replace("DOMAIN", domain))?;
    artifact(home, "runtime_bindings", domain, "RB_STORES_V0", BINDING)
}

fn artifact(home: &Path, kind: &str, domain: &str, code: &str, machine: &str) -> std::io::Result<()> {
    let file = home.join("protocol").join(kind).join(format!("{domain}__{code}.md"));
    fs::create_dir_all(file.parent().unwrap_or(&file))?;
    let key = match kind {
        "capability_contracts" => "cc_code",
        "intents" => "in_code",
        "runtime_bindings" => "rb_code",
        "structures" => "structure_code",
        _ => "wf_code",
    };
    fs::write(file, format!("# {code}\n\n## Machine\n\n```yaml\n{key}: {code}\n{machine}```\n"))
}

fn intent(n: usize) -> String {
    format!(
        "core:\n  summary: Order {n} was placed\n  workflow: WF_ORDER_{n}_V0\n  inputs:\n    order:\n      type: object\n      \
         required: true\n      fields:\n        name: {{type: string, required: true}}\n        count: {{type: integer, \
         minimum: 1}}\n    amount: {{type: integer, required: true, minimum: 0}}\n    note: {{type: string}}\n"
    )
}

fn own_contract(n: usize, node: usize) -> String {
    format!(
        "core:\n  summary: Keep part {node} of order {n}\n{INPUTS}  outputs:\n    id: {{type: string}}\n  pipeline:\n    \
         - step: name_it\n      transform: capability_transforms::CT_PURE_GENERATE_ID_V0\n      inputs: {{prefix: O, data: \
         {{name: $.inputs.name, part: {node}}}}}\n      outputs: {{id: $.capability_result.id}}\n      on_result: \
         {{SUCCESS: continue, VIOLATION: exit}}\n    - step: keep_it\n      side_effect: \
         capability_side_effects::CS_MUTABLE_JSON_V0\n      op: WRITE\n      store: ORDERS\n      inputs: {{key: \
         $.results.name_it.id, value: {{name: $.inputs.name, amount: $.inputs.amount}}}}\n"
    )
}

const INPUTS: &str =
    "  inputs:\n    name: {type: string, required: true}\n    amount: {type: integer, required: true}\n";

const SHARED: &str = "\
core:
  summary: Record an order
  inputs:
    name: {type: string, required: true}
    amount: {type: integer, required: true}
  outputs:
    known: {type: boolean}
    number: {type: integer}
  pipeline:
    - step: look
      side_effect: capability_side_effects::CS_REGISTRY_V0
      op: EXISTS
      store: NAMES
      inputs: {key_or_address: $.inputs.name}
      outputs: {known: $.capability_result.exists}
      on_result: {SUCCESS: continue, VIOLATION: exit, BACKEND_ERROR: exit}
    - step: note
      side_effect: capability_side_effects::CS_APPENDONLY_JSONL_V0
      op: APPEND
      store: JOURNAL
      inputs: {record: {name: $.inputs.name, amount: $.inputs.amount}}
      outputs: {number: $.capability_result.sequence_number}
";

const STRUCTURE: &str = "\
core:
  entity_stores:
    JOURNAL: {path: DOMAIN/journal.jsonl}
    NAMES: {path: DOMAIN/names.jsonl}
    ORDERS: {path: DOMAIN/orders.json}
";

const BINDING: &str = "core:\n  summary: Where orders lie\n  storage_structure: STRUCTURE_STORES_V0\n";
