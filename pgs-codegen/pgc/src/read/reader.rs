//! What the reading of every kind stands on: references, parts, and where diagnostics go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Part, Place, say};
use pgs_sealed::{Artifact, ArtifactType, Snapshot};

use crate::supersession::Superseded;

/// A snapshot that is being read.
pub struct Reader<'a> {
    /// The folder of the snapshot.
    root: PathBuf,
    /// The artifacts by FQDN, of several copies one.
    pub artifacts: BTreeMap<&'a str, &'a Artifact>,
    /// The artifacts that are not in force.
    pub superseded: Superseded,
    /// What is wrong.
    pub diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing yet.
    pub fn new(snapshot: &'a Snapshot, root: &Path, superseded: Superseded, diagnostics: &'a mut Diagnostics) -> Self {
        let mut artifacts = BTreeMap::new();
        for artifact in snapshot.domains.values().flat_map(|domain| domain.artifacts.values()) {
            artifacts.entry(artifact.fqdn.as_str()).or_insert(artifact);
        }
        Self { root: root.to_path_buf(), artifacts, superseded, diagnostics }
    }

    /// The machine block of an artifact.
    pub fn front(&mut self, artifact: &'a Artifact) -> Option<Part<'a>> {
        let place = self.place(artifact).at(["frontmatter"]);
        // There is none without: it was read so.
        artifact.frontmatter().map(|fields| Part { fields, place })
    }

    /// The machine block of an artifact, and its `core`.
    pub fn core(&mut self, artifact: &'a Artifact) -> Option<(Part<'a>, Part<'a>)> {
        let front = self.front(artifact)?;
        let core = front.object("core", self.diagnostics);
        if core.is_none() && !front.fields.contains_key("core") {
            front.malformed("core", "an object", self.diagnostics);
        }
        Some((front, core?))
    }

    /// The file of an artifact.
    pub fn place(&self, artifact: &Artifact) -> Place {
        Place { artifact: artifact.fqdn.clone(), file: self.root.join(&artifact.file), pointer: String::new() }
    }

    /// The FQDN of a reference; that it names nothing of this kind is an error.
    pub fn resolve(&mut self, fqdn: &str, kind: &ArtifactType, place: &Place) -> Option<String> {
        let found = self.artifacts.get(fqdn).filter(|it| it.kind == *kind);
        if found.is_none() {
            let of_kind = self.artifacts.values().filter(|it| it.kind == *kind).map(|it| it.fqdn.as_str());
            let noun = noun(kind);
            let message = match self.artifacts.get(fqdn) {
                Some(_) => format!("`{fqdn}` is not {noun}, which is wanted here"),
                None => format!("`{fqdn}` names no artifact of the snapshot"),
            };
            let remedy = near::remedy(fqdn, of_kind, &format!("name {noun} of the snapshot by its FQDN"));
            say(self.diagnostics, Code::DanglingReference, place, message, remedy);
        }
        found.map(|it| it.fqdn.clone())
    }
}

/// The summary of an artifact.
pub fn summary(core: &Part<'_>) -> String {
    core.text("summary").or_else(|| core.text("description")).unwrap_or_default().trim().to_owned()
}

/// A kind that others name, with its article.
fn noun(kind: &ArtifactType) -> &'static str {
    match kind {
        ArtifactType::Workflow => "a workflow",
        ArtifactType::Intent => "an intent",
        ArtifactType::Contract => "a contract",
        ArtifactType::Transform => "a transform",
        ArtifactType::SideEffect => "a side effect",
        ArtifactType::RuntimeBinding => "a runtime binding",
        ArtifactType::Structure => "a structure",
        ArtifactType::Event => "an event",
        ArtifactType::Actor => "an actor",
        ArtifactType::Vocabulary => "a vocabulary",
        ArtifactType::IngressIntent
        | ArtifactType::EgressIntent
        | ArtifactType::TestData
        | ArtifactType::Constitution
        | ArtifactType::Invariant
        | ArtifactType::Surface
        | ArtifactType::Unknown(_) => "an artifact of another kind",
    }
}
