//! Random payloads: from the fields that a workflow declares, from the sample payloads, and from nothing.

use pgs_value::{Map, Value, json};
use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

use crate::support::{SAMPLES, files_below, project};

/// What a workflow declares, as `pgs list` shows it.
pub struct Declared {
    /// The workflow.
    pub fqdn: String,
    /// Its payload fields, with their types.
    pub fields: Vec<(String, String)>,
    /// Sample payloads of any workflow that have a field in common with this one.
    pub samples: Vec<Value>,
}

impl Declared {
    /// All workflows.
    pub fn all(list: &str) -> Vec<Self> {
        let samples = samples();
        list.split("\n\n").map(|entry| Self::one(entry, &samples)).collect()
    }

    fn one(entry: &str, samples: &[Value]) -> Self {
        let mut lines = entry.lines();
        let fqdn = lines.next().unwrap().to_owned();
        let fields: Vec<(String, String)> = lines
            .filter_map(|line| line.strip_prefix("    "))
            .map(|line| {
                let mut words = line.split_whitespace();
                (words.next().unwrap().to_owned(), words.next().unwrap().to_owned())
            })
            .collect();
        let near = samples.iter().filter(|sample| fields.iter().any(|(name, _)| sample.get(name).is_some()));
        Self { fqdn, samples: near.cloned().collect(), fields }
    }
}

