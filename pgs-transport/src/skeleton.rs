//! A payload as the intent declares it, for a person to fill in.

use pgs_rt::admission::{Format, Kind, Schema};
use pgs_rt::{Map, Value, Workflow, json};

use crate::output::Output;

/// Prints a payload that a run admits: every declared field, or those alone that must be there, with its default, or the
/// least value that meets the rules.
pub(crate) fn skeleton(workflow: &Workflow, required_only: bool) -> Output {
    Output { stdout: json::pretty(&Value::Object(payload(workflow, required_only))) + "\n", ..Output::default() }
}

fn payload(workflow: &Workflow, required_only: bool) -> Map<String, Value> {
    let fields = workflow.payload.iter().filter(|field| field.required || !required_only);
    let mut defaults = workflow.intent.as_ref().map(|intent| (intent.defaults)()).unwrap_or_default();
    let mut value = |name: &str, words: &str| {
        if let Some(default) = defaults.shift_remove(name) {
            return default;
        }
        let rules = workflow.intent.as_ref().and_then(|intent| intent.rules_of(name)).copied().unwrap_or(Schema::ANY);
        // Of several the first one.
        let word = words.split(" or ").next().unwrap_or_default();
        of(kind(word), &rules, required_only)
    };
    fields.map(|field| (field.name.to_owned(), value(field.name, field.declared_type))).collect()
}

/// The least value of this kind that meets the rules.
fn of(kind: Option<Kind>, schema: &Schema<'_>, required_only: bool) -> Value {
    if let Some(first) = schema.one_of.first() {
        return first.to_value();
    }
    match kind {
        Some(Kind::Integer | Kind::Integer64 | Kind::Number) => {
            schema.minimum.map_or_else(|| 0.into(), pgs_rt::admission::Literal::to_value)
        }
        Some(Kind::Boolean) => false.into(),
        Some(Kind::Object) => Value::Object(fields(schema, required_only)),
        Some(Kind::Array) => items(schema, required_only),
        Some(Kind::Text) | None => text(schema.format).into(),
    }
}

fn fields(schema: &Schema<'_>, required_only: bool) -> Map<String, Value> {
    let fields = schema.fields.iter().filter(|(_, inner)| inner.required || !required_only);
    fields.map(|(name, inner)| ((*name).to_owned(), of(inner.kinds.first().copied(), inner, required_only))).collect()
}

/// As many items as there must be, and one to show what an item is.
fn items(schema: &Schema<'_>, required_only: bool) -> Value {
    let shown = usize::from(schema.items.is_some() && !required_only);
    let count = schema.min_items.unwrap_or(0).max(shown);
    let item = schema.items.map_or(Value::from(""), |item| of(item.kinds.first().copied(), item, required_only));
    (0..count).map(|_| item.clone()).collect()
}

fn text(format: Option<Format<'_>>) -> String {
    match format {
        None => String::new(),
        Some(Format::Email) => "name@example.org".into(),
        Some(Format::DateTime) => "2026-01-01T00:00:00Z".into(),
        Some(Format::Hex { prefix, .. }) => format!("{prefix}00"),
    }
}

/// The kind of this word; none of `any`.
fn kind(word: &str) -> Option<Kind> {
    [Kind::Text, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Object, Kind::Array]
        .into_iter()
        .find(|kind| kind.word() == word)
}
