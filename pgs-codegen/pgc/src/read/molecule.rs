//! Molecules as they were lowered (`ct_ir`): the bodies of those that they run stand within them.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{
    Molecule, MoleculeLoop, MoleculeRoot, MoleculeRun, MoleculeStep, MoleculeValue, Part, say,
};
use pgs_sealed::ArtifactType;
use pgs_value::Value;

use super::reader::Reader;

/// How deep molecules stand within each other at most.
pub const DEPTH: usize = 32;

/// Reads a molecule, which holds others as deep as this.
pub fn read(reader: &mut Reader<'_>, part: &Part<'_>, depth: usize) -> Option<Molecule> {
    let Some(depth) = depth.checked_sub(1) else {
        let message = format!("molecules stand more than {DEPTH} deep within each other");
        say(reader.diagnostics, Code::MalformedArtifact, &part.place, message, "compile the domain again");
        return None;
    };
    let Some(Value::Array(stream)) = part.fields.get("atom_stream") else {
        part.malformed("atom_stream", "a list of steps", reader.diagnostics);
        return None;
    };
    let mut steps = Vec::new();
    for (n, step) in stream.iter().enumerate() {
        let Value::Object(fields) = step else {
            part.malformed("atom_stream", "a list of steps", reader.diagnostics);
            return None;
        };
        let place = part.place.at(["atom_stream", n.to_string().as_str()]);
        steps.push(self::step(reader, &Part { fields, place }, depth)?);
    }
    let outputs = part.objects("outputs", reader.diagnostics).into_iter();
    let outputs = outputs.map(|(name, from)| {
        let symbol = from.required_text("from", reader.diagnostics)?;
        Some((name.to_owned(), symbol.to_owned()))
    });
    let outputs: Option<Vec<_>> = outputs.collect();
    let molecule = Molecule { steps, outputs: outputs? };
    for (name, symbol) in &molecule.outputs {
        if !molecule.steps.iter().any(|step| step.symbol == *symbol) {
            let message = format!("`{name}` is taken from `{symbol}`, which no step sets");
            let place = part.place.at(["outputs", name.as_str(), "from"]);
            say(reader.diagnostics, Code::UnknownStep, &place, message, "name the symbol of a step");
        }
    }
    Some(molecule)
}

fn step(reader: &mut Reader<'_>, part: &Part<'_>, depth: usize) -> Option<MoleculeStep> {
    let symbol = part.required_text("out", reader.diagnostics)?.to_owned();
    let fqdn = part.required_text("atom", reader.diagnostics)?;
    let transform = reader.resolve(fqdn, &ArtifactType::Transform, &part.place.at(["atom"]))?;
    let body = part.object("molecule", reader.diagnostics);
    let run = match (part.object("loop", reader.diagnostics), body) {
        (Some(it), Some(body)) => MoleculeRun::Loop(Box::new(MoleculeLoop {
            over: value(it.fields.get("over").unwrap_or(&Value::Null), &it, "over", reader.diagnostics),
            accumulator: values(&it, "accumulator", reader.diagnostics),
            inputs: values(&it, "inputs", reader.diagnostics),
            update: updates(&it, reader.diagnostics),
            body: read(reader, &body, depth)?,
        })),
        (None, Some(body)) => MoleculeRun::Molecule {
            arguments: values(part, "args", reader.diagnostics),
            body: read(reader, &body, depth)?,
        },
        (None, None) => MoleculeRun::Atom {
            purity: reader.purity(part, "purity")?,
            arguments: values(part, "args", reader.diagnostics),
        },
        (Some(_), None) => {
            part.malformed("molecule", "the molecule that the loop repeats", reader.diagnostics);
            return None;
        }
    };
    Some(MoleculeStep { symbol, transform, run })
}

/// The values below `key`, by name.
fn values(part: &Part<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<(String, MoleculeValue)> {
    let Some(part) = part.object(key, diagnostics) else { return Vec::new() };
    part.fields.iter().map(|(name, it)| (name.clone(), value(it, &part, name, diagnostics))).collect()
}

/// A value: a path, or a literal in which nothing is looked for.
fn value(value: &Value, part: &Part<'_>, key: &str, diagnostics: &mut Diagnostics) -> MoleculeValue {
    let Some(path) = value.as_str().and_then(|text| text.strip_prefix("$.")) else {
        return MoleculeValue::Literal(value.clone());
    };
    let parts: Vec<&str> = path.split('.').collect();
    let keys = |from: usize| parts.get(from..).unwrap_or_default().iter().map(ToString::to_string).collect();
    let (root, from) = match parts.as_slice() {
        ["inputs", ..] => (MoleculeRoot::Inputs, 1),
        ["iterator", ..] => (MoleculeRoot::Iterator, 1),
        ["accumulator", ..] => (MoleculeRoot::Accumulator, 1),
        ["results", symbol, ..] | [symbol, ..] if !symbol.is_empty() => {
            let from = if parts.first() == Some(&"results") { 2 } else { 1 };
            (MoleculeRoot::Symbol((*symbol).to_owned()), from)
        }
        _ => {
            part.malformed(key, "a path or a literal", diagnostics);
            return MoleculeValue::Literal(value.clone());
        }
    };
    MoleculeValue::Path { root, keys: keys(from) }
}

/// What each pass makes of the accumulator.
fn updates(part: &Part<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, Vec<String>)> {
    let mut updates = Vec::new();
    for (name, path) in part.texts("update_accumulator", diagnostics) {
        let Some(keys) = path.strip_prefix("$.results.") else {
            let within = part.object("update_accumulator", diagnostics).unwrap_or_else(|| part.clone());
            within.malformed(&name, "a path of the form `$.results.FIELD`", diagnostics);
            continue;
        };
        updates.push((name, keys.split('.').map(str::to_owned).collect()));
    }
    updates
}
