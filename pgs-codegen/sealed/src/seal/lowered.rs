//! A transform as it is called (`ct_ir`): an atom as one call, a molecule with the bodies of those that it runs.

use pgs_value::{Map, Value, json};

use super::composition::Members;
use super::error::{SealError, SealProblem};
use super::source::Source;
use crate::difference::object;

/// How deep molecules stand within each other at most.
const DEPTH: usize = 32;

/// The symbol of the result of an atom.
const ATOM_RESULT: &str = "__atom_result__";

/// How a transform is called.
pub fn transform(source: &Source, members: &Members<'_>) -> Result<Map<String, Value>, SealError> {
    let Body { stream, outputs } = body(source, members, DEPTH)?;
    let call = json!({
        "artifact_code": source.code,
        "ct_fqdn": source.fqdn,
        "ct_composition_version": "V0",
        "inputs": source.at(&["core", "inputs"]).cloned().unwrap_or_default(),
        "outputs": outputs,
        "atom_stream": stream,
    });
    match call {
        Value::Object(call) => Ok(call),
        _ => Ok(Map::new()),
    }
}

/// The types of a transform's inputs, by name.
pub fn input_types(source: &Source) -> Value {
    let word = |it: &Value| it.get("type").cloned().unwrap_or_else(|| "any".into());
    object(fields(source, "inputs").map(|(name, it)| (name.clone(), word(it))))
}

/// What a transform runs, and what of it becomes its outputs.
struct Body {
    stream: Value,
    outputs: Value,
}

fn fields<'s>(source: &'s Source, key: &str) -> impl Iterator<Item = (&'s String, &'s Value)> {
    source.at(&["core", key]).and_then(Value::as_object).into_iter().flatten()
}

fn is_molecule(source: &Source) -> bool {
    source.at(&["machine", "ct_kind"]).and_then(Value::as_str) == Some("molecule")
}

fn of_symbol(symbol: &Value) -> Value {
    object([("from", symbol.clone())])
}

fn body(source: &Source, members: &Members<'_>, depth: usize) -> Result<Body, SealError> {
    if !is_molecule(source) {
        let args = object(fields(source, "inputs").map(|(name, _)| (name.clone(), format!("$.inputs.{name}").into())));
        let mut step = atom(source);
        step.extend([("out".to_owned(), ATOM_RESULT.into()), ("args".to_owned(), args)]);
        let outputs = object(fields(source, "outputs").map(|(name, _)| (name.clone(), of_symbol(&ATOM_RESULT.into()))));
        return Ok(Body { stream: Value::Array(vec![Value::Object(step)]), outputs });
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Err(source.wrong("/machine/atom_stream", SealProblem::Depth(DEPTH)));
    };
    let steps = source.at(&["machine", "atom_stream"]).and_then(Value::as_array);
    let (key, wanted) = ("atom_stream", "list of steps");
    let steps = steps.ok_or_else(|| source.wrong("/machine/atom_stream", SealProblem::Form { key, wanted }))?;
    let steps = steps.iter().enumerate().map(|(n, it)| step(source, it, n, members, depth));
    let stream = steps.collect::<Result<Vec<_>, _>>()?.into();
    let emit = source.at(&["machine", "emit"]).and_then(Value::as_object).into_iter().flatten();
    Ok(Body { stream, outputs: object(emit.map(|(name, symbol)| (name.clone(), of_symbol(symbol)))) })
}

/// What a step says of the atom that it runs.
fn atom(source: &Source) -> Map<String, Value> {
    let of_machine = |key: &str| source.at(&["machine", key]).cloned().unwrap_or_default();
    [
        ("atom".to_owned(), source.fqdn.as_str().into()),
        ("purity".to_owned(), of_machine("ct_purity")),
        ("handler_ref".to_owned(), of_machine("implementation")),
    ]
    .into_iter()
    .collect()
}

fn step(source: &Source, written: &Value, n: usize, members: &Members<'_>, depth: usize) -> Result<Value, SealError> {
    let pointer = format!("/machine/atom_stream/{n}");
    let wrong = |problem| source.wrong(&pointer, problem);
    let text = |key: &'static str| {
        let form = SealProblem::Form { key, wanted: "text" };
        written.get(key).and_then(Value::as_str).ok_or_else(|| wrong(form))
    };
    let kind = text("kind")?;
    let called = text(if kind == "atom" { "atom" } else { "molecule" })?;
    let called = members
        .all
        .get(called)
        .copied()
        .filter(|it| it.kind.artifact_type == "CT")
        .ok_or_else(|| wrong(SealProblem::UnknownTransform(called.to_owned())))?;
    let given = |key: &str| written.get(key).cloned().unwrap_or_else(|| object::<String>([]));
    let mut step = match (kind, is_molecule(called)) {
        ("atom", false) => atom(called),
        ("atom", true) => return Err(wrong(SealProblem::NoAtom(called.fqdn.clone()))),
        ("molecule" | "loop", true) => molecule(called, members, depth)?,
        ("molecule" | "loop", false) => return Err(wrong(SealProblem::NoMolecule(called.fqdn.clone()))),
        _ => return Err(wrong(SealProblem::Form { key: "kind", wanted: "`atom`, `molecule` or `loop`" })),
    };
    step.insert("out".to_owned(), text("as")?.into());
    step.insert("input_types".to_owned(), input_types(called));
    if kind == "loop" {
        let keys = ["over", "iterator", "accumulator", "inputs", "update_accumulator"];
        step.insert("loop".to_owned(), object(keys.map(|key| (key, given(key)))));
    } else {
        step.insert("args".to_owned(), given("with"));
    }
    Ok(Value::Object(step))
}

/// What a step says of the molecule that it runs.
fn molecule(source: &Source, members: &Members<'_>, depth: usize) -> Result<Map<String, Value>, SealError> {
    let Body { stream, outputs } = body(source, members, depth)?;
    Ok([
        ("atom".to_owned(), source.fqdn.as_str().into()),
        ("purity".to_owned(), source.at(&["machine", "ct_purity"]).cloned().unwrap_or_default()),
        ("molecule".to_owned(), object([("atom_stream", stream), ("outputs", outputs)])),
    ]
    .into_iter()
    .collect())
}
