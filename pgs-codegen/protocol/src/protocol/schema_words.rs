//! The words of schemas: which there are, which form their values have, and which rules could never be broken.
//!
//! A rule that is written and does not exist is worse than none: its author relies on it. So a schema holds known words
//! in their right form, and nothing else (docs/reference/schemas.md).

use pgs_value::Value;

use super::parts::Part;
use super::place::say;
use crate::diagnostic::{Code, Diagnostics};
use crate::keys::{FORMATS, TYPES, WORDS, Word, WordForm};
use crate::near;

/// What becomes of words that JSON Schema has and protocols do not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// The schema is enforced, or read by whoever trusts it: such a word is an error.
    Refused,
    /// Nothing reads the schema, and published snapshots hold such words.
    Idle,
}

impl Foreign {
    fn code(self) -> Code {
        match self {
            Self::Refused => Code::ForeignSchemaWord,
            Self::Idle => Code::IdleSchemaWord,
        }
    }
}

impl WordForm {
    /// What is wrong with the value, and what to do.
    fn refusal(self, word: &str, value: &Value) -> (String, String) {
        let known: &[&str] = match self {
            Self::Types => &TYPES,
            Self::Format => &FORMATS,
            Self::Truth | Self::Required => &["true", "false"],
            Self::Values
            | Self::Number
            | Self::Count
            | Self::Schema
            | Self::Schemas
            | Self::Text
            | Self::Value
            | Self::Prose => &[],
        };
        let (wanted, otherwise) = (self.wanted(), "write it so, or remove the rule");
        let written: Vec<&str> = match value {
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let Some(text) = written.into_iter().find(|it| !known.contains(it)).filter(|_| !known.is_empty()) else {
            return (format!("`{word}` must be {wanted}"), otherwise.to_owned());
        };
        let near = OTHER_WORDS.iter().find(|(other, _)| *other == text).map(|(_, near)| *near);
        let remedy = match near.filter(|near| known.contains(near)) {
            Some(near) => format!("write `{near}`"),
            None => near::remedy(text, known.iter().copied(), otherwise),
        };
        (format!("`{word}` is `{text}`, and must be {wanted}"), remedy)
    }

    fn holds(self, value: &Value) -> bool {
        let is_list =
            |item: fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(item) && !has_equal(list));
        match self {
            Self::Types => is_type(value) || (is_list(is_type) && value.as_array().is_some_and(|it| !it.is_empty())),
            Self::Truth => value.is_boolean(),
            Self::Required => value.is_boolean() || is_list(Value::is_string),
            Self::Values => value.as_array().is_some_and(|list| !list.is_empty()),
            Self::Number => value.is_number(),
            Self::Count => value.as_u64().is_some(),
            Self::Schema => value.is_object(),
            Self::Schemas => value.as_object().is_some_and(|fields| fields.values().all(Value::is_object)),
            Self::Format => value.as_str().is_some_and(|word| FORMATS.contains(&word)),
            Self::Text => value.is_string(),
            Self::Value | Self::Prose => true,
        }
    }
}

