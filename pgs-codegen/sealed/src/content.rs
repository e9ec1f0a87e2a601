//! The content hash of each artifact: of its machine block as a value, as PyYAML reads it.

use std::collections::BTreeMap;
use std::convert::Infallible;

use pgs_protocol::parallel;
use pgs_protocol::snapshot::machine;

use crate::artifact::Artifact;
use crate::hash;
use crate::refusal::{Recomputed, Refusal};
use crate::snapshot::Snapshot;
use crate::unchecked::Unchecked;

/// What became of one content hash.
enum Verdict {
    Holds,
    Differs(String),
    Unchecked(String),
}

/// Computes every content hash again; how many could be.
pub fn verify(snapshot: &Snapshot, unchecked: &mut Vec<Unchecked>) -> Result<usize, Refusal> {
    // Copies have one content hash: where their texts are one as well, one is read.
    let mut artifacts: BTreeMap<(&str, &str), &Artifact> = BTreeMap::new();
    for artifact in snapshot.domains.values().flat_map(|domain| domain.artifacts.values()) {
        artifacts.entry((&artifact.fqdn, artifact.content())).or_insert(artifact);
    }
    let artifacts: Vec<&Artifact> = artifacts.into_values().collect();
    let Ok(verdicts) = parallel::map(&artifacts, || Ok::<_, Infallible>(()), |(), it| Ok(judge(it)));
    let mut computed = 0;
    for (artifact, verdict) in artifacts.into_iter().zip(verdicts) {
        match verdict {
            Verdict::Holds => computed += 1,
            Verdict::Unchecked(reason) => {
                let (fqdn, file) = (artifact.fqdn.clone(), artifact.file.clone());
                unchecked.push(Unchecked::Content { fqdn, file, reason });
            }
            Verdict::Differs(actual) => {
                return Err(Refusal::Computed {
                    what: Recomputed::Content,
                    file: artifact.file.clone(),
                    pointer: "/content_hash".to_owned(),
                    actual,
                    stated: artifact.content_hash.clone(),
                });
            }
        }
    }
    Ok(computed)
}

fn judge(artifact: &Artifact) -> Verdict {
    let block = match machine::block(artifact.content()) {
        Ok(block) => block,
        Err(problem) => return Verdict::Unchecked(format!("{problem}")),
    };
    let document = match pgs_yaml::parse_python(block.text) {
        Ok(document) => document,
        Err(problem) => return Verdict::Unchecked(format!("its machine block is not read here: {problem}")),
    };
    let actual = hash::of(&document.value);
    match actual == artifact.content_hash {
        true => Verdict::Holds,
        false if document.has_other_keys => {
            Verdict::Unchecked("its machine block has keys that are no texts, whose order is not known here".to_owned())
        }
        false => Verdict::Differs(actual),
    }
}
