//! The addresses of a domain, computed again from its artifacts.
//!
//! An artifact's address is its place in the sorted names of the domain's artifacts and of the governance that the domain
//! imports. That governance is not in the domain's own files: it is found in the domain that it is imported from.

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::pointer::push;
use pgs_value::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::artifact::{Artifact, ArtifactType, truth};
use crate::domain::{Domain, ImportedGovernance};
use crate::hash;
use crate::manifest::MANIFEST;
use crate::refusal::{Recomputed, Refusal};
use crate::snapshot::Snapshot;
use crate::unchecked::Unchecked;

/// The first address of an outcome, and of a transition.
pub const OUTCOMES: u32 = 0x5000;
pub const TRANSITIONS: u32 = 0x6000;

/// Namespaces of a vocabulary that no artifact is in.
pub const OUTCOME: &str = "outcome";
pub const TRANSITION: &str = "transition";
const OTHERS: [&str; 4] = ["edge_kind", "node_kind", OUTCOME, TRANSITION];

/// The kinds of artifact that a domain is made of: an invariant about one of them is imported.
const INSTANCES: [&str; 11] = ["WF", "CC", "CS", "CT", "RB", "AC", "IN", "EV", "TI", "TE", "TEST_DATA"];

/// Whether the addresses of each domain are those of its artifacts.
pub fn verify(snapshot: &Snapshot, unchecked: &mut Vec<Unchecked>) -> Result<(), Refusal> {
    for domain in snapshot.domains.values() {
        tables(domain)?;
        same_names(domain)?;
        numbered(domain, OUTCOME, OUTCOMES, &outcomes(domain))?;
        numbered(domain, TRANSITION, TRANSITIONS, &transitions(domain))?;
        let Some(members) = imported(snapshot, domain) else {
            let import = domain.attestation.imported_governance.iter().map(|it| it.import_domain.clone()).collect();
            unchecked.push(Unchecked::Addresses { domain: domain.entry.domain.clone(), import });
            continue;
        };
        if let Some(governance) = &domain.attestation.imported_governance {
            closure(domain, governance, &members)?;
        }
        allocated(domain, &members)?;
    }
    Ok(())
}

/// Whether both tables say the same.
fn tables(domain: &Domain) -> Result<(), Refusal> {
    let vocabulary = &domain.vocabulary;
    for (address, identity) in &vocabulary.forward {
        if vocabulary.reverse.get(identity) != Some(address) {
            let problem = format!("`{identity}` has the address {address} here, and not in `reverse.json`");
            return Err(wrong(domain, "forward.json", address, problem));
        }
    }
    let missing = vocabulary.reverse.iter().find(|(_, address)| !vocabulary.forward.contains_key(*address));
    if let Some((identity, address)) = missing {
        let problem = format!("`{identity}` has the address {address} here, which `forward.json` does not have");
        return Err(wrong(domain, "reverse.json", identity, problem));
    }
    match vocabulary.addresses().find(|(_, number)| number.is_none()) {
        Some((identity, _)) => {
            let problem = format!("the address of `{identity}` does not read like \"0x0035\"");
            Err(wrong(domain, "reverse.json", identity, problem))
        }
        None => Ok(()),
    }
}

/// Whether each artifact has an address, and each address of an artifact its artifact.
fn same_names(domain: &Domain) -> Result<(), Refusal> {
    let named: BTreeSet<&str> =
        domain.vocabulary.reverse.keys().map(String::as_str).filter(|it| is_artifact(it)).collect();
    if let Some(identity) = named.iter().find(|it| !domain.artifacts.contains_key(**it)) {
        let problem = format!("`{identity}` has an address, and is no artifact of `{}`", domain.entry.domain);
        return Err(wrong(domain, "reverse.json", identity, problem));
    }
    match domain.artifacts.keys().find(|it| !named.contains(it.as_str())) {
        Some(fqdn) => Err(wrong(domain, "reverse.json", fqdn, format!("the artifact `{fqdn}` has no address"))),
        None => Ok(()),
    }
}

fn is_artifact(identity: &str) -> bool {
    !OTHERS.contains(&identity.split("::").next().unwrap_or_default())
}

/// Whether these words, and no others, have the addresses from the first one on.
fn numbered(domain: &Domain, namespace: &str, first: u32, words: &BTreeSet<&str>) -> Result<(), Refusal> {
    let identities: Vec<String> = words.iter().map(|word| format!("{namespace}::{word}")).collect();
    for (identity, address) in identities.iter().zip(first..) {
        if domain.vocabulary.address(identity) != Some(address) {
            let problem = format!("`{identity}` should have the address 0x{address:04X}");
            return Err(wrong(domain, "reverse.json", identity, problem));
        }
    }
    let head = format!("{namespace}::");
    let extra = domain.vocabulary.reverse.keys().find(|it| it.starts_with(&head) && !identities.contains(it));
    match extra {
        Some(identity) => {
            let problem = format!("`{identity}` has an address, and no artifact of `{}` says it", domain.entry.domain);
            Err(wrong(domain, "reverse.json", identity, problem))
        }
        None => Ok(()),
    }
}

fn of_kind(domain: &Domain, kind: ArtifactType) -> impl Iterator<Item = &Artifact> {
    domain.artifacts.values().filter(move |it| it.kind == kind)
}

