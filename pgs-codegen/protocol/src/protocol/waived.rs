//! Rules of payloads that the settings waive: they are declared, and admission does not ask for them.

use pgs_value::json;

use super::place::{Place, say};
use super::{FieldRule, Intent, Schema, WaivedRule};
use crate::diagnostic::{Code, Diagnostics};
use crate::near;

/// Waives one rule of a field. `place` is where that is written. What can't be waived is said, and stays.
pub fn waive(intent: &mut Intent, field: &str, rule: &str, place: &Place, diagnostics: &mut Diagnostics) {
    let mut wrong = |message: String, remedy: String| say(diagnostics, Code::UnknownSetting, place, message, remedy);
    let known = paths(intent);
    if find(&mut intent.inputs, field).is_none() {
        let remedy = near::remedy(field, known.iter().map(String::as_str), "name a field of the intent's inputs");
        return wrong(format!("{} has no field `{field}`", intent.fqdn), remedy);
    }
    let Some(rule) = FieldRule::ALL.into_iter().find(|it| it.word() == rule) else {
        let words = FieldRule::ALL.map(FieldRule::word);
        let otherwise = format!("write one of {}", words.join(", "));
        return wrong(format!("`{rule}` is no rule of a field"), near::remedy(rule, words, &otherwise));
    };
    let is_own = intent.inputs.iter().any(|(name, _)| name == field);
    if is_own && matches!(rule, FieldRule::Type | FieldRule::Required) {
        let message = format!("`{rule}` of `{field}` can't be waived: what is compiled has a field of that type");
        return wrong(message, "change the intent, or mend the payloads".to_owned());
    }
    let Some(schema) = find(&mut intent.inputs, field) else { return };
    match take(schema, rule) {
        Some(asks) => {
            intent.waived.push(WaivedRule { field: field.to_owned(), rule, asks });
            let message = format!("admission does not ask for `{rule}` of `{field}` of {}", intent.fqdn);
            say(diagnostics, Code::WaivedRule, place, message, "remove the rule from the settings to enforce it");
        }
        None => {
            let message = format!("`{field}` of {} declares no `{rule}`", intent.fqdn);
            say(diagnostics, Code::UnknownSetting, place, message, "remove the rule: there is nothing to waive");
        }
    }
}

/// Takes a rule out of a schema; what it asked for, if there was one.
fn take(schema: &mut Schema, rule: FieldRule) -> Option<String> {
    match rule {
        FieldRule::Enum => {
            let values = schema.one_of.take()?;
            Some(format!("one of {}", values.iter().map(json::compact).collect::<Vec<_>>().join(", ")))
        }
        FieldRule::Minimum => schema.minimum.take().map(|least| format!("at least {}", json::compact(&least))),
        FieldRule::MinItems => schema.min_items.take().map(|least| format!("no fewer items than {least}")),
        FieldRule::Format => schema.format.take().map(|_| "its form".to_owned()),
        FieldRule::Type => {
            let types = std::mem::take(&mut schema.types);
            let words: Vec<&str> = types.iter().map(|it| it.word()).collect();
            (!words.is_empty()).then(|| words.join(" or "))
        }
        FieldRule::Required => std::mem::take(&mut schema.required).then(|| "presence".to_owned()),
    }
}

/// The paths of all fields of a payload.
fn paths(intent: &Intent) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<(String, &Schema)> = intent.inputs.iter().map(|(name, it)| (name.clone(), it)).collect();
    while let Some((path, schema)) = open.pop() {
        open.extend(schema.fields.iter().map(|(name, it)| (format!("{path}.{name}"), it)));
        open.extend(schema.items.iter().map(|it| (format!("{path}[]"), &**it)));
        found.push(path);
    }
    found
}

/// The schema of the field at a path.
fn find<'s>(fields: &'s mut [(String, Schema)], path: &str) -> Option<&'s mut Schema> {
    let (name, schema) = fields.iter_mut().find_map(|(name, schema)| {
        let rest = path.strip_prefix(name.as_str())?;
        (rest.is_empty() || rest.starts_with('.') || rest.starts_with("[]")).then_some((name, schema))
    })?;
    below(schema, path.get(name.len()..)?)
}

fn below<'s>(schema: &'s mut Schema, rest: &str) -> Option<&'s mut Schema> {
    if rest.is_empty() {
        return Some(schema);
    }
    match rest.strip_prefix("[]") {
        Some(rest) => below(schema.items.as_deref_mut()?, rest),
        None => find(&mut schema.fields, rest.strip_prefix('.')?),
    }
}
