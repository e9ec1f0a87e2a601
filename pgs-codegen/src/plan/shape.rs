//! The fields of a contract's structs: its inputs, its surface, and what its later steps read of earlier ones.

use pgs_protocol::protocol::{Contract, Schema, Type};

use super::{Field, StepResults, SurfaceField};
use crate::analysis::types::{ContractTypes, ResultType, ResultTypes};
use crate::names::{Scope, camel, snake};

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

    /// What is kept of this step under this key: of its raw result, or of what it maps.
    pub fn kept(&self, step: &str, raw: bool, key: &str) -> Option<(&StepResults, &Field)> {
        let results = self.results.iter().find(|results| results.step == step)?;
        let key = kept_key(raw, key);
        results.fields.iter().find(|field| field.key == key).map(|field| (results, field))
    }
}

/// The key under which something is kept: raw results have keys of their own.
fn kept_key(raw: bool, key: &str) -> String {
    if raw { format!("capability_result.{key}") } else { key.to_owned() }
}

/// The identifier and the variant of each step, and the scope of the identifiers: evaluations stand in it too.
pub fn step_names(contract: &Contract) -> (Vec<(String, String)>, Scope) {
    let mut functions = Scope::with(&["finish", "run"]);
    let mut variants = Scope::default();
    let names = contract.steps.iter().map(|step| step.name.as_str());
    let names = names.map(|name| (functions.claim(snake(name)), variants.claim_camel(camel(name)))).collect();
    (names, functions)
}

/// The shape of this contract, whose types these are.
pub fn shape(contract: &Contract, types: &ContractTypes) -> Shape {
    let inputs = inputs(contract, types);
    let surface = surface(contract, types, &inputs);
    Shape { surface, results: results(contract, types), inputs }
}

fn inputs(contract: &Contract, types: &ContractTypes) -> Vec<Field> {
    let mut scope = Scope::with(&["undeclared"]);
    let fields = types.inputs.iter().map(|input| {
        let declared = contract.inputs.iter().find(|(key, _)| key == &input.key).map(|(_, schema)| describe(schema));
        let doc = declared.unwrap_or_else(|| "Not declared by the contract, but read by its steps.".to_owned());
        field(&mut scope, &input.key, input.ty, doc)
    });
    fields.collect()
}

fn field(scope: &mut Scope, key: &str, ty: Type, doc: String) -> Field {
    Field { key: key.to_owned(), ident: scope.claim(snake(key)), ty, doc }
}

fn surface(contract: &Contract, types: &ContractTypes, inputs: &[Field]) -> Vec<SurfaceField> {
    let mut scope = Scope::with(&["undeclared"]);
    let fields = types.surface.iter().map(|it| {
        let declared = contract.outputs.iter().find(|(name, _)| name == &it.key).map(|(_, schema)| schema);
        let doc = match declared {
            _ if !it.mapped => "The input of this name.".to_owned(),
            Some(schema) => output_doc(schema),
            None => "Mapped by a step, not declared.".to_owned(),
        };
        let input = inputs.iter().find(|field| field.key == it.key).cloned();
        SurfaceField { field: field(&mut scope, &it.key, it.ty, doc), mapped: it.mapped, input }
    });
    fields.collect()
}

fn results(contract: &Contract, types: &ContractTypes) -> Vec<StepResults> {
    let mut type_names = Scope::with(&["Results"]);
    let (names, _) = step_names(contract);
    let steps = contract.steps.iter().zip(names);
    let results = steps.filter_map(|(step, (ident, _))| {
        let ResultTypes { values, .. } = types.results.iter().find(|results| results.step == step.name)?;
        Some(StepResults {
            ident,
            type_name: type_names.claim_camel(camel(&format!("{} Results", step.name))),
            step: step.name.clone(),
            fields: result_fields(values),
        })
    });
    results.collect()
}

fn result_fields(values: &[ResultType]) -> Vec<Field> {
    let mut scope = Scope::default();
    let fields = values.iter().map(|ResultType { raw, key, ty }| {
        let (name, doc) = if *raw {
            (format!("raw_{key}"), format!("`{key}` of the raw result."))
        } else {
            (key.clone(), format!("Output `{key}`."))
        };
        Field { key: kept_key(*raw, key), ident: scope.claim(snake(&name)), ty: *ty, doc }
    });
    fields.collect()
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

fn output_doc(schema: &Schema) -> String {
    let head = format!("Declared {}.", schema.ty().word());
    if schema.description.is_empty() { head } else { format!("{} {head}", sentence(&schema.description)) }
}