/// The outcomes that the domain's contracts allow.
pub fn outcomes(domain: &Domain) -> BTreeSet<&str> {
    let allowed = of_kind(domain, ArtifactType::Contract)
        .filter_map(|it| it.at(&["core", "result_status_contract", "allowed"])?.as_array());
    allowed.flatten().filter_map(Value::as_str).collect()
}

/// The conditions of the edges of the domain's workflows.
pub fn transitions(domain: &Domain) -> BTreeSet<&str> {
    let nodes = of_kind(domain, ArtifactType::Workflow).filter_map(|it| it.at(&["core", "nodes"])?.as_object());
    let edges = nodes.flat_map(|nodes| nodes.values()).filter_map(|node| node.get("next")?.as_object());
    edges.flat_map(|next| next.keys()).map(String::as_str).collect()
}

/// The governance that a domain imports, with its content hashes, sorted by name; none if the domain that it is of is not
/// there.
fn imported<'s>(snapshot: &'s Snapshot, domain: &Domain) -> Option<Vec<(&'s str, &'s str)>> {
    match &domain.attestation.imported_governance {
        None => Some(Vec::new()),
        Some(governance) => snapshot.domains.get(&governance.import_domain).map(members),
    }
}

/// The addresses of all artifacts that a domain was compiled with, also of those that it does not hold; none if they are
/// not known.
pub fn of_artifacts<'s>(snapshot: &'s Snapshot, domain: &'s Domain) -> Option<BTreeMap<&'s str, u32>> {
    Some(given(domain, &imported(snapshot, domain)?))
}

/// The addresses as they were given: by place in the sorted names.
pub fn given<'s>(domain: &'s Domain, members: &[(&'s str, &'s str)]) -> BTreeMap<&'s str, u32> {
    let own = domain.artifacts.keys().map(String::as_str);
    let names: BTreeSet<&str> = own.chain(members.iter().map(|(fqdn, _)| *fqdn)).collect();
    names.into_iter().zip(0..).collect()
}

/// The governance of a domain that others import, with its content hashes, sorted by name.
pub fn members(domain: &Domain) -> Vec<(&str, &str)> {
    let is_member = |artifact: &&Artifact| match artifact.folder.as_str() {
        "vocabulary" => true,
        "invariants" => is_imported(artifact),
        _ => false,
    };
    let members = domain.artifacts.values().filter(is_member);
    members.map(|it| (it.fqdn.as_str(), it.content_hash.as_str())).collect()
}

/// Whether an invariant is about all artifacts of a kind that domains are made of.
fn is_imported(invariant: &Artifact) -> bool {
    let kinds = invariant.at(&["assert_projection", "applies_to_kinds"]).and_then(Value::as_array);
    let mut kinds = kinds.into_iter().flatten().filter_map(Value::as_str);
    let scope = invariant.at(&["assert_projection", "scope", "applies_to"]);
    kinds.any(|kind| INSTANCES.contains(&kind)) && scope.is_none_or(|it| !truth(it))
}

/// The hash of the governance that a domain imports.
pub fn closure_hash(members: &[(&str, &str)]) -> String {
    let mut hasher = Sha256::new();
    for (fqdn, hash) in members {
        for text in [fqdn, hash] {
            hasher.update(text);
            hasher.update([0]);
        }
    }
    hex::encode(hasher.finalize())
}

/// The hash of all addresses that were given.
pub fn table_hash(given: &BTreeMap<&str, u32>) -> String {
    let table: Value = given.iter().map(|(identity, address)| json!([identity, address])).collect();
    hash::of(&table)
}

/// Whether the governance is the one that the domain was compiled under.
fn closure(domain: &Domain, stated: &ImportedGovernance, members: &[(&str, &str)]) -> Result<(), Refusal> {
    let (actual, count) = (closure_hash(members), members.len());
    if actual == stated.governance_closure_hash && count as u64 == stated.closure_member_count {
        return Ok(());
    }
    Err(Refusal::Computed {
        what: Recomputed::GovernanceClosure,
        file: domain.attestation.file.clone(),
        pointer: "/imported_governance/governance_closure_hash".to_owned(),
        actual: format!("{actual} ({count} members)"),
        stated: format!("{} ({} members)", stated.governance_closure_hash, stated.closure_member_count),
    })
}

/// Whether the addresses are those that were given, by place and by hash.
fn allocated(domain: &Domain, members: &[(&str, &str)]) -> Result<(), Refusal> {
    let mut given = given(domain, members);
    for fqdn in domain.artifacts.keys() {
        let address = given.get(fqdn.as_str()).copied();
        if domain.vocabulary.address(fqdn) != address {
            let problem = format!("`{fqdn}` should have the address 0x{:04X}", address.unwrap_or_default());
            return Err(wrong(domain, "reverse.json", fqdn, problem));
        }
    }
    let others = domain.vocabulary.addresses().filter(|(identity, _)| !is_artifact(identity));
    given.extend(others.filter_map(|(identity, address)| Some((identity, address?))));
    let (actual, stated) = (table_hash(&given), domain.entry.graph_address_hash.clone());
    if actual == stated {
        return Ok(());
    }
    let what = Recomputed::GraphAddresses;
    Err(Refusal::Computed { what, file: MANIFEST.to_owned(), pointer: "/domains".to_owned(), actual, stated })
}

fn wrong(domain: &Domain, file: &str, key: &str, problem: String) -> Refusal {
    let mut pointer = String::new();
    push(&mut pointer, key);
    Refusal::Vocabulary { file: format!("vocabulary/{}/{file}", domain.entry.domain), pointer, problem }
}
