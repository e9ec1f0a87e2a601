//! `intents/`, `IN_`

use super::super::parts::Part;
use super::super::schema_words::Foreign;
use super::super::{Admission, Intent};
use super::reader::{Reader, front, summary};
use crate::diagnostic::{Code, Diagnostics};
use crate::snapshot::{Artifact, ArtifactKind};

impl Reader<'_> {
    /// Reads an intent.
    pub fn intent(&mut self, artifact: &Artifact) -> Option<Intent> {
        let (front, core) = self.core(artifact)?;
        self.started(artifact, &core);
        Some(Intent {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: core.schemas("inputs", self.diagnostics),
            workflow: core.text("workflow").map(str::to_owned),
            admission: events(&core, self.diagnostics),
            place: front.place,
        })
    }
}

impl Reader<'_> {
    /// Reads what nothing is generated from: the schema and the workflow of an ingress intent.
    pub fn ingress_intent(&mut self, artifact: &Artifact) {
        let Some(core) = front(artifact).below("core") else { return };
        core.check_schemas("admission_schema", Foreign::Idle, self.diagnostics);
        self.started(artifact, &core);
    }

    /// Says where the workflow that an intent names is not there. Nothing is run by way of that name.
    fn started(&mut self, artifact: &Artifact, core: &Part<'_>) {
        let Some(named) = core.optional_text("workflow", self.diagnostics) else { return };
        if self.find(artifact, named, ArtifactKind::Workflow).is_none() && !self.diagnostics.is_lost(named) {
            self.dangles(artifact, named, ArtifactKind::Workflow, Code::UnknownWorkflow, &core.place.at(["workflow"]));
        }
    }

    /// Reads the schema of an event.
    pub fn event_schema(&mut self, artifact: &Artifact) {
        if let Some(core) = front(artifact).below("core") {
            core.check_schemas("schema", Foreign::Refused, self.diagnostics);
        }
    }
}

/// The events that the `admission` of this `core` names.
pub fn events(core: &Part<'_>, diagnostics: &mut Diagnostics) -> Admission {
    let Some(admission) = core.object("admission", diagnostics) else { return Admission::default() };
    let requires = admission.list("requires", diagnostics);
    Admission { requires, forbids: admission.list("forbids", diagnostics) }
}
