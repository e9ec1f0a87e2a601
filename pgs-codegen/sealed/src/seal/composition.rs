//! The artifacts of every domain: its own, and the capabilities of the platform that it carries.

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::Value;

use super::PLATFORM;
use super::error::{SealError, SealProblem};
use super::source::Source;

/// The artifacts that are sealed together.
pub struct Composition<'s> {
    /// Those of each domain, by name, with those that it carries.
    pub domains: BTreeMap<String, Members<'s>>,
    /// All names.
    pub names: BTreeSet<&'s str>,
}

/// The artifacts of a domain.
#[derive(Default)]
pub struct Members<'s> {
    /// All of them, by name.
    pub all: BTreeMap<&'s str, &'s Source>,
    /// Those that are another domain's.
    pub carried: BTreeSet<&'s str>,
}

impl<'s> Composition<'s> {
    /// What these artifacts are together.
    pub fn of(sources: &'s [Source]) -> Result<Self, SealError> {
        let mut known: BTreeMap<&str, &Source> = BTreeMap::new();
        let mut domains: BTreeMap<String, Members<'_>> = BTreeMap::new();
        for source in sources {
            if let Some(other) = known.insert(&source.fqdn, source) {
                let (fqdn, other) = (source.fqdn.clone(), other.file.clone());
                return Err(source.wrong("/fqdn", SealProblem::NameTwice { fqdn, other }));
            }
            domains.entry(source.domain.clone()).or_default().all.insert(&source.fqdn, source);
        }
        let platform: BTreeMap<&str, &Source> =
            known.iter().filter(|(_, it)| it.domain == PLATFORM && is_capability(it)).map(|(k, v)| (*k, *v)).collect();
        for members in domains.iter_mut().filter(|(name, _)| *name != PLATFORM).map(|(_, members)| members) {
            carry(members, &platform);
        }
        Ok(Self { domains, names: known.into_keys().collect() })
    }
}

fn is_capability(source: &Source) -> bool {
    matches!(source.kind.artifact_type, "CT" | "CS")
}

/// Adds the capabilities that a domain names, and those that these name.
fn carry<'s>(members: &mut Members<'s>, platform: &BTreeMap<&'s str, &'s Source>) {
    let mut open: Vec<&Source> = members.all.values().copied().collect();
    while let Some(source) = open.pop() {
        for name in named(&Value::Object(source.machine.clone())) {
            let Some((fqdn, carried)) = platform.get_key_value(name.as_str()) else { continue };
            if members.all.insert(fqdn, carried).is_none() {
                members.carried.insert(fqdn);
                open.push(carried);
            }
        }
    }
}

/// Every text that a value holds, and every key.
pub fn named(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => {
                found.insert(text.clone());
            }
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => {
                found.extend(fields.keys().cloned());
                open.extend(fields.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    found
}
