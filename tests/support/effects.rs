//! What the operations in a trace do to the stores, told once more and independently of the program.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pgs_value::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// One operation of a side effect, as the trace tells it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The side effect.
    pub effect: String,
    /// The store's path below the data root.
    pub path: String,
    /// The operation's name.
    pub name: String,
    /// Its arguments; suppressed values are suppressed.
    pub arguments: Value,
    /// What it answered; null where the trace ends before.
    pub answer: Value,
    /// Whether its contract was completed, and its workflow did not break off after that before it could commit: else a
    /// database may take it back.
    pub completed: bool,
    committed: bool,
    span: String,
}

impl Operation {
    /// The status of the answer; empty without an answer.
    pub fn status(&self) -> &str {
        self.answer["status"].as_str().unwrap_or_default()
    }

    /// Whether it may change a store.
    pub fn writes(&self) -> bool {
        matches!(
            self.name.as_str(),
            "REGISTER" | "DEREGISTER" | "WRITE" | "DELETE" | "DELETE_MANY" | "UPDATE_WHERE" | "APPEND"
        )
    }
}

/// The operations of a trace on stores, in order, up to the first line that can't be read.
pub fn operations(trace: &Path) -> Vec<Operation> {
    let text = std::fs::read(trace).unwrap_or_default();
    let mut found: Vec<Operation> = Vec::new();
    // Operations of workflows that run side by side are told apart by their spans.
    let mut open: Vec<(String, usize)> = Vec::new();
    for line in text.split(|byte| *byte == b'\n') {
        let Ok(event) = pgs_value::from_slice::<Value>(line) else { break };
        let (detail, span) = (&event["detail"], event["span"].as_str().unwrap_or_default());
        match event["event_type"].as_str() {
            Some("CS_CALL") if detail["path"].is_string() => {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                open.retain(|(other, _)| other != span);
                open.push((span.to_owned(), found.len()));
                found.push(Operation {
                    effect: text(&detail["step_fqdn"]),
                    path: text(&detail["path"]),
                    name: text(&event["step_op"]),
                    arguments: detail["arguments"].clone(),
                    answer: Value::Null,
                    completed: false,
                    committed: false,
                    span: span.to_owned(),
                });
            }
            // A mail can't be taken back.
            Some("CS_CALL" | "WF_COMPLETE") => commit(&mut found, span),
            // A nested workflow begins where the outer one stands.
            Some("WF_START") => commit(&mut found, span.rsplit_once('.').map_or("", |(outer, _)| outer)),
            // A nested workflow could not go on. Here that is: it could not commit.
            Some("ERROR") => {
                let inner = |it: &&mut Operation| it.span.strip_prefix(span).is_some_and(|rest| rest.starts_with('.'));
                found.iter_mut().filter(inner).for_each(|it| it.completed &= it.committed);
            }
            Some("CC_STEP") => {
                if let Some(place) = open.iter().position(|(other, _)| other == span) {
                    let (_, index) = open.remove(place);
                    found[index].answer = detail["answer"].clone();
                }
            }
            Some("CC_COMPLETE") => {
                found.iter_mut().filter(|it| it.span == span).for_each(|it| it.completed = true);
            }
            _ => {}
        }
    }
    found
}

fn commit(operations: &mut [Operation], span: &str) {
    operations.iter_mut().filter(|it| it.span == span).for_each(|it| it.committed = true);
}

/// Every reason that a trace gives for a status, up to the first line that can't be read.
pub fn reasons(trace: &Path) -> Vec<String> {
    let text = std::fs::read(trace).unwrap_or_default();
    let events = text.split(|byte| *byte == b'\n').map_while(|line| pgs_value::from_slice::<Value>(line).ok());
    let reason = |event: Value| event["detail"]["reason"].as_str().map(str::to_owned);
    events.filter_map(reason).collect()
}

/// What a store holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The live entries by key.
    Registry(Map<String, Value>),
    /// The values by key.
    Records(Map<String, Value>),
    /// The entries in order.
    Journal(Vec<Value>),
}

/// Stands for a value that the trace does not tell.
const ANY: &str = "<suppressed>";

impl Content {
    /// The empty store for operations of this side effect.
    pub fn empty(effect: &str) -> Self {
        match effect.rsplit_once("::").unwrap().1 {
            "CS_REGISTRY_V0" => Self::Registry(Map::new()),
            "CS_MUTABLE_JSON_V0" | "CS_NAME_REGISTRY_V0" => Self::Records(Map::new()),
            "CS_APPENDONLY_JSONL_V0" => Self::Journal(Vec::new()),
            other => panic!("no store: {other}"),
        }
    }

