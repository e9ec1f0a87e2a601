//! The shape of a contract: its inputs, its surface, and what its later steps read of earlier ones.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::Output;
use pgs_protocol::protocol::{Binding, Call, Contract, Operand, Path, Protocol, Root, Schema, Step, Type, type_of};

use super::names::{Scope, camel, snake};
use super::{Field, StepResults, SurfaceField};
use crate::capabilities;

/// The fields of a contract's structs.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The inputs.
    pub inputs: Vec<Field>,
    /// The surface.
    pub surface: Vec<SurfaceField>,
    /// What is kept of each step.
    pub results: Vec<StepResults>,
}

impl Shape {
    /// The surface field of this key.
    pub fn surface(&self, key: &str) -> Option<&SurfaceField> {
        self.surface.iter().find(|it| it.field.key == key)
    }

    /// The input of this key.
    pub fn input(&self, key: &str) -> Option<&Field> {
        self.inputs.iter().find(|field| field.key == key)
    }

    /// What is kept of this step under this key; raw results have keys of their own, see [`raw_key`].
    pub fn kept(&self, step: &str, key: &str) -> Option<(&StepResults, &Field)> {
        let results = self.results.iter().find(|results| results.step == step)?;
        results.fields.iter().find(|field| field.key == key).map(|field| (results, field))
    }
}

/// The identifier and the variant of each step, and the scope of the identifiers: evaluations stand in it too.
pub fn step_names(contract: &Contract) -> (Vec<(String, String)>, Scope) {
    let mut functions = Scope::with(&["finish", "run"]);
    let mut variants = Scope::default();
    let names = contract.steps.iter().map(|step| step.name.as_str());
    let names = names.map(|name| (functions.claim(snake(name)), variants.claim_camel(camel(name)))).collect();
    (names, functions)
}

/// The key under which a field of a raw result is kept.
pub fn raw_key(field: &str) -> String {
    format!("capability_result.{field}")
}

/// The shape of this contract.
///
/// `reachable` are the steps that can be reached, by index: nothing is kept for the others.
pub fn shape(contract: &Contract, protocol: &Protocol, reachable: &BTreeSet<usize>) -> Shape {
    let inputs = inputs(contract);
    let mapped = mapped_types(contract, protocol);
    let results = results(contract, protocol, &mapped, reachable);
    let surface = surface(contract, &inputs, &mapped);
    Shape { inputs, surface, results }
}

/// Declared inputs, then those that steps read all the same.
fn inputs(contract: &Contract) -> Vec<Field> {
    let mut scope = Scope::with(&["undeclared"]);
    let mut fields: Vec<Field> =
        contract.inputs.iter().map(|(key, schema)| field(&mut scope, key, schema.ty(), describe(schema))).collect();
    for path in paths(contract, |_| true) {
        if let Path { root: Root::Input, keys } = path
            && let Some(key) = keys.first()
            && !fields.iter().any(|field| &field.key == key)
        {
            let doc = "Not declared by the contract, but read by its steps.".to_owned();
            fields.push(field(&mut scope, key, Type::Any, doc));
        }
    }
    fields
}

fn field(scope: &mut Scope, key: &str, ty: Type, doc: String) -> Field {
    Field { key: key.to_owned(), ident: scope.claim(snake(key)), ty, doc }
}

/// What the protocol says about a field, for its doc comment.
pub fn describe(schema: &Schema) -> String {
    let mut words = vec![if schema.required { "Required" } else { "Optional" }.to_owned()];
    let types: Vec<&str> = schema.types.iter().map(|ty| ty.word()).collect();
    words.push(if types.is_empty() { "value of any type".to_owned() } else { types.join(" or ") });
    if let Some(default) = &schema.default {
        words.push(format!("(default `{default}`)"));
    }
    let head = format!("{}.", words.join(" "));
    if schema.description.is_empty() { head } else { format!("{} {head}", sentence(&schema.description)) }
}

fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// Every path in the pipeline and its evaluations, where inputs and steps are concerned.
fn paths(contract: &Contract, of_step: impl Fn(usize) -> bool) -> Vec<Path> {
    let mut paths = Vec::new();
    for (_, step) in contract.steps.iter().enumerate().filter(|(n, _)| of_step(*n)) {
        for (_, binding) in step.inputs.iter().chain(&step.outputs) {
            collect(binding, &mut paths);
        }
    }
    for evaluation in contract.evaluations.values() {
        for operand in [&evaluation.condition.left, &evaluation.condition.right] {
            if let Operand::Input(keys) = operand {
                paths.push(Path { root: Root::Input, keys: keys.clone() });
            }
        }
    }
    paths
}

fn collect(binding: &Binding, paths: &mut Vec<Path>) {
    match binding {
        Binding::Path(path) | Binding::Plus { path, .. } => paths.push(path.clone()),
        Binding::Object(fields) => fields.iter().for_each(|(_, inner)| collect(inner, paths)),
        Binding::List(items) => items.iter().for_each(|inner| collect(inner, paths)),
        Binding::Literal(_) | Binding::Timestamp => {}
    }
}

/// The type of every mapped output, by step and key.
type Mapped = BTreeMap<(String, String), Type>;

fn mapped_types(contract: &Contract, protocol: &Protocol) -> Mapped {
    let mut mapped = Mapped::new();
    for step in &contract.steps {
        let raw = raw_outputs(step, protocol);
        for (key, binding) in &step.outputs {
            let declared = contract.outputs.iter().find(|(name, _)| name == key).map(|(_, schema)| schema.ty());
            let ty = declared.unwrap_or_else(|| binding_type(binding, contract, &raw, &mapped));
            mapped.insert((step.name.clone(), key.clone()), ty);
        }
    }
    mapped
}

fn binding_type(binding: &Binding, contract: &Contract, raw: &[Output], mapped: &Mapped) -> Type {
    let path = match binding {
        Binding::Literal(value) => return type_of(value),
        Binding::Timestamp => return Type::Text,
        Binding::Plus { .. } => return Type::Integer,
        Binding::Object(_) => return Type::Object,
        Binding::List(_) => return Type::Array,
        Binding::Path(path) => path,
    };
    let [key] = path.keys.as_slice() else { return Type::Any };
    match &path.root {
        Root::Raw => raw.iter().find(|output| &output.name == key).map_or(Type::Any, |output| output.ty),
        Root::Step(step) => mapped.get(&(step.clone(), key.clone())).copied().unwrap_or(Type::Any),
        Root::Input => {
            contract.inputs.iter().find(|(name, _)| name == key).map_or(Type::Any, |(_, schema)| schema.ty())
        }
        Root::StepRaw(_) | Root::Payload | Root::Node(_) => Type::Any,
    }
}

/// What later steps and evaluations read of each step.
fn results(contract: &Contract, protocol: &Protocol, mapped: &Mapped, reachable: &BTreeSet<usize>) -> Vec<StepResults> {
    let mut read: BTreeMap<String, BTreeSet<(bool, String)>> = BTreeMap::new();
    for Path { root, keys } in paths(contract, |n| reachable.contains(&n)) {
        let Some(key) = keys.first().cloned() else { continue };
        match root {
            Root::Step(step) => read.entry(step).or_default().insert((false, key)),
            Root::StepRaw(step) => read.entry(step).or_default().insert((true, key)),
            _ => false,
        };
    }
    for (step, key) in evaluated_raw(contract) {
        read.entry(step).or_default().insert((true, key));
    }
    let mut types = Scope::with(&["Results"]);
    let (names, _) = step_names(contract);
    let steps = contract.steps.iter().zip(names);
    let kept = steps.filter_map(|(step, (ident, _))| {
        let fields = kept_fields(step, read.get(&step.name)?, protocol, mapped);
        (!fields.is_empty()).then(|| StepResults {
            ident,
            type_name: types.claim_camel(camel(&format!("{} Results", step.name))),
            step: step.name.clone(),
            fields,
        })
    });
    kept.collect()
}

