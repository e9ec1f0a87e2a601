//! Artifacts become the parts of a protocol, each kind in a file of its own.

mod binding;
mod classification;
mod contract;
mod intent;
mod known;
mod molecule;
mod reader;
mod runtime_binding;
mod schema;
mod side_effect;

mod transform;
mod workflow;

use std::collections::BTreeMap;
use std::path::Path;

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::protocol::{Generation, Protocol, Sealed, Semantics};
use pgs_sealed::{ArtifactType, Domain, Snapshot};

use self::reader::Reader;
use crate::supersession;

/// Reads the artifacts of all domains.
pub fn read(snapshot: &Snapshot, root: &Path, diagnostics: &mut Diagnostics) -> Protocol {
    let mut protocol = Protocol { semantics: Semantics::of(Generation::Pgc), ..Protocol::default() };
    let superseded = supersession::of(snapshot);
    let mut reader = Reader::new(snapshot, root, superseded, diagnostics);
    let artifacts: Vec<_> = reader.artifacts.values().copied().collect();
    for artifact in artifacts {
        let fqdn = artifact.fqdn.clone();
        protocol.hashes.insert(fqdn.clone(), artifact.content_hash.clone());
        match artifact.kind {
            ArtifactType::Workflow if reader.superseded.contains_key(&fqdn) => {
                insert(&mut protocol.superseded, fqdn, reader.workflow(artifact));
            }
            ArtifactType::Workflow => insert(&mut protocol.workflows, fqdn, reader.workflow(artifact)),
            ArtifactType::Intent => insert(&mut protocol.intents, fqdn, reader.intent(artifact)),
            ArtifactType::Contract => insert(&mut protocol.contracts, fqdn, reader.contract(artifact)),
            ArtifactType::Transform => insert(&mut protocol.transforms, fqdn, reader.transform(artifact)),
            ArtifactType::SideEffect => insert(&mut protocol.side_effects, fqdn, reader.side_effect(artifact)),
            ArtifactType::RuntimeBinding => insert(&mut protocol.bindings, fqdn, reader.runtime_binding(artifact)),
            // A structure is read with the runtime binding that names it; an event has a name, and nothing that is executed.
            // How runs are asked for over a network is no business of the compiler, and governance was checked by who compiled it.
            ArtifactType::Structure
            | ArtifactType::Event
            | ArtifactType::Actor
            | ArtifactType::IngressIntent
            | ArtifactType::EgressIntent
            | ArtifactType::TestData
            | ArtifactType::Vocabulary
            | ArtifactType::Constitution
            | ArtifactType::Invariant
            | ArtifactType::Surface
            | ArtifactType::Unknown(_) => {}
        }
    }
    protocol.sealed = Some(Sealed {
        identity: snapshot.manifest.snapshot_id.clone(),
        classification: classification::read(&mut reader, !protocol.workflows.is_empty()),
        conditions: snapshot.domains.iter().map(|(name, domain)| (name.clone(), conditions(domain))).collect(),
    });
    for (name, domain) in &snapshot.domains {
        for (identity, address) in domain.vocabulary.addresses() {
            if let Some(address) = address.filter(|_| domain.artifacts.contains_key(identity)) {
                let of_artifact = protocol.addresses.entry(identity.to_owned()).or_default();
                of_artifact.insert(name.clone(), i64::from(address));
            }
        }
    }
    protocol
}

/// The addresses of the conditions of edges: of a transition where the domain has one, else of the outcome itself.
fn conditions(domain: &Domain) -> BTreeMap<String, i64> {
    let mut conditions = BTreeMap::new();
    for head in ["outcome::", "transition::"] {
        for (identity, address) in domain.vocabulary.addresses() {
            if let (Some(outcome), Some(address)) = (identity.strip_prefix(head), address) {
                conditions.insert(outcome.to_owned(), i64::from(address));
            }
        }
    }
    conditions
}

fn insert<T>(map: &mut BTreeMap<String, T>, fqdn: String, value: Option<T>) {
    if let Some(value) = value {
        map.insert(fqdn, value);
    }
}
