//! `intents/`, `IN_`

use super::super::parts::Part;
use super::super::schema_words::Foreign;
use super::super::{Admission, Ingress, Intent};
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
            waived: Vec::new(),
            workflow: core.text("workflow").map(str::to_owned),
            admission: events(&core, self.diagnostics),
            place: front.place,
        })
    }
}

impl Reader<'_> {
    /// Reads an ingress intent; none if the workflow that it names is not there.
    pub fn ingress_intent(&mut self, artifact: &Artifact) -> Option<Ingress> {
        let core = front(artifact).below("core")?;
        core.check_schemas("admission_schema", Foreign::Idle, self.diagnostics);
        self.started(artifact, &core);
        let route = core.below("route");
        let said = |key: &str| route.as_ref().and_then(|route| route.text(key)).map(str::to_owned);
        Some(Ingress {
            fqdn: artifact.fqdn.clone(),
            method: said("method"),
            path: said("path"),
            content_type: said("content_type"),
            workflow: self.find(artifact, core.text("workflow")?, ArtifactKind::Workflow)?,
        })
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
