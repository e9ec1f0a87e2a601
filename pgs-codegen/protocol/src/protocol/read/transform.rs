//! `capability_transforms/`, `CT_`

use std::collections::BTreeSet;

use super::super::{Body, Purity, Transform};
use super::reader::{Reader, summary};
use crate::snapshot::Artifact;

impl Reader<'_> {
    /// Reads a transform.
    pub fn transform(&mut self, artifact: &Artifact) -> Transform {
        let (front, core) = self.core_or_empty(artifact);
        Transform {
            fqdn: artifact.fqdn.clone(),
            inputs: core.schemas("inputs", self.diagnostics),
            outputs: core.schemas("outputs", self.diagnostics),
            body: Body::Atom(Purity::Pure),
            versions: BTreeSet::from([self.snapshot.version]),
            summary: summary(&core),
            place: front.place,
        }
    }
}
