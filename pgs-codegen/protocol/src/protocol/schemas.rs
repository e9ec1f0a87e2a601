//! Schemas as they are read: what a field declares becomes rules.
//!
//! Here nothing is wrong: a word that can't be taken is passed over, and `schema_words` has said so.

use pgs_value::Value;

use super::parts::Part;
use super::schema::{Format, Schema, Type};
use super::schema_words::Foreign;
use crate::diagnostic::Diagnostics;

impl<'a> Part<'a> {
    /// The schemas below `key`, by field.
    pub fn schemas(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<(String, Schema)> {
        let parts = self.objects(key, diagnostics);
        for (_, part) in &parts {
            part.check_schema(Foreign::Refused, diagnostics);
        }
        parts.into_iter().map(|(name, part)| (name.to_owned(), part.schema())).collect()
    }

    /// Says what is wrong with the schemas below `key`, of which nothing is executed.
    pub fn check_schemas(&self, key: &str, foreign: Foreign, diagnostics: &mut Diagnostics) {
        self.objects(key, diagnostics).iter().for_each(|(_, part)| part.check_schema(foreign, diagnostics));
    }

    /// This object as a schema.
    fn schema(&self) -> Schema {
        let words = self.type_words();
        let has = |word: &str| words.contains(&word);
        let hex = has("hex_string").then(|| Format::Hex { prefix: "0x".into(), optional: true });
        let list = |key: &str| self.fields.get(key).and_then(Value::as_array).filter(|list| !list.is_empty()).cloned();
        let mut fields = self.inner("fields");
        fields.extend(self.properties());
        Schema {
            types: if has("any") { Vec::new() } else { words.iter().copied().filter_map(type_of_word).collect() },
            nullable: has("null") || self.fields.get("nullable") == Some(&Value::Bool(true)),
            required: self.fields.get("required") == Some(&Value::Bool(true)),
            default: self.fields.get("default").filter(|value| !value.is_null()).cloned(),
            one_of: list("enum").or_else(|| list("allowed_values")),
            minimum: self.fields.get("minimum").filter(|value| value.is_number()).cloned(),
            min_items: self.fields.get("minItems").and_then(Value::as_u64),
            items: self.below("items").map(|part| Box::new(part.schema())),
            fields,
            format: self.format().or(hex),
            description: self.text("description").unwrap_or_default().trim().to_owned(),
            place: self.place.clone(),
        }
    }

    /// The words of `type`: one, or a list of them.
    pub(super) fn type_words(&self) -> Vec<&'a str> {
        match self.fields.get("type") {
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            word => word.and_then(Value::as_str).into_iter().collect(),
        }
    }

    /// The object at `key`, if there is one.
    pub(super) fn below(&self, key: &str) -> Option<Part<'a>> {
        let fields = self.fields.get(key)?.as_object()?;
        Some(Part { fields, place: self.place.at([key]) })
    }

    /// The schemas below `key` of a schema, by field.
    fn inner(&self, key: &str) -> Vec<(String, Schema)> {
        let Some(part) = self.below(key) else { return Vec::new() };
        part.fields.keys().filter_map(|name| Some((name.clone(), part.below(name)?.schema()))).collect()
    }

    /// JSON-schema style `properties`, whose required names stand in a list beside them.
    fn properties(&self) -> Vec<(String, Schema)> {
        let required = self.fields.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|it| it.as_str() == Some(name)));
        let mut schemas = self.inner("properties");
        for (name, schema) in &mut schemas {
            schema.required |= is_required(name);
        }
        schemas
    }

    fn format(&self) -> Option<Format> {
        match self.text("format")? {
            "email" => Some(Format::Email),
            "date-time" => Some(Format::DateTime),
            "hex" => Some(Format::Hex { prefix: self.text("prefix").unwrap_or_default().to_owned(), optional: false }),
            _ => None,
        }
    }
}

/// The type of a word; null is none, and a `hex_string` is a text.
fn type_of_word(word: &str) -> Option<Type> {
    match word {
        "hex_string" => Some(Type::Text),
        word => Type::of_word(word),
    }
}
