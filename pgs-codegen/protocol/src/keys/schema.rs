//! The words of schemas, which declare fields of payloads, inputs and outputs.

/// One word that a schema may hold.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What stands at it.
    pub form: WordForm,
    /// What it means, in Markdown.
    pub meaning: &'static str,
    /// A value, as YAML on one line.
    pub example: &'static str,
}

impl Word {
    const fn new(name: &'static str, form: WordForm, meaning: &'static str, example: &'static str) -> Self {
        Self { name, form, meaning, example }
    }
}

/// What stands at a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordForm {
    /// One type, or a list of them.
    Types,
    /// A truth value.
    Truth,
    /// A truth value, or the names of `properties` that must be there.
    Required,
    /// A list of values.
    Values,
    /// A number.
    Number,
    /// A number of items.
    Count,
    /// A schema.
    Schema,
    /// Schemas by field.
    Schemas,
    /// The name of a format.
    Format,
    /// A text.
    Text,
    /// Any value.
    Value,
    /// Words for people.
    Prose,
}

impl WordForm {
    /// What must stand at the word.
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Types => {
                "string, hex_string, integer, number, boolean, object, array, any or null, or a list of some of these"
            }
            Self::Truth => "true or false, without quotes",
            Self::Required => "true or false, without quotes, or a list of names of `properties`",
            Self::Values => "a list of at least one value",
            Self::Number => "a number, without quotes",
            Self::Count => "an integer from 0 on, without quotes and without a fraction",
            Self::Schema => "one schema, an object",
            Self::Schemas => "an object with a schema for each field",
            Self::Format => "email, date-time or hex",
            Self::Text => "a text",
            Self::Value | Self::Prose => "a value",
        }
    }
}

/// The types that `type` may name.
pub const TYPES: [&str; 9] = ["string", "hex_string", "integer", "number", "boolean", "object", "array", "any", "null"];

/// The formats that `format` may name.
pub const FORMATS: [&str; 3] = ["email", "date-time", "hex"];

/// The words that a schema may hold.
pub const WORDS: [Word; 19] = [
    Word::new(
        "type",
        WordForm::Types,
        "The type of the value, or a list of types. `any` and an absent type allow every value; `null` beside another type allows null; `hex_string` is a text of hex digits, with `0x` or without.",
        "string",
    ),
    Word::new(
        "required",
        WordForm::Required,
        "Whether the field must be there. Beside `properties` it may be the list of those that must.",
        "true",
    ),
    Word::new("nullable", WordForm::Truth, "Whether null may stand for the value.", "true"),
    Word::new("default", WordForm::Value, "The value of a field that is absent or null.", "false"),
    Word::new("enum", WordForm::Values, "The values that are allowed.", "[LENT, OVERDUE]"),
    Word::new("allowed_values", WordForm::Values, "The same under another name.", "[BOX, TUBE]"),
    Word::new("minimum", WordForm::Number, "The least number that is allowed.", "0"),
    Word::new("minItems", WordForm::Count, "How many items a list must have at least.", "1"),
    Word::new("items", WordForm::Schema, "The schema of each item of a list.", "{type: string}"),
    Word::new(
        "fields",
        WordForm::Schemas,
        "The fields of an object, each with its schema; `required` stands in each.",
        "{street: {type: string, required: true}}",
    ),
    Word::new(
        "properties",
        WordForm::Schemas,
        "The same, as JSON Schema writes it: the names that must be there stand in a list `required` beside it.",
        "{room: {type: string}}",
    ),
    Word::new(
        "format",
        WordForm::Format,
        "What a text must look like: `email`, `date-time` (RFC 3339), `hex`.",
        "email",
    ),
    Word::new("prefix", WordForm::Text, "What a text of the format `hex` begins with.", "\"0x\""),
    Word::new(
        "description",
        WordForm::Prose,
        "What the field is. It becomes documentation of the generated code.",
        "The title on the title page",
    ),
    Word::new("title", WordForm::Prose, "For people.", "Title"),
    Word::new("examples", WordForm::Prose, "For people.", "[Momo, Emma]"),
    Word::new("example", WordForm::Prose, "For people.", "Momo"),
    Word::new("deprecated", WordForm::Prose, "For people.", "true"),
    Word::new("$comment", WordForm::Prose, "For people.", "asked for in the year 2026"),
];
