//! The same protocols for `pgs_runtime` 0.6.0: the graph that it executes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pgs_value::{Map, Value, json};

use crate::generator::{Random, STORES, code, object};
use crate::protocols::project;

/// Whether `pgs_runtime` is on the path.
pub fn is_here() -> bool {
    let is_here = Command::new("pgs_runtime").arg("--help").output().is_ok_and(|output| output.status.success());
    if !is_here {
        eprintln!("passed over: pgs_runtime 0.6.0 is not on the path");
    }
    is_here
}

const RUNS: u64 = 100;
const BINDING: u64 = 101;
/// Where the addresses of contracts and of statuses begin.
const CONTRACTS: u64 = 10;
const STATUSES: u64 = 200;

const WORDS: [&str; 5] = ["SUCCESS", "ALREADY_EXISTS", "NOT_FOUND", "VIOLATION", "BACKEND_ERROR"];

/// Writes the graph below a workspace.
pub fn write(random: &Random, workspace: &Path) {
    let domain = &random.domain;
    let (mut routing, mut pipelines, mut bindings) = (Map::new(), Map::new(), Map::new());
    for (n, node) in random.nodes.iter().enumerate() {
        let address = CONTRACTS + n as u64;
        let steps: Vec<Value> = node
            .steps
            .iter()
            .map(|step| {
                let (op, store, ..) = step.operation;
                let mut inputs = step.inputs.clone();
                inputs["__store__"] = STORES[store].0.into();
                json!({"addr": (store as u64 + 1), "op": op, "inputs": (inputs), "outputs": (step.outputs.clone()),
                    "on_result": (step.on_result.clone()), "step_id": (step.name.clone())})
            })
            .collect();
        pipelines.insert(address.to_string(), Value::Array(steps));
        if n + 1 < random.nodes.len() {
            let goes_on = WORDS.iter().enumerate().filter(|(_, status)| !node.ends_with.contains(status));
            let next = json!({"addr": (address + 1), "key": (code(n + 1))});
            let next = goes_on.map(|(at, _)| ((STATUSES + at as u64).to_string(), next.clone()));
            routing.insert(address.to_string(), object(next));
        }
        // The reference finds results by the address of their contract.
        let inputs = node.inputs.as_object().unwrap().iter().map(|(name, value)| (name.clone(), addressed(value)));
        bindings.insert(code(n), object(inputs));
    }
    let keyed = |key: u64, value: Value| object([(key.to_string(), value)]);
    let dispatch = json!({
        "routing": (keyed(RUNS, Value::Object(routing))),
        "pipeline": (Value::Object(pipelines)),
        "entry": (keyed(RUNS, json!({"start": CONTRACTS, "start_key": (code(0)), "rb": BINDING, "in": 0}))),
        "bindings": (keyed(RUNS, Value::Object(bindings))),
    });
    let paths = STORES
        .map(|(name, file, _)| (name.to_owned(), Value::from(format!("{{{{module_data_root}}}}/{domain}/{file}"))));
    let policy = json!({"policy": {"paths": (object(paths))}});
    let handler = |class: &str| json!({"handler_ref": {"module": "stores_of_the_specification", "callable": class}, "cs_metadata": {}});
    let handlers = json!({
        "ct": {},
        "cs": {"1": (handler("Registry")), "2": (handler("MutableJson")), "3": (handler("AppendOnly"))},
        "rb_policy": (keyed(BINDING, json!({"1": (policy.clone()), "2": (policy.clone()), "3": (policy)}))),
    });
    let mut names: Vec<(u64, String)> =
        vec![(RUNS, format!("{domain}::WF_RUN_V0")), (BINDING, format!("{domain}::RB_STORES_V0"))];
    names.extend((1..).zip(STORES).map(|(address, (_, _, effect))| (address, effect.to_owned())));
    names.extend((0..random.nodes.len()).map(|n| (CONTRACTS + n as u64, format!("{domain}::{}", code(n)))));
    names.extend((STATUSES..).zip(WORDS).map(|(address, status)| (address, format!("transition::{status}"))));
    let forward = object(names.iter().map(|(address, name)| (format!("{address:#06x}"), name.as_str().into())));
    let reverse = object(names.iter().map(|(address, name)| (name.clone(), format!("{address:#06x}").into())));
    for (path, content) in [
        (format!("tokenized_snapshot/{domain}/dispatch.json"), dispatch),
        (format!("tokenized_snapshot/{domain}/handlers.json"), handlers),
        (format!("tokenized_snapshot/{domain}/metadata.json"), json!({"projection_hash": "random"})),
        (format!("trust_snapshot/{domain}/structure_attestation.json"), json!({"tokenized_projection_hash": "random"})),
        (format!("vocabulary_snapshot/{domain}/forward.json"), forward),
        (format!("vocabulary_snapshot/{domain}/reverse.json"), reverse),
    ] {
        let path = workspace.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content.to_string()).unwrap();
    }
}

fn addressed(value: &Value) -> Value {
    match value.as_str().and_then(|path| path.strip_prefix("$.results.N")).and_then(|rest| rest.split_once('.')) {
        Some((n, rest)) => format!("$.results.{}.{rest}", CONTRACTS + n.parse::<u64>().unwrap()).into(),
        None => value.clone(),
    }
}

/// A run in the reference, as a command.
pub fn command(random: &Random, workspace: &Path, data: &Path, payload: &Path) -> Command {
    let mut command = Command::new("pgs_runtime");
    command.args(["run", "--wf", &format!("{}::WF_RUN_V0", random.domain), "--payload"]).arg(payload);
    command.arg("--data-root").arg(data).arg("--workspace").arg(workspace);
    let own = project().join("tests/reference");
    let others = std::env::var_os("PYTHONPATH");
    let others = others.iter().flat_map(std::env::split_paths).collect::<Vec<PathBuf>>();
    command.env("PYTHONPATH", std::env::join_paths(std::iter::once(own).chain(others)).unwrap());
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
