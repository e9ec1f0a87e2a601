//! Whether the names that a machine block states are those of its artifact.
//!
//! The block is hashed; the file's name, `fqdn_id`, `artifact_code` and `namespace` are not. A block that states its code
//! can't be executed under another one. No kind but governance states its namespace.

use pgs_value::{Map, Value};

use crate::{fqdn, near};

/// Keys that state the code of the artifact, each in one kind or more.
const CODES: [&str; 15] = [
    "ac_code",
    "artifact_code",
    "cc_code",
    "constitution_code",
    "cs_code",
    "ct_code",
    "entity_code",
    "ev_code",
    "in_code",
    "invariant_code",
    "rb_code",
    "structure_code",
    "surface_contract_code",
    "ti_code",
    "wf_code",
];

/// Keys that state its fully qualified name.
const NAMES: [&str; 4] = ["fqdn", "fqdn_id", "vocab_id", "vocabulary_id"];

/// What to do about a name of another artifact.
const REMEDY: &str = "restore the artifact of this name, or write its name in the machine block and seal again";

/// Whether a machine block says whose it is.
pub fn is_stated(block: &Map<String, Value>) -> bool {
    CODES.iter().chain(&NAMES).any(|key| block.contains_key(*key))
}

/// The codes and names that a machine block states.
pub fn stated(block: &Map<String, Value>) -> impl Iterator<Item = &str> {
    CODES.iter().chain(&NAMES).filter_map(|key| block.get(*key)?.as_str())
}

/// The keys of a machine block that state another name than that of its artifact.
pub fn foreign(fqdn: &str, block: &Map<String, Value>) -> Vec<&'static str> {
    let Some((namespace, code)) = fqdn::split(fqdn) else { return Vec::new() };
    let states_another = |key: &str, own: &[&str]| block.get(key).is_some_and(|it| own.iter().all(|own| *it != **own));
    // Compilers before 0.5 state the bare code under the keys of names.
    let of_artifact = CODES.iter().chain(&NAMES).filter(|key| states_another(key, &[code, fqdn]));
    let of_namespace = Some(&"namespace").filter(|key| states_another(key, &[namespace, fqdn]));
    of_artifact.chain(of_namespace).copied().collect()
}

/// What to do about such a key: to write the name of the file, if it is near.
pub fn remedy(fqdn: &str, key: &str, block: &Map<String, Value>) -> String {
    let stated = block.get(key).and_then(Value::as_str).unwrap_or_default();
    let code = fqdn::split(fqdn).map_or(fqdn, |(_, code)| code);
    let own = if stated.contains("::") { fqdn } else { code };
    match near::nearest(stated, [own]) {
        Some(own) => format!("write `{own}`, as the file is named, if that is meant; otherwise rename the file"),
        None => REMEDY.to_owned(),
    }
}

/// A sentence about such a key.
pub fn say(fqdn: &str, key: &str, block: &Map<String, Value>) -> String {
    let stated: String = block.get(key).map(ToString::to_string).unwrap_or_default().chars().take(80).collect();
    format!("`{key}` is {stated} in the machine block that is hashed, and the artifact is named `{fqdn}`")
}
