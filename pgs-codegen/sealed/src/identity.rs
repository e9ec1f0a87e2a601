//! The identity of a snapshot: of what its domains are, and of every file.

use pgs_value::{Value, json};

use crate::hash;
use crate::manifest::{Constituent, DomainEntry, Manifest};
use crate::refusal::Refusal;

/// Whether the identity is the one that the manifest states, twice. The files were compared with their hashes before; the
/// profile's hash is that of the profile as it is now, if it is known, or else the one that the manifest states.
pub fn verify(manifest: &Manifest, profile_digest: Option<&str>) -> Result<(), Refusal> {
    let actual = of(manifest, profile_digest.unwrap_or(&manifest.profile_sha256));
    if actual != manifest.snapshot_id {
        return Err(Refusal::SnapshotId { actual, stated: manifest.snapshot_id.clone() });
    }
    if actual != manifest.composite_hash {
        return Err(Refusal::CompositeHash { actual, stated: manifest.composite_hash.clone() });
    }
    Ok(())
}

/// The identity of a snapshot with this hash of its profile.
pub fn of(manifest: &Manifest, profile_digest: &str) -> String {
    let mut domains: Vec<&DomainEntry> = manifest.domains.iter().collect();
    domains.sort_by(|left, right| left.domain.cmp(&right.domain));
    let constituent = |it: &Constituent| json!({"path": it.path, "sha256": it.sha256});
    hash::of(&json!({
        "domains": domains.into_iter().map(domain).collect::<Vec<_>>(),
        "constituents": manifest.constituents.iter().map(constituent).collect::<Vec<_>>(),
        "profile": manifest.profile,
        "profile_sha256": profile_digest,
    }))
}

fn domain(entry: &DomainEntry) -> Value {
    json!({
        "domain": entry.domain,
        "tokenized_projection_hash": entry.tokenized,
        "vocabulary_projection_hash": entry.vocabulary,
        "canonical_projection_hash": entry.canonical,
        "attestation_hash": entry.attestation,
        "graph_address_hash": entry.graph_address_hash,
    })
}
