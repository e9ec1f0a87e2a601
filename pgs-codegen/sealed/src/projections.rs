//! The hashes of a domain's projections: as they are stated, and as they are.

use std::collections::BTreeMap;

use pgs_value::{Map, Value, View, json};

use crate::domain::Domain;
use crate::hash::{self, sha256};
use crate::manifest::MANIFEST;
use crate::refusal::{Recomputed, Refusal};
use crate::snapshot::Snapshot;

/// The parts of a topology that are hashed.
const TOPOLOGY: [&str; 3] = ["nodes", "edges", "adjacency"];

/// Whether each domain states one tokenized projection hash in its metadata, its attestation and the manifest.
pub fn verify_stated(snapshot: &Snapshot) -> Result<(), Refusal> {
    snapshot.domains.values().try_for_each(stated)
}

fn stated(domain: &Domain) -> Result<(), Refusal> {
    let Domain { entry, tokenized, attestation, .. } = domain;
    let differ = |file: &str, pointer, this: &str, other_file: &str, other: &str| {
        if this == other && !this.is_empty() {
            return Ok(());
        }
        Err(Refusal::ProjectionHash {
            file: file.to_owned(),
            pointer,
            this: this.to_owned(),
            other_file: other_file.to_owned(),
            other: other.to_owned(),
        })
    };
    let hash = tokenized.projection_hash.as_str();
    let attested = attestation.tokenized_projection_hash.as_str();
    differ(&tokenized.file, "/projection_hash", hash, &attestation.file, attested)?;
    differ(&tokenized.file, "/projection_hash", hash, MANIFEST, &entry.tokenized)?;
    differ(&attestation.file, "/tokenized_projection_hash", attested, MANIFEST, &entry.attested)?;
    // The reference leaves the other two as they are stated, and the manifest's covered by the identity.
    let (canonical, symbols) = (&domain.canonical, &domain.symbols);
    differ(&canonical.file, "/projection_hash", &canonical.projection_hash, MANIFEST, &entry.canonical)?;
    differ(&symbols.file, "/projection_hash", &symbols.projection_hash, MANIFEST, &entry.vocabulary)?;
    differ(&attestation.file, "/attestation_hash", &attestation.attestation_hash, MANIFEST, &entry.attestation)?;
    for metadata in [canonical, tokenized, symbols] {
        if let Some(hash) = &metadata.graph_address_hash {
            differ(&metadata.file, "/graph_address_hash", hash, MANIFEST, &entry.graph_address_hash)?;
        }
    }
    match &tokenized.vocabulary_hash {
        Some(hash) => differ(&tokenized.file, "/vocabulary_hash", hash, &symbols.file, &symbols.projection_hash),
        None => Ok(()),
    }
}

/// Whether what a domain holds has the hashes that are stated.
pub fn verify_computed(snapshot: &Snapshot) -> Result<(), Refusal> {
    snapshot.domains.values().try_for_each(computed)
}

fn computed(domain: &Domain) -> Result<(), Refusal> {
    let Domain { entry, canonical, tokenized, symbols, attestation, .. } = domain;
    let checks = [
        (Recomputed::CanonicalProjection, &canonical.file, "/projection_hash", of_artifacts(domain), &entry.canonical),
        (Recomputed::TokenizedProjection, &tokenized.file, "/projection_hash", of_topology(domain), &entry.tokenized),
        (Recomputed::VocabularyProjection, &symbols.file, "/projection_hash", of_vocabulary(domain), &entry.vocabulary),
        (
            Recomputed::Attestation,
            &attestation.file,
            "/attestation_hash",
            sha256(&attestation.tokenized_projection_hash),
            &attestation.attestation_hash,
        ),
    ];
    for (what, file, pointer, actual, stated) in checks {
        if actual != *stated {
            let (file, pointer, stated) = (file.clone(), pointer.to_owned(), stated.clone());
            return Err(Refusal::Computed { what, file, pointer, actual, stated });
        }
    }
    Ok(())
}

/// Of all artifacts, by name.
pub fn of_artifacts(domain: &Domain) -> String {
    let mut text = String::new();
    let artifacts = domain.artifacts.iter().map(|(fqdn, artifact)| (fqdn.as_str(), &artifact.json));
    json::write_object(&mut text, artifacts, |text, _, json| json::write_canonical(text, View::Object(json)));
    sha256(text)
}

/// Of what a topology connects, without what it says of itself.
pub fn of_topology(domain: &Domain) -> String {
    let part = |key: &str| (key.to_owned(), domain.topology.get(key).cloned().unwrap_or_default());
    hash::of(&Value::Object(TOPOLOGY.map(part).into_iter().collect()))
}

/// Of both tables of addresses.
pub fn of_vocabulary(domain: &Domain) -> String {
    let table = |table: &BTreeMap<String, String>| {
        Value::Object(
            table.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect::<Map<_, _>>(),
        )
    };
    let (forward, reverse) = (table(&domain.vocabulary.forward), table(&domain.vocabulary.reverse));
    hash::of(&json!({"forward": forward, "reverse": reverse}))
}
