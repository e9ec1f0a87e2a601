//! `artifact_index/index.json`: the integer address of every artifact in every domain.

use std::collections::BTreeMap;
use std::path::Path;

use pgs_value::{Map, Value};

use super::file::{self, type_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, pointer};

/// FQDN to domain to address.
pub type Addresses = BTreeMap<String, BTreeMap<String, i64>>;

/// Reads the index; `None` if there is none to read.
pub fn read(path: &Path, diagnostics: &mut Diagnostics) -> Option<Addresses> {
    let index = file::object(path, diagnostics)?;
    let Some(Value::Object(artifacts)) = index.get("artifacts") else {
        diagnostics.push(malformed(path, "", &[], "the index has no object `artifacts`".to_owned()));
        return None;
    };
    let entries = artifacts.iter().filter_map(|(fqdn, entry)| {
        let addresses = entry_addresses(path, fqdn, entry, diagnostics)?;
        Some((fqdn.clone(), addresses))
    });
    let addresses: Addresses = entries.collect();
    check_distinct(path, &addresses, diagnostics);
    Some(addresses)
}

/// Says which artifacts of a domain have one address. An address is what a trace and an entry name an artifact by.
fn check_distinct(path: &Path, addresses: &Addresses, diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<(&str, i64), &str> = BTreeMap::new();
    for (fqdn, by_domain) in addresses {
        for (domain, address) in by_domain {
            let Some(owner) = owners.insert((domain, *address), fqdn) else { continue };
            let message = format!("the address 0x{address:04X} in `{domain}` is also that of `{owner}`");
            let remedy = "remove the entry of one of the two from the index, and seal the snapshot again";
            let malformed = malformed(path, fqdn, &["artifacts", fqdn, "addresses", domain], message);
            let remedy = remedy.to_owned();
            diagnostics.push(Diagnostic { code: Code::DuplicateName, remedy, ..malformed });
        }
    }
}

fn entry_addresses(
    path: &Path,
    fqdn: &str,
    entry: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<BTreeMap<String, i64>> {
    let Some(addresses) = entry.get("addresses").and_then(Value::as_object) else {
        let message = format!("`{fqdn}` has no object `addresses`");
        diagnostics.push(malformed(path, fqdn, &["artifacts", fqdn], message));
        return None;
    };
    Some(domains(path, fqdn, addresses, diagnostics))
}

fn domains(
    path: &Path,
    fqdn: &str,
    addresses: &Map<String, Value>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, i64> {
    let mut by_domain = BTreeMap::new();
    for (domain, value) in addresses {
        let keys = ["artifacts", fqdn, "addresses", domain];
        if let Some(address) = checked_address(path, fqdn, &keys, value, diagnostics) {
            by_domain.insert(domain.clone(), address);
        }
    }
    by_domain
}

/// The address of an artifact, which stands below these keys.
pub fn checked_address(
    path: &Path,
    fqdn: &str,
    keys: &[&str],
    value: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<i64> {
    let address = address(value);
    if address.is_none() {
        let message = format!("the address is {}: {value}; it should read like \"0x0035\"", type_name(value));
        diagnostics.push(malformed(path, fqdn, keys, message));
    }
    address
}

/// Hex text with `0x` in front.
fn address(value: &Value) -> Option<i64> {
    let digits = value.as_str()?.strip_prefix("0x")?;
    if digits.starts_with(['+', '-']) { None } else { i64::from_str_radix(digits, 16).ok() }
}

fn malformed(path: &Path, fqdn: &str, keys: &[&str], message: String) -> Diagnostic {
    Diagnostic {
        code: Code::MalformedArtifact,
        artifact: if fqdn.is_empty() { file::file_name(path) } else { fqdn.to_owned() },
        file: path.to_path_buf(),
        pointer: pointer(keys.iter().copied()),
        message,
        remedy: "restore the index as it was sealed, or seal the snapshot again".to_owned(),
    }
}
