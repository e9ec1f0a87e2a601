//! E155: the tables that the runtime executes, compared with the artifacts that they were made of.
//!
//! Everything in `dispatch.json` and `handlers.json` follows from the artifacts and the addresses. This compiler executes
//! what the artifacts say, so a table that says something else would run otherwise than here.
//!
//! ```text
//! dispatch    what `dispatch.json` should hold
//! handlers    what `handlers.json` should hold
//! difference  where two values differ first
//! ```

mod difference;
mod dispatch;
mod handlers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pgs_protocol::diagnostic::{self, Code, Diagnostics};
use pgs_protocol::protocol::{Place, say};
use pgs_sealed::{Artifact, Domain, Snapshot};
use pgs_value::{Map, Value};

use self::difference::difference;
use crate::supersession;

/// The address of the first edge kind: what lies below is an artifact.
const ARTIFACTS_END: u32 = 0x4000;

/// What an entry of a table should be.
struct Entry<'a> {
    /// The table.
    table: &'static str,
    /// The address of the artifact that it is of.
    address: String,
    /// What it should hold.
    value: Value,
    /// The artifact that says so.
    artifact: &'a Artifact,
}

/// A domain while its tables are derived.
struct Derived<'a> {
    /// The domain.
    domain: &'a Domain,
    /// The FQDNs of artifacts that are not in force.
    superseded: BTreeSet<String>,
    /// The entries.
    entries: Vec<Entry<'a>>,
}

impl<'a> Derived<'a> {
    /// The address of an artifact or a condition.
    fn address(&self, identity: &str) -> Option<u32> {
        self.domain.vocabulary.address(identity)
    }

    /// The address of an artifact, which a text in a step's inputs may name.
    fn address_of_artifact(&self, identity: &str) -> Option<u32> {
        self.address(identity).filter(|address| *address < ARTIFACTS_END)
    }

    fn add(&mut self, table: &'static str, artifact: &'a Artifact, value: Value) {
        // One without an address is said by a rule of the compiler.
        if let Some(address) = self.address(&artifact.fqdn) {
            self.entries.push(Entry { table, address: address.to_string(), value, artifact });
        }
    }
}

/// Says where the tables of a domain are not what its artifacts say.
pub fn compare(snapshot: &Snapshot, root: &Path, diagnostics: &mut Diagnostics) {
    let superseded: BTreeSet<String> = supersession::of(snapshot).into_keys().collect();
    for (name, domain) in &snapshot.domains {
        let derived = |derive: fn(&mut Derived<'_>)| {
            let mut derived = Derived { domain, superseded: superseded.clone(), entries: Vec::new() };
            derive(&mut derived);
            derived.entries
        };
        let file = |file: &str| root.join("tokenized").join(name).join(file);
        let dispatch = Table { file: &file("dispatch.json"), root, tables: &domain.dispatch };
        dispatch.compare(&dispatch::TABLES, &derived(dispatch::derive), diagnostics);
        let handlers = Table { file: &file("handlers.json"), root, tables: &domain.handlers };
        handlers.compare(&handlers::TABLES, &derived(handlers::derive), diagnostics);
    }
}

/// The tables of one file.
struct Table<'a> {
    file: &'a Path,
    root: &'a Path,
    tables: &'a Map<String, Value>,
}

impl Table<'_> {
    fn compare(&self, names: &[&'static str], entries: &[Entry<'_>], diagnostics: &mut Diagnostics) {
        for name in names {
            let of_table = entries.iter().filter(|entry| entry.table == *name);
            let expected: BTreeMap<&str, &Entry<'_>> = of_table.map(|entry| (entry.address.as_str(), entry)).collect();
            let empty = Map::new();
            let stated = self.tables.get(*name).and_then(Value::as_object).unwrap_or(&empty);
            for (address, entry) in &expected {
                match stated.get(*address) {
                    None => {
                        self.say(&[name], entry, format!("`{name}` has no entry for address {address}"), diagnostics)
                    }
                    Some(found) => {
                        if let Some(difference) = difference(&entry.value, found) {
                            let keys: Vec<&str> = [*name, *address].into_iter().chain(difference.keys()).collect();
                            self.say(&keys, entry, difference.to_string(), diagnostics);
                        }
                    }
                }
            }
            for address in stated.keys().filter(|address| !expected.contains_key(address.as_str())) {
                let place = Place {
                    artifact: self.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                    file: self.file.to_path_buf(),
                    pointer: diagnostic::pointer([name, address.as_str()]),
                };
                let message =
                    format!("`{name}` has an entry for address {address}, and no artifact says that it should");
                say(diagnostics, Code::TablesDiffer, &place, message, REMEDY);
            }
        }
    }

    fn say(&self, keys: &[&str], entry: &Entry<'_>, message: String, diagnostics: &mut Diagnostics) {
        let place = Place {
            artifact: entry.artifact.fqdn.clone(),
            file: self.file.to_path_buf(),
            pointer: diagnostic::pointer(keys.iter().copied()),
        };
        let source = self.root.join(&entry.artifact.file);
        let message = format!("{message}; the artifact is {}", source.display());
        say(diagnostics, Code::TablesDiffer, &place, message, REMEDY);
    }
}

const REMEDY: &str = "compile the domain again, and assemble and seal the snapshot of what that gives";
