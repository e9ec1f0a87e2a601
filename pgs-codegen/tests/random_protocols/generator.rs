//! Random protocols: a workflow of up to four contracts, each of up to three operations of stores, with random bindings,
//! outputs and routes. They are sound: what the compiler says about one is a finding.

use fastrand::Rng;
use pgs_value::{Map, Value, json};

/// The three stores of a protocol: kind, name, file, side effect.
pub const STORES: [(&str, &str, &str); 3] = [
    ("KEYS", "keys.jsonl", "capability_side_effects::CS_REGISTRY_V0"),
    ("RECORDS", "records.json", "capability_side_effects::CS_MUTABLE_JSON_V0"),
    ("EVENTS", "events.jsonl", "capability_side_effects::CS_APPENDONLY_JSONL_V0"),
];

/// Operation, its store, what it answers beside SUCCESS, and what it gives.
type Operation = (&'static str, usize, &'static [&'static str], &'static [&'static str]);

const OPERATIONS: [Operation; 10] = [
    ("REGISTER", 0, &["ALREADY_EXISTS"], &[]),
    ("RESOLVE", 0, &["NOT_FOUND"], &["target_ref"]),
    ("EXISTS", 0, &[], &["exists"]),
    ("DEREGISTER", 0, &["NOT_FOUND"], &[]),
    ("COUNT", 0, &[], &["count"]),
    ("WRITE", 1, &[], &[]),
    ("READ", 1, &["NOT_FOUND"], &["value"]),
    ("EXISTS", 1, &[], &["exists"]),
    ("DELETE", 1, &["NOT_FOUND"], &[]),
    ("APPEND", 2, &[], &["sequence_number"]),
];

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What it calls.
    pub operation: Operation,
    /// What it is given.
    pub inputs: Value,
    /// What of its answer the contract gives.
    pub outputs: Value,
    /// What follows which status.
    pub on_result: Value,
}

/// One node that runs a contract of its own.
#[derive(Clone, Debug)]
pub struct Node {
    /// The contract's steps.
    pub steps: Vec<Step>,
    /// Where the contract's inputs come from.
    pub inputs: Value,
    /// The statuses after which the workflow ends; after all others it goes on.
    pub ends_with: Vec<&'static str>,
}

/// One protocol, and the payloads of the runs of its workflow.
#[derive(Clone, Debug)]
pub struct Random {
    /// The domain.
    pub domain: String,
    /// The nodes, in their order.
    pub nodes: Vec<Node>,
    /// The payloads.
    pub payloads: Vec<Value>,
}

impl Random {
    /// The protocol of this seed.
    pub fn of(seed: u64) -> Self {
        let random = &mut Rng::with_seed(seed);
        let count = random.usize(1..=4);
        let nodes = (0..count).map(|n| node(random, n)).collect();
        let payloads = (0..4).map(|_| payload(random)).collect();
        Self { domain: format!("random_{seed}"), nodes, payloads }
    }

    /// The artifacts: path below `protocol/`, and machine block.
    pub fn artifacts(&self) -> Vec<(String, Value)> {
        let domain = &self.domain;
        let path = |kind: &str, code: &str| format!("{kind}/{domain}__{code}");
        let stores =
            STORES.iter().map(|(name, file, _)| ((*name).to_owned(), json!({"path": format!("{domain}/{file}")})));
        let policies = STORES.iter().map(|(_, _, effect)| ((*effect).to_owned(), json!({"policy": {}})));
        let mut artifacts = vec![
            (path("structures", "STRUCTURE_STORES_V0"), json!({"core": {"entity_stores": (object(stores))}})),
            (
                path("runtime_bindings", "RB_STORES_V0"),
                json!({"core": {"storage_structure": "STRUCTURE_STORES_V0", "bindings": (object(policies))}}),
            ),
            (
                path("intents", "IN_RUN_V0"),
                json!({"core": {"workflow": "WF_RUN_V0", "inputs": {
                    "a": {"type": "string", "required": true},
                    "b": {"type": "string", "required": true},
                    "n": {"type": "integer", "required": true},
                    "o": {"type": "object", "required": true},
                }}}),
            ),
            (path("workflows", "WF_RUN_V0"), self.workflow()),
        ];
        let contracts = self.nodes.iter().enumerate();
        artifacts.extend(contracts.map(|(n, node)| (path("capability_contracts", &code(n)), node.contract())));
        artifacts
    }

    fn workflow(&self) -> Value {
        let mut nodes = Map::new();
        nodes.insert(
            "ASKED".to_owned(),
            json!({"type": "IN", "code": "IN_RUN_V0", "next": {"ACK": "N0", "NACK": "END"}}),
        );
        for (n, node) in self.nodes.iter().enumerate() {
            let following = if n + 1 < self.nodes.len() { format!("N{}", n + 1) } else { "END".to_owned() };
            let ends = node.ends_with.iter().map(|status| ((*status).to_owned(), Value::from("END")));
            let next = ends.chain([("default".to_owned(), Value::from(following))]);
            let node =
                json!({"type": "CC", "code": (code(n)), "inputs": (node.inputs.clone()), "next": (object(next))});
            nodes.insert(format!("N{n}"), node);
        }
        nodes.insert("END".to_owned(), json!({"type": "EXIT", "reason": "COMPLETED"}));
        json!({"runtime_binding": "RB_STORES_V0", "core": {"start_node": "ASKED", "nodes": (Value::Object(nodes))}})
    }
}

/// The code of the contract of a node.
pub fn code(node: usize) -> String {
    format!("CC_NODE_{node}_V0")
}

/// An object with these members.
pub fn object(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(members.into_iter().collect())
}

impl Node {
    fn contract(&self) -> Value {
        let outputs = self.steps.iter().flat_map(|step| step.outputs.as_object().unwrap().keys());
        let outputs = object(outputs.map(|name| (name.clone(), json!({"type": "any"}))));
        let steps: Vec<Value> = self.steps.iter().map(Step::in_contract).collect();
        json!({"core": {
            "inputs": {
                "key": {"type": "string", "required": true},
                "other": {"type": "string", "required": true},
                "value": {"type": "any"},
            },
            "outputs": (outputs),
            "pipeline": (Value::Array(steps)),
        }})
    }
}

impl Step {
    fn in_contract(&self) -> Value {
        let (op, store, ..) = self.operation;
        let (store, _, effect) = STORES[store];
        json!({
            "step": (self.name.clone()), "side_effect": effect, "op": op, "store": store,
            "inputs": (self.inputs.clone()), "outputs": (self.outputs.clone()), "on_result": (self.on_result.clone()),
        })
    }
}

fn node(random: &mut Rng, n: usize) -> Node {
    let mut steps: Vec<Step> = Vec::new();
    for at in 0..random.usize(1..=3) {
        let step = step(random, at, &steps);
        steps.push(step);
    }
    let ends_with = ["SUCCESS", "ALREADY_EXISTS", "NOT_FOUND"].into_iter().filter(|_| random.u8(..4) == 0);
    let answers = |status: &&str| steps.iter().any(|step| *status == "SUCCESS" || step.operation.2.contains(status));
    let ends_with: Vec<&str> = ends_with.collect::<Vec<_>>().into_iter().filter(answers).collect();
    let value = match random.u8(..5) {
        0 => Value::from("$.payload.o"),
        1 => Value::from("$.payload.o.x"),
        2 => json!({"n": "$.payload.n", "l": ["$.payload.a", 1.5, null]}),
        3 if n > 0 => Value::from(format!("$.results.N{}.key", random.usize(..n))),
        _ => Value::from(*random.choice(&[-3, 0, 99, -2_147_483_649, i64::MIN, i64::MAX]).unwrap()),
    };
    Node { steps, inputs: json!({"key": (text(random)), "other": (text(random)), "value": (value)}), ends_with }
}

/// Something that is a text in every run.
fn text(random: &mut Rng) -> Value {
    Value::from(*random.choice(&["$.payload.a", "$.payload.b", "k1", "k2", "\u{e9} 'x' \"y\""]).unwrap())
}

fn step(random: &mut Rng, at: usize, before: &[Step]) -> Step {
    let operation = *random.choice(&OPERATIONS).unwrap();
    let key = *random.choice(&["$.inputs.key", "$.inputs.other", "k1"]).unwrap();
    let earlier: Vec<String> = before
        .iter()
        .flat_map(|step| step.outputs.as_object().unwrap().keys().map(|out| format!("$.results.{}.{out}", step.name)))
        .collect();
    let found = random.choice(&earlier).cloned().unwrap_or_else(|| "$.inputs.value".to_owned());
    let record =
        json!({"v": "$.inputs.value", "k": "$.inputs.key", "deep": {"found": (found), "l": [1, "$.inputs.other"]}});
    let inputs = match operation.0 {
        "REGISTER" => json!({"key": key, "target_cs": "x", "target_ref": "$.inputs.other"}),
        "RESOLVE" | "DEREGISTER" => json!({"key_or_address": key}),
        "EXISTS" if operation.1 == 0 => json!({"key_or_address": key}),
        "COUNT" => json!({}),
        "WRITE" => json!({"key": key, "value": (record)}),
        "APPEND" => json!({"record": (record), "stream_id": "s", "actor_id": "a"}),
        _ => json!({"key": key}),
    };
    let outputs = operation.3.iter().map(|field| {
        let path = if random.bool() { format!("$.capability_result.{field}") } else { format!("$.{field}") };
        (format!("out_{at}_{field}"), Value::from(path))
    });
    let outputs = object(outputs.collect::<Vec<_>>());
    let follows = |status: &str, random: &mut Rng| {
        (status.to_owned(), Value::from(if random.bool() { "exit" } else { "continue" }))
    };
    let on_result: Vec<(String, Value)> = operation.2.iter().map(|status| follows(status, random)).collect();
    Step { name: format!("s{at}"), operation, inputs, outputs, on_result: object(on_result) }
}

fn payload(random: &mut Rng) -> Value {
    let texts = ["k1", "k2", "k3", "\u{fc}ber", "a b"];
    let object = match random.u8(..3) {
        0 => json!({}),
        1 => json!({"x": {"y": [true, null, 1e3]}}),
        _ => json!({"x": 12_345_678_901_234_567_i64, "z": "t"}),
    };
    json!({
        "a": (*random.choice(&texts).unwrap()), "b": (*random.choice(&texts).unwrap()), "n": (random.i64(-5..5)),
        "o": (object),
    })
}
