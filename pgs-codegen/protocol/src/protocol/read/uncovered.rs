//! E092, N091: what is executed and no hash covers.

use std::collections::BTreeMap;

use super::super::place::{Place, say};
use super::reader::{Reader, front};
use crate::diagnostic::Code;
use crate::snapshot::{Artifact, ArtifactKind, SETTINGS, file, identity};

impl Reader<'_> {
    /// Says which artifacts are a copy of another one and state no name, so that nobody can tell which of the two it is.
    pub fn copies(&mut self) {
        let mut known: BTreeMap<&str, &Artifact> = BTreeMap::new();
        let is_named = |it: &&Artifact| match it.kind {
            ArtifactKind::Workflow
            | ArtifactKind::Intent
            | ArtifactKind::Contract
            | ArtifactKind::Transform
            | ArtifactKind::SideEffect
            | ArtifactKind::RuntimeBinding
            | ArtifactKind::Structure
            | ArtifactKind::Event => !identity::is_stated(&it.frontmatter),
            ArtifactKind::IngressIntent
            | ArtifactKind::Entity
            | ArtifactKind::Actor
            | ArtifactKind::Invariant
            | ArtifactKind::Assertion => false,
        };
        for artifact in self.snapshot.artifacts.values().filter(is_named) {
            let Some(other) = known.insert(&artifact.hash, artifact) else { continue };
            let message = format!("the content is that of `{}`, and its machine block states no name", other.fqdn);
            let remedy =
                "state the code in both blocks (`wf_code: WF_…`, `cc_code: CC_…`), and seal the snapshot again";
            say(self.diagnostics, Code::OneContent, &front(artifact).place, message, remedy);
        }
    }

    /// Notes the crates that the settings add: the build compiles them, and what is generated calls them.
    pub fn added_crates(&mut self) {
        let settings = &self.snapshot.settings;
        let path = file::home(&self.snapshot.root).join(SETTINGS);
        let capabilities = settings.capabilities.iter().map(|(name, it)| ("capabilities", name, &it.dependency));
        let dependencies = settings.dependencies.iter().map(|(name, it)| ("dependencies", name, it));
        for (table, name, dependency) in capabilities.chain(dependencies) {
            let place = Place {
                artifact: file::file_name(&path),
                file: path.clone(),
                pointer: crate::diagnostic::pointer([table, name]),
            };
            let message = format!("the crate `{name}` ({dependency}) is compiled and run with this protocol");
            say(self.diagnostics, Code::AddedCrate, &place, message, "read the crate before you build, or remove it");
        }
    }
}