    /// Does the operation, as if it succeeds.
    pub fn apply(&mut self, operation: &Operation) {
        let arguments = &operation.arguments;
        let text = |name: &str| arguments[name].as_str().unwrap_or_default().to_owned();
        match (self, operation.name.as_str()) {
            (Self::Registry(live), "REGISTER") if !live.contains_key(&text("key")) => {
                live.insert(text("key"), entry(operation));
            }
            (Self::Registry(live), "DEREGISTER") => {
                live.shift_remove(&text("key_or_address"));
            }
            (Self::Records(records), "WRITE") => {
                let (key, value) = match arguments.get("name") {
                    Some(_) => (text("name"), json!({ "resource_addresses": arguments["resource_addresses"] })),
                    None => (text("key"), arguments["value"].clone()),
                };
                records.insert(key, value);
            }
            (Self::Records(records), "DELETE") => {
                records.shift_remove(&text("key"));
            }
            (Self::Records(records), "DELETE_MANY") => {
                let keys = arguments["keys"].as_array().unwrap();
                records.retain(|key, _| !keys.iter().any(|other| other == key));
            }
            (Self::Records(records), "UPDATE_WHERE") => update(records, arguments),
            (Self::Journal(entries), "APPEND") => {
                let field = |name: &str| operation.answer.get(name).cloned().unwrap_or(json!(ANY));
                let number = entries.len() + 1;
                entries.push(json!({
                    "record_id": field("record_id"),
                    "sequence_number": number,
                    "timestamp": ANY,
                    "actor_id": arguments["actor_id"],
                    "stream_id": arguments["stream_id"],
                    "record": arguments["record"],
                }));
            }
            _ => {}
        }
    }

    /// The keys; none of a journal.
    pub fn keys(&self) -> Vec<&String> {
        match self {
            Self::Registry(live) | Self::Records(live) => live.keys().collect(),
            Self::Journal(_) => Vec::new(),
        }
    }

    /// What it holds at these keys.
    pub fn only(&self, keys: &BTreeSet<String>) -> Self {
        let mut content = self.clone();
        if let Self::Registry(live) | Self::Records(live) = &mut content {
            live.retain(|key, _| keys.contains(key));
        }
        content
    }

    /// Whether this, which a trace leads one to expect, is what was found.
    pub fn agrees(&self, found: &Self) -> bool {
        match (self, found) {
            (Self::Registry(expected), Self::Registry(found)) | (Self::Records(expected), Self::Records(found)) => {
                agrees(&Value::Object(expected.clone()), &Value::Object(found.clone()))
            }
            (Self::Journal(expected), Self::Journal(found)) => {
                expected.len() == found.len() && expected.iter().zip(found).all(|(one, other)| agrees(one, other))
            }
            _ => false,
        }
    }
}

fn entry(operation: &Operation) -> Value {
    let arguments = &operation.arguments;
    let mut entry =
        json!({ "key": arguments["key"], "address": operation.answer.get("address").unwrap_or(&json!(ANY)) });
    let members = entry.as_object_mut().unwrap();
    for name in ["target_cs", "target_ref"] {
        if let Some(target) = arguments.get(name).filter(|target| !target.is_null()) {
            members.insert(name.into(), target.clone());
        }
    }
    for (name, value) in arguments["value"].as_object().into_iter().flatten() {
        members.entry(name).or_insert(value.clone());
    }
    entry
}

fn update(records: &mut Map<String, Value>, arguments: &Value) {
    let pairs = |name: &str| arguments[name].as_object().unwrap().clone();
    for record in records.values_mut().filter_map(Value::as_object_mut) {
        if pairs("filter").iter().all(|(name, wanted)| record.get(name).unwrap_or(&Value::Null) == wanted) {
            for (name, value) in pairs("updates") {
                if value.is_null() {
                    record.shift_remove(&name)
                } else {
                    record.insert(name, value)
                };
            }
        }
    }
}

fn agrees(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::String(text), _) if text == ANY => true,
        (Value::Object(expected), Value::Object(found)) => {
            expected.len() == found.len()
                && expected.iter().all(|(name, value)| found.get(name).is_some_and(|other| agrees(value, other)))
        }
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|(one, other)| agrees(one, other))
        }
        (expected, found) => expected == found,
    }
}

/// What the first line of a trace is chained to.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Whether a trace is sealed.
pub fn is_sealed(text: &[u8]) -> bool {
    let last = text.strip_suffix(b"\n").unwrap_or(text).rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    pgs_value::from_slice::<Value>(last).is_ok_and(|event| event["sealed"] == true)
}

/// Fails unless the trace is chained from its first line to its seal; or each of several in one file.
pub fn check_chain(text: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
    let mut before = GENESIS.to_owned();
    for (n, line) in text.lines().enumerate() {
        let (body, hash) = line.rsplit_once(",\"hash\":\"").ok_or_else(|| format!("line {} has no hash", n + 1))?;
        let expected = hex::encode(Sha256::new().chain_update(&before).chain_update(body).finalize());
        if hash.strip_suffix("\"}") != Some(&expected) {
            return Err(format!("line {} is not chained to the one before", n + 1));
        }
        // What follows a seal is the next trace.
        before = if line.contains(r#","sealed":true,"hash":"#) { GENESIS.to_owned() } else { expected };
    }
    if is_sealed(text.as_bytes()) { Ok(()) } else { Err("it is not sealed".into()) }
}

/// Fails if a trace below this folder is sealed and does not verify. Gives all of them.
pub fn check_sealed_traces(workspace: &Path) -> Result<Vec<PathBuf>, String> {
    let traces: Vec<PathBuf> = super::files_below(workspace)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "jsonl"))
        .collect();
    for trace in &traces {
        let text = std::fs::read(trace).map_err(|error| error.to_string())?;
        if is_sealed(&text) {
            check_chain(&text).map_err(|reason| format!("{}: {reason}", trace.display()))?;
        }
    }
    Ok(traces)
}
