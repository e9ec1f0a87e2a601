//! `capability_side_effects/`, `CS_`

use super::super::{DeclaredOperation, SideEffect};
use super::reader::Reader;
use crate::snapshot::Artifact;

impl Reader<'_> {
    /// Reads a side effect.
    pub fn side_effect(&mut self, artifact: &Artifact) -> SideEffect {
        let (front, core) = self.core_or_empty(artifact);
        let declared = core.objects("operations", self.diagnostics).into_iter();
        let operation =
            |name: &str| DeclaredOperation { name: name.to_owned(), effect: None, handler: None, statuses: Vec::new() };
        let operations = declared.map(|(name, _)| operation(name)).collect();
        SideEffect { fqdn: artifact.fqdn.clone(), operations, place: front.place }
    }
}
