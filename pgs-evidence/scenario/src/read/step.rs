//! A step, and what is expected of it.

use pgs_rt::{Admission, Map, Timestamp, Value};

use super::fields::Fields;
use crate::scenario::{Answers, Expected, Given, Step, TraceOrder};
use crate::stand_in::ERROR;

/// What holds for steps that do not say otherwise.
#[derive(Clone)]
pub struct Defaults {
    pub workflow: Option<String>,
    pub payload: Map<String, Value>,
    pub admission: Admission,
    pub trace_order: TraceOrder,
    pub time: Timestamp,
    pub random: Vec<Vec<u8>>,
    pub answers: Vec<Answers>,
    pub seed_data: Map<String, Value>,
}

impl Defaults {
    /// What these fields say, and for the rest what holds outside of them.
    pub fn of(fields: &mut Fields<'_>, outer: &Self) -> Self {
        let inner = Self::of_step(fields, outer);
        let orders = [("ordered", TraceOrder::Ordered), ("any", TraceOrder::Any)];
        let trace_order = fields.word("trace_order", &orders).unwrap_or(outer.trace_order);
        let mut seed_data = outer.seed_data.clone();
        seed_data.extend(fields.object("seed_data").unwrap_or_default());
        Self { trace_order, seed_data, ..inner }
    }

    fn of_step(fields: &mut Fields<'_>, outer: &Self) -> Self {
        let modes = [("enforce", Admission::Enforce), ("observe", Admission::Observe)];
        Self {
            workflow: fields.text("wf").or_else(|| outer.workflow.clone()),
            payload: fields.object("payload").unwrap_or_else(|| outer.payload.clone()),
            admission: fields.word("admission", &modes).unwrap_or(outer.admission),
            time: time(fields).unwrap_or(outer.time),
            random: random(fields).unwrap_or_else(|| outer.random.clone()),
            answers: answers(fields, &outer.answers),
            ..outer.clone()
        }
    }
}

fn time(fields: &mut Fields<'_>) -> Option<Timestamp> {
    let text = fields.text("time")?;
    let time = text.parse().ok();
    if time.is_none() {
        fields.wrong("time", format_args!("`{text}` is no time as in 2026-01-05T09:30:00Z"));
    }
    time
}

fn random(fields: &mut Fields<'_>) -> Option<Vec<Vec<u8>>> {
    let draws: Option<Vec<Vec<u8>>> = fields.list("random")?.iter().map(|draw| bytes(draw.as_str()?)).collect();
    if draws.is_none() {
        fields.wrong("random", "`random` is a list of hex digits, one text a draw");
    }
    draws
}

/// The bytes that hex digits stand for.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|digit| digit.to_digit(16).and_then(|it| it.try_into().ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

/// The answers of these fields, before those outside of them.
fn answers(fields: &mut Fields<'_>, outer: &[Answers]) -> Vec<Answers> {
    let mut list = Vec::new();
    for (key, given) in fields.object("answers").unwrap_or_default() {
        match given_of(given) {
            Ok(given) => list.push(Answers::with_key(&key, given)),
            Err(problem) => fields.wrong_at(&["answers", &key], problem),
        }
    }
    let is_said = |it: &&Answers| !list.iter().any(|said: &Answers| said.key() == it.key());
    let shared = |it: &Answers| Answers { shared: true, ..it.clone() };
    let rest: Vec<Answers> = outer.iter().filter(is_said).map(shared).collect();
    list.into_iter().chain(rest).collect()
}

impl Answers {
    /// What a step answers, in one text: its key, `=`, and a status, or an answer as JSON. It is there for many steps.
    pub fn of_text(text: &str) -> Option<Self> {
        let (key, answer) = text.split_once('=')?;
        let answer = pgs_rt::json::parse(answer).unwrap_or_else(|_| answer.into());
        let given = given_of(answer).ok().filter(|_| !key.is_empty())?;
        Some(Self { shared: true, ..Self::with_key(key, given) })
    }

    fn with_key(key: &str, given: Given) -> Self {
        let (contract, step) = match key.rsplit_once('.') {
            Some((contract, step)) => (Some(contract.to_owned()), step.to_owned()),
            None => (None, key.to_owned()),
        };
        Self { contract, step, given, shared: false }
    }
}

fn given_of(given: Value) -> Result<Given, &'static str> {
    const FORM: &str = "an answer is a status, an object with `status` or `error`, or a list of these, one a call";
    match given {
        Value::Array(list) => {
            list.into_iter().map(|it| answer(it).ok_or(FORM)).collect::<Result<_, _>>().map(Given::InTurn)
        }
        one => answer(one).map(Given::Always).ok_or(FORM),
    }
}

/// A status alone is an answer without outputs.
fn answer(value: Value) -> Option<Value> {
    match value {
        Value::String(_) => Some(pgs_rt::object([("status", value)])),
        Value::Object(object) => {
            let is_said = |key: &str| object.get(key).is_some_and(Value::is_string);
            (is_said("status") != is_said(ERROR)).then_some(Value::Object(object))
        }
        _ => None,
    }
}

/// The steps of a list.
pub fn steps(list: Vec<Value>, defaults: &Defaults, fields: &mut Fields<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (n, item) in list.into_iter().enumerate() {
        let at = n.to_string();
        match item {
            Value::Object(object) => {
                let fields = fields.inner(object, &["steps", &at]);
                steps.extend(step(fields, defaults));
            }
            _ => fields.wrong_at(&["steps", &at], "a step is an object with `wf` and `payload`"),
        }
    }
    steps
}

fn step(mut fields: Fields<'_>, outer: &Defaults) -> Option<Step> {
    let Defaults { workflow, payload, admission, time, random, answers, .. } = Defaults::of_step(&mut fields, outer);
    if workflow.is_none() && !fields.has_wrong("wf") {
        fields.wrong("", "it names no workflow; add `wf`");
    }
    let trace_id_suffix = fields.text("trace_id_suffix");
    let expect = match fields.object("expect") {
        Some(object) => expected(fields.inner(object, &["expect"])),
        None => Some(Expected::default()),
    };
    let is_whole = fields.ends();
    let (workflow, expect) = workflow.zip(expect).filter(|_| is_whole)?;
    Some(Step { workflow, payload, admission, time, random, answers, trace_id_suffix, expect })
}

fn expected(mut fields: Fields<'_>) -> Option<Expected> {
    let exit = match fields.take("exit") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(Value::String(node)) => Some(Some(node)),
        Some(_) => {
            fields.wrong("exit", "`exit` is the key of an EXIT node, or null: the run ends for want of an edge");
            None
        }
    };
    let expected = Expected {
        status: fields.text("status"),
        exit,
        surface: fields.take("surface"),
        effects: fields.objects("effects"),
        violations: fields.objects("violations"),
        trace: fields.list("trace"),
        error: fields.text("error"),
    };
    fields.ends().then_some(expected)
}
