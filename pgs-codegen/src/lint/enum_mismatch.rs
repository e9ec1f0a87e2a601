//! W014: an intent admits a value for a field that its entity does not know.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::fqdn::{code, namespace};
use pgs_protocol::protocol::{Entity, Intent, Place, Schema, say};
use pgs_value::Value;

use crate::analysis::Analysis;

/// The enums of all intents.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let protocol = analysis.protocol;
    for intent in protocol.intents.values() {
        let of_namespace = |entity: &&Entity| namespace(&entity.fqdn) == namespace(&intent.fqdn);
        let entities: Vec<&Entity> = protocol.entities.values().filter(of_namespace).collect();
        let level = Level { intent, above: None, fields: &intent.inputs };
        check_fields(&level, &intent.place.at(["core", "inputs"]), &entities, diagnostics);
    }
}

/// Fields that stand beside each other, with the key of the object that they stand in.
struct Level<'a> {
    intent: &'a Intent,
    above: Option<&'a str>,
    fields: &'a [(String, Schema)],
}

fn check_fields(level: &Level<'_>, place: &Place, entities: &[&Entity], diagnostics: &mut Diagnostics) {
    for (key, schema) in level.fields {
        let place = place.at([key.as_str()]);
        if let Some(values) = &schema.one_of {
            let mut of_field =
                entities.iter().filter(|entity| entity.enums.contains_key(key) && level.has_of(key, entity));
            // Where two entities may be meant, nothing is known.
            if let (Some(entity), None) = (of_field.next(), of_field.next()) {
                compare(key, values, entity, &place, diagnostics);
            }
        }
        let inner = Level { above: Some(key), fields: &schema.fields, ..*level };
        check_fields(&inner, &place.at(["fields"]), entities, diagnostics);
        if let Some(items) = &schema.items {
            let inner = Level { above: Some(key), fields: &items.fields, ..*level };
            check_fields(&inner, &place.at(["items", "fields"]), entities, diagnostics);
        }
    }
}

impl Level<'_> {
    /// Whether the field of this key is one of this entity: it begins with the entity's name, it stands in an object of
    /// that name, or it is in the payload of an intent of that name. That a field holds an identity says nothing: other
    /// records refer to it too.
    fn has_of(&self, key: &str, entity: &Entity) -> bool {
        let name = code(&entity.fqdn).trim_start_matches("ENTITY_");
        let name = name.rsplit_once("_V").map_or(name, |(name, _)| name).to_ascii_lowercase();
        let is_named = |text: &str| format!("{}_", text.to_ascii_lowercase()).starts_with(&format!("{name}_"));
        match self.above {
            _ if is_named(key) => true,
            Some(above) => is_named(above),
            None => format!("_{}_", code(&self.intent.fqdn).to_ascii_lowercase()).contains(&format!("_{name}_")),
        }
    }
}

fn compare(key: &str, values: &[Value], entity: &Entity, place: &Place, diagnostics: &mut Diagnostics) {
    let Some(known) = entity.enums.get(key) else { return };
    let unknown: Vec<String> = values.iter().filter(|value| !known.contains(value)).map(word).collect();
    if unknown.is_empty() {
        return;
    }
    let listed: Vec<String> = known.iter().map(word).collect();
    say(
        diagnostics,
        Code::EnumMismatch,
        place,
        format!(
            "`{key}` may be {}, which {} does not know; it knows {}",
            unknown.join(" and "),
            entity.fqdn,
            listed.join(", ")
        ),
        "declare the values in the entity, or admit only those that it knows",
    );
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
