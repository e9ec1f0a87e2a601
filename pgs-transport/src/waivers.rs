//! The lines of `pgs.toml` with which refused payloads would be admitted.

use std::collections::{BTreeMap, BTreeSet};

use pgs_rt::admission::SchemaViolation;
use pgs_rt::json;

/// The rules that payloads do not meet: words of the schema, by intent and by the path of the field.
#[derive(Default)]
pub(crate) struct Waivers {
    rules: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Presence and type of the payload's own fields, which a build can't do without.
    kept: BTreeSet<String>,
}

impl Waivers {
    /// Adds the rules of an intent that a payload does not meet.
    pub(crate) fn add(&mut self, intent: &str, violations: &[SchemaViolation]) {
        for SchemaViolation { path, rule, .. } in violations {
            let field = field(path);
            let is_own = !field.contains(['.', '[']);
            if is_own && matches!(rule.as_ref(), "required" | "type") {
                self.kept.insert(format!("`{rule}` of `{field}`"));
            } else {
                let fields = self.rules.entry(intent.to_owned()).or_default();
                fields.entry(field).or_default().insert(rule.clone().into_owned());
            }
        }
    }

    /// The lines, with what they do before them; empty where there are none.
    pub(crate) fn text(&self) -> String {
        let table = |(intent, fields): (&String, &BTreeMap<String, BTreeSet<String>>)| {
            let lines: String = fields.iter().map(|(field, rules)| line(field, rules)).collect();
            format!("\n[admission.{}]\n{lines}", quoted(intent))
        };
        let mut parts = Vec::new();
        if !self.rules.is_empty() {
            parts.push("\nWith these lines in pgs.toml, and a new build, these rules are not enforced:\n".to_owned());
        }
        parts.extend(self.rules.iter().map(table));
        if !self.kept.is_empty() {
            let kept: Vec<&str> = self.kept.iter().map(String::as_str).collect();
            parts.push(format!("\nNo line admits what lacks {}: mend the payloads.\n", kept.join(", ")));
        }
        parts.concat()
    }
}

fn line(field: &str, rules: &BTreeSet<String>) -> String {
    let rules: Vec<String> = rules.iter().map(|rule| quoted(rule)).collect();
    format!("{} = [{}]\n", key(field), rules.join(", "))
}

/// The path of a field within its payload: `slips[].number` of `$.payload.slips[3].number`.
fn field(path: &str) -> String {
    let within = path.strip_prefix("$.payload.").unwrap_or(path);
    let mut field = String::new();
    let mut rest = within;
    while let Some((before, after)) = rest.split_once('[') {
        field.push_str(before);
        match after.split_once(']') {
            Some((place, after)) if place.bytes().all(|it| it.is_ascii_digit()) => {
                field.push_str("[]");
                rest = after;
            }
            _ => {
                field.push('[');
                rest = after;
            }
        }
    }
    field + rest
}

fn key(name: &str) -> String {
    let is_bare = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'-';
    if !name.is_empty() && name.bytes().all(is_bare) { name.to_owned() } else { quoted(name) }
}

/// A text of TOML: JSON writes it in the same way.
fn quoted(text: &str) -> String {
    json::compact(&text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violation(path: &str, rule: &'static str) -> SchemaViolation {
        SchemaViolation::new(path, rule, String::new())
    }

    #[test]
    fn items_of_lists_are_one_field() {
        let mut waivers = Waivers::default();
        waivers.add(
            "shop::IN_ORDER_V0",
            &[
                violation("$.payload.lines[0].amount", "minimum"),
                violation("$.payload.lines[12].amount", "enum"),
                violation("$.payload.kind", "enum"),
                violation("$.payload.kind", "type"),
                violation("$.payload.names[4]", "type"),
            ],
        );
        assert_eq!(
            waivers.text(),
            "\nWith these lines in pgs.toml, and a new build, these rules are not enforced:\n\
             \n[admission.\"shop::IN_ORDER_V0\"]\nkind = [\"enum\"]\n\"lines[].amount\" = [\"enum\", \"minimum\"]\n\
             \"names[]\" = [\"type\"]\n\nNo line admits what lacks `type` of `kind`: mend the payloads.\n"
        );
    }

    #[test]
    fn where_nothing_is_refused_nothing_is_said() {
        assert_eq!(Waivers::default().text(), "");
    }
}
