//! `entities/`, `ENTITY_`

use pgs_value::Value;

use super::super::Entity;
use super::reader::front;
use crate::snapshot::Artifact;

/// Reads an entity. Nothing is executed of one, so a part that it lacks is no error.
pub fn entity(artifact: &Artifact) -> Entity {
    let attributes = artifact.frontmatter.get("core").and_then(|core| core.get("attributes"));
    let listed = attributes.and_then(Value::as_array).into_iter().flatten().filter_map(|attribute| {
        let name = attribute.get("name")?.as_str()?.to_owned();
        Some((name, attribute.get("enum")?.as_array()?.clone()))
    });
    Entity { fqdn: artifact.fqdn.clone(), enums: listed.collect(), place: front(artifact).place }
}
