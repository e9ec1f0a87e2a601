//! A domain that uses a capability of another carries a copy of it: the copies agree.

use std::collections::BTreeMap;

use crate::artifact::Artifact;
use crate::refusal::Refusal;
use crate::snapshot::Snapshot;

/// Whether all copies of each artifact have one content hash.
pub fn verify(snapshot: &Snapshot) -> Result<(), Refusal> {
    let mut first: BTreeMap<&str, &Artifact> = BTreeMap::new();
    for artifact in snapshot.domains.values().flat_map(|domain| domain.artifacts.values()) {
        let other = *first.entry(&artifact.fqdn).or_insert(artifact);
        if other.content_hash != artifact.content_hash {
            return Err(Refusal::CopiesDiffer {
                fqdn: artifact.fqdn.clone(),
                file: artifact.file.clone(),
                this: artifact.content_hash.clone(),
                other_file: other.file.clone(),
                other: other.content_hash.clone(),
            });
        }
    }
    Ok(())
}
