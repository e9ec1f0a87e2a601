//! `capability_side_effects/`, `CS_`

use super::super::SideEffect;
use super::reader::Reader;
use crate::snapshot::Artifact;

impl Reader<'_> {
    /// Reads a side effect.
    pub fn side_effect(&mut self, artifact: &Artifact) -> SideEffect {
        let (front, core) = self.core_or_empty(artifact);
        let operations =
            core.objects("operations", self.diagnostics).into_iter().map(|(op, _)| op.to_owned()).collect();
        SideEffect { fqdn: artifact.fqdn.clone(), operations, place: front.place }
    }
}
