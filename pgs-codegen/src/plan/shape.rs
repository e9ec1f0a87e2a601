//! The fields of a contract's structs: its inputs, its surface, and what its later steps read of earlier ones.

use pgs_protocol::protocol::{Contract, Schema, Step, Type};

use super::{Field, SurfaceField};
use crate::analysis::types::{ContractTypes, ResultType};
use crate::names::{Scope, camel, snake};

/// The fields of a contract's structs.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The inputs.
    pub inputs: Vec<Field>,
    /// The surface.
    pub surface: Vec<SurfaceField>,
    /// What is kept of steps, as the surface does not hold it.
    kept: Vec<StepField>,
}

/// A field for a value of a step that a later step reads.
#[derive(Clone, Debug)]
struct StepField {
    step: String,
    raw: bool,
    field: Field,
}

impl Shape {
    /// Declares these inputs besides, where they are not declared. They pass through to the surface.
    pub fn declare<'k>(&mut self, keys: impl Iterator<Item = &'k str>) {
        for key in keys {
            if self.input(key).is_some() {
                continue;
            }
            let taken: Vec<&str> = self.inputs.iter().map(|field| field.ident.as_str()).collect();
            let doc = "Not declared by the contract: it passes through.".to_owned();
            let input = field(&mut Scope::with(&taken), key, Type::Any, doc);
            match self.surface.iter_mut().find(|it| it.key() == key) {
                Some(SurfaceField::Mapped(mapped)) => {
                    let (mapped, input) = (mapped.clone(), input.clone());
                    self.surface.retain(|it| it.key() != key);
                    self.surface.push(SurfaceField::MappedOrInput { mapped, input });
                }
                Some(SurfaceField::Input(_) | SurfaceField::MappedOrInput { .. }) => {}
                None => self.surface.push(SurfaceField::Input(input.clone())),
            }
            self.inputs.push(input);
        }
    }

    /// The surface field of this key.
    pub fn surface(&self, key: &str) -> Option<&SurfaceField> {
        self.surface.iter().find(|it| it.key() == key)
    }

    /// The field that steps map to this key.
    pub fn mapped(&self, key: &str) -> Option<&Field> {
        match self.surface(key)? {
            SurfaceField::Mapped(field) | SurfaceField::MappedOrInput { mapped: field, .. } => Some(field),
            SurfaceField::Input(_) => None,
        }
    }

    /// The input of this key.
    pub fn input(&self, key: &str) -> Option<&Field> {
        self.inputs.iter().find(|field| field.key == key)
    }

    /// Where this value of a step is kept: of its raw result, or of what it maps.
    pub fn kept(&self, step: &str, raw: bool, key: &str) -> Option<&Field> {
        let kept = self.kept.iter().find(|it| it.step == step && it.raw == raw && it.field.key == key);
        kept.map(|it| &it.field)
    }

    /// Everything that is kept of steps.
    pub fn all_kept(&self) -> Vec<Field> {
        self.kept.iter().map(|it| it.field.clone()).collect()
    }
}

/// The identifier and the variant of each step, and the scope of the identifiers: evaluations stand in it too.
pub fn step_names(contract: &Contract) -> (Vec<(String, String)>, Scope) {
    let mut functions = Scope::of_methods(&["run"]);
    let mut variants = Scope::default();
    let names = contract.steps.iter().map(|step| step.name.as_str());
    let names = names.map(|name| (functions.claim(snake(name)), variants.claim_camel(camel(name)))).collect();
    (names, functions)
}

/// The shape of this contract, whose types these are.
pub fn shape(contract: &Contract, types: &ContractTypes) -> Shape {
    let inputs = inputs(contract, types);
    Shape { surface: surface(contract, types, &inputs), kept: kept(contract, types), inputs }
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
    let mut scope = Scope::with(&["inputs"]);
    let fields = types.surface.iter().filter_map(|it| {
        let input = inputs.iter().find(|field| field.key == it.key).cloned();
        if !it.mapped {
            return input.map(SurfaceField::Input);
        }
        let declared = contract.outputs.iter().find(|(name, _)| name == &it.key).map(|(_, schema)| schema);
        let doc = declared.map_or_else(|| "Mapped by a step, not declared.".to_owned(), output_doc);
        let mapped = field(&mut scope, &it.key, it.ty, doc);
        Some(match input {
            None => SurfaceField::Mapped(mapped),
            Some(input) => SurfaceField::MappedOrInput { mapped, input },
        })
    });
    fields.collect()
}

/// Fields of raw results, and what several steps map: the surface holds that of the last one.
fn kept(contract: &Contract, types: &ContractTypes) -> Vec<StepField> {
    let maps = |step: &Step, key: &str| step.outputs.iter().any(|(name, _)| name == key);
    let several = |key: &str| contract.steps.iter().filter(|step| maps(step, key)).count() > 1;
    let mut scope = Scope::with(&["bindings", "surface"]);
    let values = types.results.iter().flat_map(|results| results.values.iter().map(|value| (&results.step, value)));
    let kept =
        values.filter(|(_, value)| value.raw || several(&value.key)).map(|(step, ResultType { raw, key, ty })| {
            let (name, doc) = if *raw {
                (format!("{step}_raw_{key}"), format!("`{key}` of the raw result of step `{step}`."))
            } else {
                (format!("{step}_{key}"), format!("Output `{key}` of step `{step}`."))
            };
            let field = Field { key: key.clone(), ident: scope.claim(snake(&name)), ty: *ty, doc };
            StepField { step: step.clone(), raw: *raw, field }
        });
    kept.collect()
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
