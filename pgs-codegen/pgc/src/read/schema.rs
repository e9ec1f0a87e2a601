//! What is declared of a field: its type, whether it is required, and a description. Nothing else is executed.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Part, Schema, Type, say};
use pgs_value::Value;

/// The words that say something that is executed, or that are for people.
const WORDS: [&str; 4] = ["type", "required", "description", "default"];

/// What is declared below `key`, by field.
pub fn schemas(part: &Part<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<(String, Schema)> {
    let fields = part.objects(key, diagnostics);
    fields.into_iter().map(|(name, field)| (name.to_owned(), schema(&field, diagnostics))).collect()
}

fn schema(field: &Part<'_>, diagnostics: &mut Diagnostics) -> Schema {
    if !matches!(field.fields.get("required"), None | Some(Value::Null | Value::Bool(_))) {
        field.malformed("required", "true or false, without quotes", diagnostics);
    }
    let word = field.optional_text("type", diagnostics);
    Schema {
        // A word that is no type lets every value pass.
        types: word.and_then(Type::of_word).filter(|ty| *ty != Type::Any).into_iter().collect(),
        required: field.fields.get("required") == Some(&Value::Bool(true)),
        description: field.text("description").unwrap_or_default().trim().to_owned(),
        place: field.place.clone(),
        ..Schema::default()
    }
}

/// Says which words of the fields of an intent have no effect: admission knows presence and type.
pub fn idle_words(part: &Part<'_>, key: &str, diagnostics: &mut Diagnostics) {
    // What has another form is said where it is read.
    for (name, field) in part.objects(key, &mut Diagnostics::default()) {
        for word in field.fields.keys().filter(|word| !WORDS.contains(&word.as_str())) {
            let message = format!("`{word}` of `{name}` is not enforced: admission asks for presence and type alone");
            let remedy = "check it in a contract, or remove it";
            say(diagnostics, Code::IdleSchemaWord, &field.place.at([word.as_str()]), message, remedy);
        }
        if field.fields.get("default").is_some_and(|default| !default.is_null()) {
            let message = format!("the default of `{name}` is never filled in: nothing reads it");
            say(diagnostics, Code::IdleDefault, &field.place.at(["default"]), message, "remove it, or bind a literal");
        }
        let word = field.text("type").unwrap_or_default();
        if !word.is_empty() && word != "any" && Type::of_word(word).is_none() {
            let message = format!("`{word}` is no type that admission knows: every value of `{name}` passes");
            let remedy = "write array, string, integer, number, boolean or object";
            say(diagnostics, Code::IdleSchemaWord, &field.place.at(["type"]), message, remedy);
        }
    }
}
