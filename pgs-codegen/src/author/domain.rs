//! A domain that can be sealed, built and run.

use serde::Serialize;

use pgs_protocol::snapshot::SOURCE;

use super::{AuthorError, NewFile, capability, template};

#[derive(Serialize)]
struct Values<'a> {
    domain: &'a str,
}

/// Whether a domain may be called so.
pub fn check(name: &str) -> Result<(), AuthorError> {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_letter);
    if is_name { Ok(()) } else { Err(AuthorError::Domain { name: name.to_owned() }) }
}

/// The files of a new domain, below the folder that is called like it.
pub fn files(domain: &str) -> Result<Vec<NewFile>, AuthorError> {
    check(domain)?;
    let values = Values { domain };
    let upper = domain.to_ascii_uppercase();
    let artifacts = [
        ("workflow", "workflows", "WF_ADD_ITEM_V0".to_owned()),
        ("intent", "intents", "IN_ITEM_OFFERED_V0".to_owned()),
        ("add", "capability_contracts", "CC_ADD_ITEM_V0".to_owned()),
        ("record", "capability_contracts", "CC_RECORD_ITEM_V0".to_owned()),
        ("event", "events", "EV_ITEM_ADDED_V0".to_owned()),
        ("runtime_binding", "runtime_bindings", format!("RB_{upper}_V0")),
        ("structure", "structures", format!("STRUCTURE_{upper}_STORAGE_V0")),
    ];
    let mut files = Vec::new();
    for (name, folder, code) in artifacts {
        let text = template::render(&format!("domain/{name}"), &values)?;
        files.push(NewFile::new(format!("{SOURCE}/{folder}/{domain}__{code}.md"), text));
    }
    for name in ["CT_PURE_GENERATE_ID_V0", "CS_REGISTRY_V0", "CS_APPENDONLY_JSONL_V0"] {
        files.extend(capability::files(capability::find(name)?));
    }
    files.push(NewFile::new("pgs.toml", template::render("domain/pgs.toml", &values)?));
    files.push(NewFile::new("payloads/add_item.json", template::render("domain/payload", &values)?));
    Ok(files)
}
