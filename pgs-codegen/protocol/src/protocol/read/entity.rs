//! `entities/`, `ENTITY_`

use pgs_value::Value;

use super::super::Entity;
use super::super::parts::Part;
use super::reader::front;
use crate::diagnostic::Diagnostics;
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
    let listed = attributes.and_then(Value::as_array).into_iter().flatten().filter_map(|attribute| {
        let name = attribute.get("name")?.as_str()?.to_owned();
        Some((name, attribute.get("enum")?.as_array()?.clone()))
    });
    Entity { fqdn: artifact.fqdn.clone(), enums: listed.collect(), place: front(artifact).place }
}
