//! JSON Schemas, draft 2020-12, of the machine blocks: for editors, on YAML and on sealed JSON alike.

use pgs_protocol::keys::{self, FORMATS, Form, Key, TYPES, Variant, WORDS, When, WordForm};
use pgs_value::{Map, Value, json};

use super::kind::title;
use crate::author::Kind;

/// The schema of a kind, as JSON.
pub fn of(kind: Kind) -> String {
    let core = object(&keys::of_core(kind.kind).collect::<Vec<_>>());
    let mut block = object(&keys::of_block(kind.kind).collect::<Vec<_>>());
    if let Some(place) = block.get_mut("properties").and_then(|it| it.get_mut("core")) {
        *place = core;
    }
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), format!("{}: the machine block", title(kind)).into());
    if let Value::Object(block) = block {
        schema.extend(block);
    }
    schema.insert("$defs".into(), json!({ "field": field() }));
    pgs_value::json::pretty(&Value::Object(schema)) + "\n"
}

/// An object with these keys and no others.
fn object(keys: &[&Key]) -> Value {
    let required: Vec<Value> = keys.iter().filter(|key| key.required).map(|key| key.name.into()).collect();
    let mut schema = json!({ "type": "object", "properties": properties(keys), "additionalProperties": false });
    if let (Value::Object(schema), false) = (&mut schema, required.is_empty()) {
        schema.insert("required".into(), Value::Array(required));
    }
    schema
}

fn properties(keys: &[&Key]) -> Value {
    Value::Object(keys.iter().map(|key| (key.name.to_owned(), property(key))).collect())
}

fn property(key: &Key) -> Value {
    let mut schema = form(key.form);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".into(), key.meaning.into());
    }
    schema
}

fn form(form: Form) -> Value {
    match form {
        Form::Text | Form::Reference(_) | Form::Condition => json!({ "type": "string" }),
        Form::OneOf(words) => json!({ "enum": words }),
        Form::Truth => json!({ "type": "boolean" }),
        Form::Texts | Form::References(_) => json!({ "type": "array", "items": { "type": "string" } }),
        Form::Bindings => json!({ "type": "object" }),
        Form::Schemas => json!({ "type": "object", "additionalProperties": { "$ref": "#/$defs/field" } }),
        Form::TextsByName(_) => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Form::Object(keys) => object(&keys.iter().collect::<Vec<_>>()),
        Form::Objects(_, keys) => {
            json!({ "type": "object", "additionalProperties": object(&keys.iter().collect::<Vec<_>>()) })
        }
        Form::Variants(_, keys, of) => json!({ "type": "object", "additionalProperties": variants(keys, of) }),
        Form::List(keys, of) => json!({ "type": "array", "minItems": 1, "items": variants(keys, of) }),
        Form::Value => json!({}),
    }
}

/// An object that is one of these. Which one is told by a key, so that an editor speaks of that one alone.
fn variants(keys: &[Key], variants: &[Variant]) -> Value {
    let all: Vec<Value> = variants.iter().map(|variant| if_then(keys, variant)).collect();
    let required: Vec<Value> = keys.iter().filter(|key| key.required).map(|key| key.name.into()).collect();
    let properties = properties(&keys.iter().collect::<Vec<_>>());
    let mut schema = json!({ "type": "object", "properties": properties, "required": required, "allOf": all });
    let told = variants.iter().filter_map(|variant| match variant.when {
        When::Has(key) => Some(json!({ "required": [key] })),
        When::Is(..) => None,
    });
    let told: Vec<Value> = told.collect();
    if let (Value::Object(schema), false) = (&mut schema, told.is_empty()) {
        schema.insert("anyOf".into(), Value::Array(told));
    }
    schema
}

fn if_then(keys: &[Key], variant: &Variant) -> Value {
    let mut then = object(&keys.iter().chain(variant.keys).collect::<Vec<_>>());
    if let (Value::Object(then), false) = (&mut then, variant.any_of.is_empty()) {
        let any: Vec<Value> = variant.any_of.iter().map(|key| json!({ "required": [key] })).collect();
        then.insert("anyOf".into(), Value::Array(any));
    }
    let when = match variant.when {
        When::Is(key, word) => {
            let properties: Map<String, Value> = [(key.to_owned(), json!({ "const": word }))].into_iter().collect();
            json!({ "properties": properties, "required": [key] })
        }
        When::Has(key) => json!({ "required": [key] }),
    };
    json!({ "if": when, "then": then })
}

/// The schema of a field.
fn field() -> Value {
    let words = WORDS.iter().map(|word| {
        let mut schema = word_form(word.form);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".into(), word.meaning.into());
        }
        (word.name.to_owned(), schema)
    });
    let properties: Map<String, Value> = words.collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn word_form(form: WordForm) -> Value {
    let types = || json!({ "enum": TYPES });
    let field = || json!({ "$ref": "#/$defs/field" });
    match form {
        WordForm::Types => {
            json!({ "anyOf": [types(), { "type": "array", "items": types(), "minItems": 1, "uniqueItems": true }] })
        }
        WordForm::Truth => json!({ "type": "boolean" }),
        WordForm::Required => {
            json!({ "anyOf": [{ "type": "boolean" }, { "type": "array", "items": { "type": "string" }, "uniqueItems": true }] })
        }
        WordForm::Values => json!({ "type": "array", "minItems": 1 }),
        WordForm::Number => json!({ "type": "number" }),
        WordForm::Count => json!({ "type": "integer", "minimum": 0 }),
        WordForm::Schema => field(),
        WordForm::Schemas => json!({ "type": "object", "additionalProperties": field() }),
        WordForm::Format => json!({ "enum": FORMATS }),
        WordForm::Text => json!({ "type": "string" }),
        WordForm::Value | WordForm::Prose => json!({}),
    }
}
