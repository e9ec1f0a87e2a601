//! `intents/`, `IN_`

use pgs_value::Value;

use super::super::{Admission, Intent};
use super::reader::{Reader, summary, texts};
use crate::snapshot::Artifact;

impl Reader<'_> {
    /// Reads an intent.
    pub fn intent(&mut self, artifact: &Artifact) -> Option<Intent> {
        let (front, core) = self.core(artifact)?;
        Some(Intent {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: core.schemas("inputs", self.diagnostics),
            workflow: core.text("workflow").map(str::to_owned),
            admission: events(core.fields.get("admission")),
            place: front.place,
        })
    }
}

/// The events that an `admission` names.
pub fn events(admission: Option<&Value>) -> Admission {
    let named = |key: &str| texts(admission.and_then(|it| it.get(key)));
    Admission { requires: named("requires"), forbids: named("forbids") }
}
