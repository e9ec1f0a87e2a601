//! `capability_side_effects/`, `CS`

use pgs_protocol::protocol::{DeclaredOperation, Effect, Part, SideEffect};
use pgs_sealed::Artifact;

use super::reader::Reader;

impl<'a> Reader<'a> {
    /// Reads a side effect.
    pub fn side_effect(&mut self, artifact: &'a Artifact) -> Option<SideEffect> {
        let (front, core) = self.core(artifact)?;
        let declared = core.objects("operations", self.diagnostics).into_iter();
        let operations = declared.map(|(name, part)| self.operation(name, &part)).collect();
        Some(SideEffect { fqdn: artifact.fqdn.clone(), operations, place: front.place })
    }

    fn operation(&mut self, name: &str, part: &Part<'_>) -> DeclaredOperation {
        let effect = match part.required_text("effect", self.diagnostics) {
            Some("read") => Some(Effect::Read),
            Some("write") => Some(Effect::Write),
            Some(_) => {
                part.malformed("effect", "`read` or `write`", self.diagnostics);
                None
            }
            None => None,
        };
        DeclaredOperation {
            name: name.to_owned(),
            effect,
            handler: part.optional_text("handler", self.diagnostics).map(str::to_owned),
            statuses: part.list("result_status_values", self.diagnostics),
        }
    }
}