/// Words that other languages have for these.
const OTHER_WORDS: [(&str, &str); 14] = [
    ("str", "string"),
    ("text", "string"),
    ("int", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("bool", "boolean"),
    ("dict", "object"),
    ("map", "object"),
    ("list", "array"),
    ("datetime", "date-time"),
    ("timestamp", "date-time"),
    ("yes", "true"),
    ("no", "false"),
];

fn is_type(value: &Value) -> bool {
    value.as_str().is_some_and(|word| TYPES.contains(&word))
}

fn has_equal(list: &[Value]) -> bool {
    list.iter().enumerate().any(|(n, item)| list[..n].contains(item))
}

/// Words of JSON Schema, 2020-12 and before, that protocols do not have.
const FOREIGN: [&str; 44] = [
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "const",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "readOnly",
    "writeOnly",
    "definitions",
    "$defs",
    "$ref",
    "$dynamicRef",
    "$anchor",
    "$id",
    "$schema",
];

/// The words that ask something of values of some types alone: the word, the types, how they are called.
const OF_TYPES: [(&str, &[&str]); 7] = [
    ("minimum", &["integer", "number"]),
    ("minItems", &["array"]),
    ("items", &["array"]),
    ("fields", &["object"]),
    ("properties", &["object"]),
    ("format", &["string", "hex_string"]),
    ("prefix", &["string", "hex_string"]),
];

impl Part<'_> {
    /// Says what is wrong with the words of this schema and of those below it.
    pub(super) fn check_schema(&self, foreign: Foreign, diagnostics: &mut Diagnostics) {
        self.check_words(foreign, diagnostics);
        self.check_types(diagnostics);
        self.check_required(diagnostics);
        self.check_pairs(diagnostics);
        if let Some(items) = self.below("items") {
            if items.fields.get("required") == Some(&Value::Bool(true)) {
                let message = "`required` asks nothing of an item: it is there, or it is no item";
                items.idle("required", message, "remove it, or set `minItems` of the list", diagnostics);
            }
            items.check_schema(foreign, diagnostics);
        }
        for key in ["fields", "properties"] {
            let Some(part) = self.below(key) else { continue };
            part.fields.keys().filter_map(|name| part.below(name)).for_each(|it| {
                it.check_schema(foreign, diagnostics);
            });
        }
    }

    /// Says what is wrong with the words of an attribute of an entity.
    pub(super) fn check_attribute(&self, diagnostics: &mut Diagnostics) {
        const OF_ATTRIBUTES: [(&str, WordForm); 4] = [
            ("name", WordForm::Text),
            ("cardinality", WordForm::Text),
            ("optional", WordForm::Truth),
            ("item_type", WordForm::Types),
        ];
        for (word, value) in self.fields {
            let known = || OF_ATTRIBUTES.into_iter().chain(WORDS.iter().map(|it| (it.name, it.form)));
            let place = self.place.at([word.as_str()]);
            match known().find(|(known, _)| known == word) {
                Some((_, form)) if !form.holds(value) => {
                    let (message, remedy) = form.refusal(word, value);
                    say(diagnostics, Code::MalformedRule, &place, message, remedy);
                }
                Some(_) => {}
                // That it is misspelt is said where keys are looked at.
                None if diagnostics.has(Code::MisspeltKey, &place.file, &place.pointer) => {}
                None => {
                    let remedy =
                        near::remedy(word, known().map(|(word, _)| word), "remove it, or say it in `description`");
                    say(
                        diagnostics,
                        Code::UnknownSchemaWord,
                        &place,
                        format!("attributes have no word `{word}`"),
                        remedy,
                    );
                }
            }
        }
    }

    fn check_words(&self, foreign: Foreign, diagnostics: &mut Diagnostics) {
        for (word, value) in self.fields {
            let place = self.place.at([word.as_str()]);
            if let Some(Word { form, .. }) = WORDS.iter().find(|known| known.name == word) {
                if !form.holds(value) {
                    let (message, remedy) = form.refusal(word, value);
                    say(diagnostics, Code::MalformedRule, &place, message, remedy);
                }
            } else if FOREIGN.contains(&word.as_str()) {
                let message = format!("schemas of protocols have no `{word}`; pgs_runtime would not enforce it");
                let remedy = "remove it, and check the rule in a contract of the workflow";
                say(diagnostics, foreign.code(), &place, message, remedy);
            } else {
                let known = WORDS.iter().map(|word| word.name).chain(FOREIGN);
                let remedy = match near::nearest(word, known.clone()) {
                    // What is meant is not there either.
                    Some(near) if FOREIGN.contains(&near) => {
                        format!(
                            "`{near}` of JSON Schema is no word of protocols: remove it, and check the rule in a contract"
                        )
                    }
                    _ => near::remedy(word, known, "remove it, or say it in `description`"),
                };
                say(diagnostics, Code::UnknownSchemaWord, &place, format!("schemas have no word `{word}`"), remedy);
            }
        }
    }

    /// Rules that ask nothing of a value of the declared types, and types that say nothing.
    fn check_types(&self, diagnostics: &mut Diagnostics) {
        let types = self.type_words();
        let only = |word: &str| types.iter().all(|it| *it == word);
        // Of a type that does not exist, that is said: what it may ask is not known.
        if types.is_empty() || !types.iter().all(|it| TYPES.contains(it)) {
            return;
        }
        if only("null") {
            let message = "`null` alone is no type: every value would pass";
            self.idle("type", message, "name the type that the value has when it is there", diagnostics);
            return;
        }
        for (wide, narrow) in [("any", "a type"), ("string", "hex_string")] {
            let beside = |it: &&str| if wide == "any" { !matches!(*it, "any" | "null") } else { *it == narrow };
            if types.contains(&wide) && types.iter().any(beside) {
                let message = format!("`{wide}` beside {narrow} leaves only one of the two rules");
                self.idle("type", message, "name the one that is meant", diagnostics);
            }
        }
        if types.contains(&"null") && self.fields.get("nullable") == Some(&Value::Bool(false)) {
            let message = "`null` stands among the types, and `nullable` is false";
            self.idle("nullable", message, "remove one of the two", diagnostics);
        }
        if types.contains(&"any") {
            return;
        }
        for (word, of) in OF_TYPES {
            if self.fields.contains_key(word) && !types.iter().any(|it| of.contains(it)) {
                let message = format!("`{word}` asks nothing of {}", types.join(" or "));
                self.idle(word, message, &format!("remove it, or declare the type {}", of[0]), diagnostics);
            }
        }
    }

    fn check_required(&self, diagnostics: &mut Diagnostics) {
        let Some(Value::Array(names)) = self.fields.get("required") else { return };
        let properties = self.below("properties");
        let known = || properties.iter().flat_map(|it| it.fields.keys()).map(String::as_str);
        for (n, name) in names.iter().enumerate().filter_map(|(n, name)| Some((n, name.as_str()?))) {
            if !known().any(|it| it == name) {
                let place = self.place.at(["required", &n.to_string()]);
                let message = format!("`required` names `{name}`, which is none of the `properties`");
                let remedy = near::remedy(name, known(), "declare it among `properties`");
                say(diagnostics, Code::RuleWithoutEffect, &place, message, remedy);
            }
        }
    }

    /// Two words of which only one has an effect.
    fn check_pairs(&self, diagnostics: &mut Diagnostics) {
        let has = |word: &str| self.fields.contains_key(word);
        if has("enum") && has("allowed_values") {
            let message = "`allowed_values` has no effect beside `enum`";
            self.idle("allowed_values", message, "keep one of the two", diagnostics);
        }
        if has("prefix") && self.text("format") != Some("hex") {
            let message = "`prefix` has an effect with the format hex only";
            self.idle("prefix", message, "write `format: hex`, or remove it", diagnostics);
        }
        if self.type_words().contains(&"hex_string") && self.text("format").is_some_and(|format| format != "hex") {
            let message = "the format takes the place of what `hex_string` asks for";
            self.idle("format", message, "write the type string, or remove the format", diagnostics);
        }
        let (Some(fields), Some(properties)) = (self.below("fields"), self.below("properties")) else { return };
        for name in fields.fields.keys().filter(|name| properties.fields.contains_key(name.as_str())) {
            let message = format!("`{name}` stands among `fields` and among `properties`");
            properties.idle(name, message, "keep one of the two", diagnostics);
        }
    }

    /// Says that the rule at `key` has no effect.
    fn idle(&self, key: &str, message: impl Into<String>, remedy: &str, diagnostics: &mut Diagnostics) {
        say(diagnostics, Code::RuleWithoutEffect, &self.place.at([key]), message, remedy);
    }
}
