//! `intents/`, `IN`

use pgs_protocol::protocol::{Admission, Intent};
use pgs_sealed::Artifact;

use super::reader::{Reader, summary};
use super::schema;

impl<'a> Reader<'a> {
    /// Reads an intent; none that is not in force.
    pub fn intent(&mut self, artifact: &'a Artifact) -> Option<Intent> {
        if self.superseded.contains_key(&artifact.fqdn) {
            return None;
        }
        let (front, core) = self.core(artifact)?;
        schema::idle_words(&core, "inputs", self.diagnostics);
        Some(Intent {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: schema::schemas(&core, "inputs", self.diagnostics),
            waived: Vec::new(),
            workflow: core.text("workflow").map(|code| format!("{}::{code}", artifact.namespace)),
            admission: Admission::default(),
            place: front.place,
        })
    }
}
