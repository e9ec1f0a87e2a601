//! N004: artifacts that nothing is generated from.

use std::collections::BTreeSet;

use pgs_value::Value;

use super::super::place::say;
use super::reader::{Reader, front};
use crate::diagnostic::Code;
use crate::snapshot::{Artifact, ArtifactKind, Snapshot};

impl Reader<'_> {
    /// Notes each of them, when everything else is read.
    pub fn unused(&mut self) {
        let texts = texts(self.snapshot);
        for artifact in self.snapshot.artifacts.values() {
            if let Some((message, remedy)) = self.no_effect(artifact, &texts) {
                say(self.diagnostics, Code::UnusedArtifact, &front(artifact).place, message, remedy);
            }
        }
    }

    /// Why an artifact has no effect, and what to do; none if it has one, or if another rule says so.
    fn no_effect(&self, artifact: &Artifact, texts: &BTreeSet<&str>) -> Option<(&'static str, &'static str)> {
        // A reference that dangles may have meant it.
        let is_named = self.named.contains(&artifact.fqdn) || self.dangling.contains(&artifact.kind);
        match artifact.kind {
            ArtifactKind::IngressIntent => Some((
                "not used: nothing is generated from an ingress intent",
                "start the workflow by its binary, by `pgs run`, or from a service of your own",
            )),
            ArtifactKind::Actor => {
                Some(("not used: nothing asks for an actor", "check who asks for a run where the workflow is started"))
            }
            ArtifactKind::Invariant => Some((
                "not used: nothing checks an invariant",
                "check it in a contract of the workflows that could break it",
            )),
            ArtifactKind::Assertion => Some((
                "not used: nothing checks an assertion",
                "check it in a contract of the workflows that could break it",
            )),
            // A contract may write an event's name to a journal.
            ArtifactKind::Event
                if is_named || [&artifact.code, &artifact.fqdn].iter().any(|it| texts.contains(it.as_str())) =>
            {
                None
            }
            ArtifactKind::Event => Some((
                "not used: no workflow, contract or intent names this event",
                "emit it at an EXIT node, or remove the event",
            )),
            ArtifactKind::Structure => (!is_named).then_some((
                "not used: no runtime binding names this structure",
                "name it as `storage_structure` of a runtime binding, or remove the structure",
            )),
            ArtifactKind::Workflow
            | ArtifactKind::Intent
            | ArtifactKind::Contract
            | ArtifactKind::Transform
            | ArtifactKind::SideEffect
            | ArtifactKind::RuntimeBinding
            | ArtifactKind::Entity => None,
        }
    }
}

/// Every text in what is executed.
fn texts(snapshot: &Snapshot) -> BTreeSet<&str> {
    let mut texts = BTreeSet::new();
    for artifact in snapshot.artifacts.values().filter(|artifact| is_executed(artifact.kind)) {
        artifact.frontmatter.values().for_each(|value| collect(value, &mut texts));
    }
    texts
}

fn is_executed(kind: ArtifactKind) -> bool {
    match kind {
        ArtifactKind::Workflow | ArtifactKind::Intent | ArtifactKind::Contract => true,
        ArtifactKind::Transform
        | ArtifactKind::SideEffect
        | ArtifactKind::RuntimeBinding
        | ArtifactKind::Structure
        | ArtifactKind::IngressIntent
        | ArtifactKind::Event
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant
        | ArtifactKind::Assertion => false,
    }
}

fn collect<'a>(value: &'a Value, texts: &mut BTreeSet<&'a str>) {
    match value {
        Value::String(text) => {
            texts.insert(text);
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
