//! The page of schemas: the words that declare a field.

use pgs_protocol::keys::{FORMATS, TYPES, WORDS, WordForm};

use super::table::{cell, code, table};

/// The page.
pub fn page() -> String {
    let rows: Vec<Vec<String>> = WORDS
        .iter()
        .map(|word| vec![code(word.name), cell(form(word.form)), cell(word.meaning), code(word.example)])
        .collect();
    let quoted = |words: &[&str]| words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    format!(
        "# Schemas\n\n\
         The fields of payloads, and the inputs and outputs of contracts and transforms, are declared by these words, which \
         mean what they mean in JSON Schema but for [some differences](../differences.md). A word that is none of them is an \
         error: a rule that is written and not enforced is worse than none.\n\n\
         {}\
         Types: {}. Formats: {}.\n\n\
         What is absent and has no `default` is absent: a [binding](bindings.md) to it finds null. A text is never taken for a \
         number, nor a number for a text; an integer is a number. An object may have more fields than are declared; a \
         workflow's binding can only name those that are.\n\n\
         ```yaml\n\
         inputs:\n  \
           title:\n    \
             type: string\n    \
             required: true\n    \
             description: The title on the title page\n  \
           copies:\n    \
             type: integer\n    \
             default: 1\n    \
             minimum: 1\n  \
           authors:\n    \
             type: array\n    \
             required: true\n    \
             minItems: 1\n    \
             items:\n      \
               type: string\n  \
           shelf:\n    \
             type: object\n    \
             nullable: true\n    \
             fields:\n      \
               room:\n        \
                 type: string\n        \
                 required: true\n\
         ```\n",
        table(&["word", "form", "meaning", "example"], &rows),
        quoted(&TYPES),
        quoted(&FORMATS),
    )
}

fn form(form: WordForm) -> &'static str {
    match form {
        WordForm::Types => "a type, or a list of types",
        WordForm::Prose => "for people",
        WordForm::Truth
        | WordForm::Required
        | WordForm::Values
        | WordForm::Number
        | WordForm::Count
        | WordForm::Schema
        | WordForm::Schemas
        | WordForm::Format
        | WordForm::Text
        | WordForm::Value => form.wanted(),
    }
}
