//! `entities/`, `ENTITY_`

use pgs_value::Value;

use super::super::Entity;
use super::super::parts::Part;
use super::super::place::say;
use super::reader::front;
use crate::diagnostic::{Code, Diagnostics};
use crate::near;
use crate::snapshot::Artifact;

/// Reads an entity. Nothing is executed of one, so a part that it lacks is no error; a misspelt word of an attribute is one.
pub fn entity(artifact: &Artifact, diagnostics: &mut Diagnostics) -> Entity {
    let attributes = artifact.frontmatter.get("core").and_then(|core| core.get("attributes"));
    let place = front(artifact).place.at(["core", "attributes"]);
    for (n, attribute) in attributes.and_then(Value::as_array).into_iter().flatten().enumerate() {
        if let Some(fields) = attribute.as_object() {
            Part { fields, place: place.at([n.to_string().as_str()]) }.check_attribute(diagnostics);
        }
    }
    lifecycle(artifact, diagnostics);
    let listed = attributes.and_then(Value::as_array).into_iter().flatten().filter_map(|attribute| {
        let name = attribute.get("name")?.as_str()?.to_owned();
        Some((name, attribute.get("enum")?.as_array()?.clone()))
    });
    Entity { fqdn: artifact.fqdn.clone(), enums: listed.collect(), place: front(artifact).place }
}

/// The stage in which a life begins is one of its stages.
fn lifecycle(artifact: &Artifact, diagnostics: &mut Diagnostics) {
    let Some(lifecycle) = front(artifact).below("core").and_then(|core| core.below("lifecycle")) else { return };
    let Some(stages) = lifecycle.fields.get("stages").and_then(Value::as_array) else { return };
    let Some(initial) = lifecycle.text("initial") else { return };
    let stages = || stages.iter().filter_map(Value::as_str);
    if !stages().any(|stage| stage == initial) {
        let message = format!("`initial` is {initial}, which is none of the `stages`");
        let remedy = near::remedy(initial, stages(), "name one of the stages, or list it");
        say(diagnostics, Code::EnumMismatch, &lifecycle.place.at(["initial"]), message, remedy);
    }
}
