//! Parts of a frontmatter, each with the place where it stands.

use pgs_value::{Map, Value};

use super::binding::{self, Binding, Level};
use super::place::{Place, say};
use super::schema::{Format, Schema, Type};
use crate::diagnostic::{Code, Diagnostics};

/// An object of a frontmatter under its place.
#[derive(Clone)]
pub struct Part<'a> {
    /// The fields.
    pub fields: &'a Map<String, Value>,
    /// Where the object stands.
    pub place: Place,
}

impl<'a> Part<'a> {
    /// The text at `key`, if there is one.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.fields.get(key).and_then(Value::as_str)
    }

    /// The text at `key`; its absence is an error.
    pub fn required_text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a str> {
        let text = self.text(key);
        if text.is_none() {
            self.malformed(key, "a text", diagnostics);
        }
        text
    }

    /// The object at `key`; an empty one if the key is absent; anything else is an error.
    pub fn object(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Part<'a>> {
        match self.fields.get(key) {
            Some(Value::Object(fields)) => Some(Part { fields, place: self.place.at([key]) }),
            None | Some(Value::Null) => None,
            Some(_) => {
                self.malformed(key, "an object", diagnostics);
                None
            }
        }
    }

    /// The objects below `key`, by name.
    pub fn objects(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<(&'a str, Part<'a>)> {
        let Some(part) = self.object(key, diagnostics) else { return Vec::new() };
        part.fields.keys().filter_map(|name| Some((name.as_str(), part.object(name, diagnostics)?))).collect()
    }

    /// The texts below `key`, by name.
    pub fn texts(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
        let Some(part) = self.object(key, diagnostics) else { return Vec::new() };
        let mut texts = Vec::new();
        for name in part.fields.keys() {
            if let Some(text) = part.required_text(name, diagnostics) {
                texts.push((name.clone(), text.to_owned()));
            }
        }
        texts
    }

    /// The bindings below `key`, by name.
    pub fn bindings(&self, key: &str, level: Level, diagnostics: &mut Diagnostics) -> Vec<(String, Binding)> {
        let Some(part) = self.object(key, diagnostics) else { return Vec::new() };
        let mut bindings = Vec::new();
        for (name, value) in part.fields {
            match binding::parse(value, level) {
                Ok(binding) => bindings.push((name.clone(), binding)),
                Err(error) => {
                    let (message, remedy) = (error.to_string(), format!("write {}, or a literal", level.roots()));
                    say(diagnostics, Code::UnreadableBinding, &part.place.at([name.as_str()]), message, remedy);
                    // What is bound to something unreadable is bound all the same.
                    bindings.push((name.clone(), Binding::Literal(Value::Null)));
                }
            }
        }
        bindings
    }

    /// The schemas below `key`, by field.
    pub fn schemas(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<(String, Schema)> {
        let parts = self.objects(key, diagnostics);
        parts.into_iter().map(|(name, part)| (name.to_owned(), part.schema(diagnostics))).collect()
    }

    /// This object as a schema.
    pub fn schema(&self, diagnostics: &mut Diagnostics) -> Schema {
        let (types, null, hex) = self.types(diagnostics);
        let list = |key: &str| self.fields.get(key).and_then(Value::as_array).cloned();
        let mut fields = self.schemas("fields", diagnostics);
        fields.extend(self.properties(diagnostics));
        let format =
            self.format(diagnostics).or_else(|| hex.then(|| Format::Hex { prefix: "0x".into(), optional: true }));
        Schema {
            types,
            nullable: null || self.fields.get("nullable") == Some(&Value::Bool(true)),
            required: self.fields.get("required") == Some(&Value::Bool(true)),
            default: self.fields.get("default").filter(|value| !value.is_null()).cloned(),
            one_of: list("enum").or_else(|| list("allowed_values")),
            minimum: self.fields.get("minimum").filter(|value| value.is_number()).cloned(),
            min_items: self.fields.get("minItems").and_then(Value::as_u64),
            items: self.object("items", diagnostics).map(|part| Box::new(part.schema(diagnostics))),
            fields,
            format,
            description: self.text("description").unwrap_or_default().trim().to_owned(),
        }
    }

    /// JSON-schema style `properties`, whose required names stand in a list beside them.
    fn properties(&self, diagnostics: &mut Diagnostics) -> Vec<(String, Schema)> {
        let required = self.fields.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|it| it.as_str() == Some(name)));
        let mut schemas = self.schemas("properties", diagnostics);
        for (name, schema) in &mut schemas {
            schema.required |= is_required(name);
        }
        schemas
    }

    /// The declared types; whether null is one; whether `hex_string` is one.
    fn types(&self, diagnostics: &mut Diagnostics) -> (Vec<Type>, bool, bool) {
        let words: Vec<&Value> = match self.fields.get("type") {
            None => return (Vec::new(), false, false),
            Some(Value::Array(words)) => words.iter().collect(),
            Some(word) => vec![word],
        };
        let mut types = Vec::new();
        for word in &words {
            match word.as_str() {
                Some("null") => {}
                Some("hex_string") => types.push(Type::Text),
                Some(word) if Type::of_word(word).is_some() => types.extend(Type::of_word(word)),
                _ => self.malformed(
                    "type",
                    "string, hex_string, integer, number, boolean, object, array, any or null, or a list of these",
                    diagnostics,
                ),
            }
        }
        let has = |word: &str| words.iter().any(|it| it.as_str() == Some(word));
        if types.contains(&Type::Any) {
            types.clear();
        }
        (types, has("null"), has("hex_string"))
    }

    fn format(&self, diagnostics: &mut Diagnostics) -> Option<Format> {
        let format = match self.text("format")? {
            "email" => Format::Email,
            "date-time" => Format::DateTime,
            "hex" => Format::Hex { prefix: self.text("prefix").unwrap_or_default().to_owned(), optional: false },
            _ => {
                self.malformed("format", "email, date-time or hex", diagnostics);
                return None;
            }
        };
        Some(format)
    }

    /// Says that the part at `key` has the wrong shape.
    pub fn malformed(&self, key: &str, wanted: &str, diagnostics: &mut Diagnostics) {
        say(
            diagnostics,
            Code::MalformedArtifact,
            &self.place.at([key]),
            format!("`{key}` must be {wanted}"),
            "correct the artifact in its source and seal the snapshot again",
        );
    }
}
