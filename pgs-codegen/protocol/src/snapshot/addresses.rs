//! The integer addresses of the artifacts: from the index, from the vocabulary of earlier compilers, or by order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pgs_value::snapshot::{ADDRESSES, INDEXES, VOCABULARY, VOCABULARY_ADDRESSES};

use super::index::{self, Addresses};
use super::{Artifact, ArtifactKind, file};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::fqdn;

/// The addresses of a snapshot's artifacts; `None` if there is an index that can't be read.
pub fn of(dir: &Path, artifacts: &BTreeMap<String, Artifact>, diagnostics: &mut Diagnostics) -> Option<Addresses> {
    let path = dir.join(INDEXES).join(ADDRESSES);
    if path.symlink_metadata().is_ok() {
        return index::read(&path, diagnostics);
    }
    let beside = file::home(dir).join(VOCABULARY);
    let (addresses, message) = if beside.is_dir() {
        let message = format!("the addresses are those of `{VOCABULARY}`: the snapshot has no index");
        (vocabulary(&beside, diagnostics), message)
    } else {
        let message = "the artifacts are numbered in the order of their names: the snapshot has no index".to_owned();
        (by_order(artifacts), message)
    };
    diagnostics.push(derived(&path, message));
    Some(addresses)
}

/// What each domain's vocabulary says.
fn vocabulary(folder: &Path, diagnostics: &mut Diagnostics) -> Addresses {
    let mut addresses = Addresses::new();
    for scope in file::folders(folder, diagnostics) {
        let domain = file::file_name(&scope);
        let path = scope.join(VOCABULARY_ADDRESSES);
        if path.symlink_metadata().is_err() {
            continue;
        }
        let Some(names) = file::object(&path, diagnostics) else { continue };
        // Beside artifacts it numbers kinds of edges and nodes, outcomes and transitions.
        for (name, address) in names.iter().filter(|(name, _)| fqdn::split(name).is_some()) {
            if let Some(address) = index::checked_address(&path, name, &[name], address, diagnostics) {
                addresses.entry(name.clone()).or_default().insert(domain.clone(), address);
            }
        }
    }
    addresses
}

/// Numbers by name, the same in each domain that has workflows.
fn by_order(artifacts: &BTreeMap<String, Artifact>) -> Addresses {
    let workflows = artifacts.values().filter(|it| it.kind == ArtifactKind::Workflow);
    let domains: BTreeSet<&str> = workflows.map(|it| it.namespace.as_str()).collect();
    let of_all = |address: i64| domains.iter().map(|domain| ((*domain).to_owned(), address)).collect();
    artifacts.keys().zip(0..).map(|(fqdn, address)| (fqdn.clone(), of_all(address))).collect()
}

fn derived(path: &Path, message: String) -> Diagnostic {
    Diagnostic {
        code: Code::DerivedAddresses,
        artifact: ADDRESSES.to_owned(),
        file: path.to_path_buf(),
        pointer: String::new(),
        message,
        remedy: format!(
            "put the `{VOCABULARY}` of this snapshot beside it, or seal it anew, if traces must name addresses"
        ),
    }
}