fn samples() -> Vec<Value> {
    let files = SAMPLES.map(|name| files_below(&project().join("snapshots").join(name).join("payloads")));
    files.iter().flatten().map(|path| pgs_value::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// What a process is given.
pub struct Payload {
    /// The bytes on standard input; not always JSON.
    pub text: Vec<u8>,
}

/// A random payload for a workflow.
pub fn payload(workflow: &Declared, random: &mut StdRng) -> Payload {
    let mut value = match random.random_range(0..10) {
        0..5 => declared(workflow, random),
        5..9 => altered(workflow, random),
        _ => Value::Object(object(random, 3)),
    };
    if random.random_bool(0.3) {
        echo(&mut value, workflow, random);
    }
    let mut text = value.to_string().into_bytes();
    if random.random_bool(0.05) {
        text = String::from_utf8(text).unwrap().replace(REPLACED, OUT_OF_RANGE).into_bytes();
    }
    if random.random_bool(0.05) {
        damage(&mut text, random);
    }
    Payload { text }
}

/// The declared fields, some absent, some of another type, and some that nobody declared.
fn declared(workflow: &Declared, random: &mut StdRng) -> Value {
    let mut payload = Map::new();
    for (name, declared_type) in &workflow.fields {
        let value = match random.random_range(0..20) {
            0 => continue,
            1 => Value::Null,
            2..6 => any(random, 3),
            6..12 if !workflow.samples.is_empty() => known(workflow, name, random),
            _ => typed(declared_type, random),
        };
        payload.insert(name.clone(), value);
    }
    if random.random_bool(0.2) {
        payload.insert(text(random), any(random, 3));
    }
    Value::Object(payload)
}

/// What a sample payload has in this field.
fn known(workflow: &Declared, name: &str, random: &mut StdRng) -> Value {
    workflow.samples.choose(random).and_then(|sample| sample.get(name)).cloned().unwrap_or_default()
}

/// A sample payload with up to three changes anywhere.
fn altered(workflow: &Declared, random: &mut StdRng) -> Value {
    let mut payload = workflow.samples.choose(random).cloned().unwrap_or_else(|| json!({}));
    for _ in 0..random.random_range(0..4) {
        alter(&mut payload, random, 0);
    }
    if payload.is_object() { payload } else { json!({}) }
}

/// Changes this value or one below it.
fn alter(value: &mut Value, random: &mut StdRng, depth: usize) {
    let go_on = depth == 0 || random.random_bool(0.6);
    match value {
        Value::Object(object) if go_on && !object.is_empty() => {
            let key = object.keys().nth(random.random_range(0..object.len())).unwrap().clone();
            match random.random_range(0..6) {
                0 => {
                    object.remove(&key);
                }
                1 => {
                    object.insert(text(random), any(random, 2));
                }
                _ => alter(&mut object[&key], random, depth + 1),
            }
        }
        Value::Array(items) if go_on && !items.is_empty() => {
            let n = random.random_range(0..items.len());
            match random.random_range(0..6) {
                0 => {
                    items.remove(n);
                }
                1 => items.push(items[n].clone()),
                2 => items.push(any(random, 2)),
                _ => alter(&mut items[n], random, depth + 1),
            }
        }
        other => *other = any(random, 3),
    }
}

/// Says the same text at several places: so a secret is a word of the protocol, a key, or what stands beside it.
fn echo(payload: &mut Value, workflow: &Declared, random: &mut StdRng) {
    let mut texts: Vec<String> = MEANT.map(str::to_owned).into();
    texts.extend(workflow.fields.iter().map(|(name, _)| name.clone()));
    texts_of(payload, &mut texts);
    let text = texts.choose(random).unwrap().clone();
    for _ in 0..random.random_range(2..5) {
        say(payload, &text, random);
    }
}

fn texts_of(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts_of(item, texts)),
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            texts.push(key.clone());
            texts_of(value, texts);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Puts a text in the place of a value, in the middle of one, as a key, or at a key that may be suppressed.
fn say(value: &mut Value, text: &str, random: &mut StdRng) {
    match value {
        Value::Object(object) => match random.random_range(0..10) {
            0 | 1 => {
                object.insert((*SECRET.choose(random).unwrap()).to_owned(), Value::from(text));
            }
            2 => {
                object.insert(text.to_owned(), any(random, 1));
            }
            _ if object.is_empty() => {}
            _ => {
                let key = object.keys().nth(random.random_range(0..object.len())).unwrap().clone();
                say(&mut object[&key], text, random);
            }
        },
        Value::Array(items) if !items.is_empty() => {
            let n = random.random_range(0..items.len());
            say(&mut items[n], text, random);
        }
        other if random.random_bool(0.3) => *other = Value::from(format!("of {text}, too")),
        other => *other = Value::from(text),
    }
}

/// A value of a declared type.
fn typed(declared_type: &str, random: &mut StdRng) -> Value {
    match declared_type {
        "string" | "hex_string" => Value::from(text(random)),
        "integer" | "number" => number(random),
        "boolean" => Value::from(random.random_bool(0.5)),
        "array" => (0..random.random_range(0..4)).map(|_| any(random, 2)).collect(),
        "object" => Value::Object(object(random, 2)),
        _ => any(random, 3),
    }
}

fn any(random: &mut StdRng, depth: usize) -> Value {
    match random.random_range(0..if depth == 0 { 6 } else { 10 }) {
        0 => Value::Null,
        1 => Value::from(random.random_bool(0.5)),
        2 | 3 => number(random),
        4 | 5 => Value::from(text(random)),
        6 => (0..random.random_range(0..5)).map(|_| any(random, depth - 1)).collect(),
        7 => deep(random),
        _ => Value::Object(object(random, depth - 1)),
    }
}

fn object(random: &mut StdRng, depth: usize) -> Map<String, Value> {
    (0..random.random_range(0..5)).map(|_| (text(random), any(random, depth))).collect()
}

/// Lists and objects in each other, around and beyond what the JSON reader takes.
fn deep(random: &mut StdRng) -> Value {
    let levels = if random.random_bool(0.7) { random.random_range(2..20) } else { random.random_range(100..140) };
    let lists = random.random_bool(0.5);
    (0..levels).fold(Value::Null, |inner, _| if lists { json!([inner]) } else { json!({ "in": inner }) })
}

/// A number that JSON can write and no value holds, and the one of [`NUMBERS`] in whose place it is written.
const OUT_OF_RANGE: &str = "1E400";
const REPLACED: &str = "2147483648";

const NUMBERS: [&str; 19] = [
    "0",
    "-0",
    "-0.0",
    "1",
    "-1",
    "1.0",
    "0.1",
    "1e-7",
    "1e21",
    "-1e308",
    "5e-324",
    REPLACED,
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "123456789012345678901234567890123456789012345678901234567890",
    "1.00000000000000000000000000000000000000001",
];

fn number(random: &mut StdRng) -> Value {
    if random.random_bool(0.4) {
        return Value::from(random.random_range(-10..100_000));
    }
    pgs_value::from_str(NUMBERS.choose(random).unwrap()).unwrap()
}

const TEXTS: [&str; 40] = [
    "",
    " ",
    "\n",
    "\t\r\n",
    "\u{0}",
    "a\u{0}b",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}x",
    "\u{202e}abc",
    "e\u{301}",
    "ﬀ",
    "İ",
    "ß",
    "\u{d7ff}",
    "\u{e000}",
    "\u{fffd}",
    "\u{10ffff}",
    "😀👩‍👩‍👧",
    "\"",
    "\\",
    "\\u0000",
    "{",
    "null",
    "../../etc/passwd",
    "/",
    "C:\\",
    "$.payload.member",
    "$.results.x.y",
    "{{timestamp}}",
    "{{$.inputs.n + 1}}",
    "{book_id}",
    "library::WF_LEND_BOOK_V0",
    "<suppressed>",
    "ADDR_00000000000000000000000000000000",
    "0x",
    "0xzz",
    "2026-02-30T25:61:61Z",
    "a@b",
];

/// Keys that are suppressed in some workflow.
const SECRET: [&str; 5] = ["email", "pickup_code", "code_mark", "mnemonic", "master_key"];

/// Words of the protocol and of traces.
const MEANT: [&str; 14] = [
    "status",
    "outputs",
    "full_name",
    "member_id",
    "target_ref",
    "STANDARD",
    "SUCCESS",
    "VIOLATION",
    "NOT_FOUND",
    "HAND_OVER",
    "DELIVERED",
    "payload",
    "capability_side_effects::CS_SEND_EMAIL_V0",
    "parcels/parcels.json",
];

/// Values that mean something to some workflow.
const WORDS: [&str; 16] = [
    "M_a937a8f2b8c2a987",
    "M_be008515a6109024",
    "0x00a1",
    "0x00b2",
    "P_24f66d3e6f0f04fd",
    "4711",
    "10",
    "SORT",
    "HAND_OVER",
    "LEND",
    "RETURN",
    "RESERVE",
    "2026-03-15T18:00:00Z",
    // Nobody's whose address is kept: where a payload repeats a secret, what was recorded shows it nowhere, and a
    // repetition, which does not know it, does.
    "eve@example.org",
    "in",
    "email",
];

fn text(random: &mut StdRng) -> String {
    match random.random_range(0..10) {
        0..4 => (*TEXTS.choose(random).unwrap()).to_owned(),
        4..8 => (*WORDS.choose(random).unwrap()).to_owned(),
        8 => (0..random.random_range(0..12)).map(|_| random.random::<char>()).collect(),
        _ => "x".repeat(random.random_range(0..5_000)),
    }
}

/// Texts that are no JSON object of the kind that is taken.
const DAMAGED: [&[u8]; 8] = [
    b"",
    b"[]",
    b"{\"a\": NaN}",
    b"{\"a\": \"\\ud800\"}",
    b"{\"a\": \"\xc3\x28\"}",
    b"\xef\xbb\xbf{}",
    b"{\"a\":1}{}",
    b"{'a':1}",
];

fn damage(text: &mut Vec<u8>, random: &mut StdRng) {
    match random.random_range(0..4) {
        0 => *text = DAMAGED.choose(random).unwrap().to_vec(),
        1 => text.truncate(random.random_range(0..text.len())),
        2 => {
            let n = random.random_range(0..text.len());
            text[n] = random.random();
        }
        _ => {
            // A key twice: the last one counts.
            let again = text[1..].to_vec();
            text.truncate(text.len() - 1);
            text.extend_from_slice(if text.len() > 1 { b"," } else { b"" });
            text.extend_from_slice(&again);
        }
    }
}
