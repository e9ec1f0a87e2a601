//! Entities: `entities/`, `ENTITY_`.

use std::collections::BTreeMap;

use pgs_value::Value;

use super::Place;

/// An entity: `entities/`, `ENTITY_`. It has no behaviour of its own; what it says is compared with what others say.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The FQDN.
    pub fqdn: String,
    /// The values that an attribute may have, by attribute, where the entity lists them.
    pub enums: BTreeMap<String, Vec<Value>>,
    /// Where it is declared.
    pub place: Place,
}