fn kept_fields(step: &Step, read: &BTreeSet<(bool, String)>, protocol: &Protocol, mapped: &Mapped) -> Vec<Field> {
    let raw = raw_outputs(step, protocol);
    let mut scope = Scope::default();
    let fields = read.iter().filter_map(|(is_raw, key)| {
        if *is_raw {
            let output = raw.iter().find(|output| &output.name == key)?;
            let doc = format!("`{key}` of the raw result.");
            return Some(Field {
                key: raw_key(key),
                ident: scope.claim(snake(&format!("raw_{key}"))),
                ty: output.ty,
                doc,
            });
        }
        let ty = *mapped.get(&(step.name.clone(), key.clone()))?;
        Some(field(&mut scope, key, ty, format!("Output `{key}`.")))
    });
    fields.collect()
}

/// Fields of raw results that an evaluation reads, with the step that leads to it.
fn evaluated_raw(contract: &Contract) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for step in &contract.steps {
        for (_, route) in &step.routes {
            let pgs_protocol::protocol::Route::Evaluation(name) = route else { continue };
            let Some(evaluation) = contract.evaluations.get(name) else { continue };
            for operand in [&evaluation.condition.left, &evaluation.condition.right] {
                match operand {
                    Operand::Raw(keys) => found.extend(keys.first().map(|key| (step.name.clone(), key.clone()))),
                    // A name that no step maps may be a field of the raw result.
                    Operand::Output(keys) if !maps(contract, keys) => {
                        found.extend(keys.first().map(|key| (step.name.clone(), key.clone())));
                    }
                    _ => {}
                }
            }
        }
    }
    found
}

/// Whether a step maps the output that starts this path.
pub fn maps(contract: &Contract, keys: &[String]) -> bool {
    keys.first().is_some_and(|key| contract.steps.iter().any(|step| step.outputs.iter().any(|(name, _)| name == key)))
}

/// Mapped outputs in the order of the steps, then the inputs that no step maps.
fn surface(contract: &Contract, inputs: &[Field], mapped: &Mapped) -> Vec<SurfaceField> {
    let mut scope = Scope::with(&["undeclared"]);
    let mut fields: Vec<SurfaceField> = Vec::new();
    for step in &contract.steps {
        for (key, _) in &step.outputs {
            let ty = mapped.get(&(step.name.clone(), key.clone())).copied().unwrap_or(Type::Any);
            if let Some(known) = fields.iter_mut().find(|it| &it.field.key == key) {
                known.field.ty = common(known.field.ty, ty);
                continue;
            }
            let input = inputs.iter().find(|field| &field.key == key).cloned();
            let declared = contract.outputs.iter().find(|(name, _)| name == key).map(|(_, schema)| schema);
            let doc = declared.map_or_else(|| "Mapped by a step, not declared.".to_owned(), output_doc);
            fields.push(SurfaceField { field: field(&mut scope, key, ty, doc), mapped: true, input });
        }
    }
    for input in inputs {
        if !fields.iter().any(|it| it.field.key == input.key) {
            let field = field(&mut scope, &input.key, input.ty, "The input of this name.".into());
            fields.push(SurfaceField { field, mapped: false, input: Some(input.clone()) });
        }
    }
    fields
}

fn output_doc(schema: &Schema) -> String {
    let head = format!("Declared {}.", schema.ty().word());
    if schema.description.is_empty() { head } else { format!("{} {head}", sentence(&schema.description)) }
}

fn common(one: Type, other: Type) -> Type {
    if one == other { one } else { Type::Any }
}

/// The raw result of a step: what its capability answers.
pub fn raw_outputs(step: &Step, protocol: &Protocol) -> Vec<Output> {
    match &step.call {
        Call::Transform { fqdn, .. } => {
            capabilities::transform(fqdn, protocol).map(|it| it.outputs).unwrap_or_default()
        }
        Call::SideEffect { fqdn, op } => {
            let operation = capabilities::operation(fqdn, op, protocol);
            let mut outputs = operation.map(|(_, it)| it.outputs.clone()).unwrap_or_default();
            outputs.push(Output { name: "result_status".into(), ty: Type::Text, optional: false });
            outputs
        }
    }
}
