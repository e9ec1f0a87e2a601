//! `intents/`, `IN_`

use super::super::parts::Part;
use super::super::{Admission, Intent};
use super::reader::{Reader, summary};
use crate::diagnostic::Diagnostics;
use crate::snapshot::Artifact;

impl Reader<'_> {
    /// Reads an intent.
    pub fn intent(&mut self, artifact: &Artifact) -> Option<Intent> {
        let (front, core) = self.core(artifact)?;
        Some(Intent {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: core.schemas("inputs", self.diagnostics),
            workflow: core.optional_text("workflow", self.diagnostics).map(str::to_owned),
            admission: events(&core, self.diagnostics),
            place: front.place,
        })
    }
}

/// The events that the `admission` of this `core` names.
pub fn events(core: &Part<'_>, diagnostics: &mut Diagnostics) -> Admission {
    let Some(admission) = core.object("admission", diagnostics) else { return Admission::default() };
    let requires = admission.list("requires", diagnostics);
    Admission { requires, forbids: admission.list("forbids", diagnostics) }
}
