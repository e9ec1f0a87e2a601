//! What the reading of every kind stands on: references, parts, and where diagnostics go.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pgs_value::{Map, Value};

use super::super::parts::Part;
use super::super::place::{Place, say};
use crate::diagnostic::{Code, Diagnostics};
use crate::fqdn;
use crate::near;
use crate::snapshot::{Artifact, ArtifactKind, Snapshot};

/// A snapshot that is being read.
pub struct Reader<'a> {
    /// The snapshot.
    pub snapshot: &'a Snapshot,
    /// What is wrong.
    pub diagnostics: &'a mut Diagnostics,
    /// The artifacts that references have named so far.
    pub named: BTreeSet<String>,
    /// The kinds of which references have named one that is not there.
    pub dangling: BTreeSet<ArtifactKind>,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing yet.
    pub fn new(snapshot: &'a Snapshot, diagnostics: &'a mut Diagnostics) -> Self {
        Self { snapshot, diagnostics, named: BTreeSet::new(), dangling: BTreeSet::new() }
    }

    /// The FQDN of a reference that may be a bare code; a dangling one is an error, unless it names what can't be read.
    pub fn resolve(&mut self, from: &Artifact, code: &str, kind: ArtifactKind, place: &Place) -> Option<String> {
        let found = self.find(from, code, kind);
        if let Some(fqdn) = &found {
            self.named.insert(fqdn.clone());
        } else {
            self.dangling.insert(kind);
            if !self.diagnostics.is_lost(code) {
                self.dangles(from, code, kind, Code::DanglingReference, place);
            }
        }
        found
    }

    /// Says with `rule` that a reference names nothing of this kind.
    pub fn dangles(&mut self, from: &Artifact, code: &str, kind: ArtifactKind, rule: Code, place: &Place) {
        let is_named = |it: &&Artifact| it.fqdn == code || it.code == code;
        let of_code: Vec<&Artifact> = self.snapshot.artifacts.values().filter(is_named).collect();
        let of_kind = || self.snapshot.artifacts.values().filter(|it| it.kind == kind);
        let names = of_kind().map(|it| if code.contains("::") { it.fqdn.as_str() } else { it.code.as_str() });
        let noun = noun(kind);
        let (message, remedy) = match of_code.as_slice() {
            [] => (
                format!("`{code}` names no artifact of the snapshot"),
                near::remedy(code, names, &otherwise(code, kind)),
            ),
            [other] if other.kind != kind => {
                (format!("`{code}` is {}, and {noun} is wanted here", self::noun(other.kind)), format!("name {noun}"))
            }
            several => (
                format!(
                    "`{code}` may be {}",
                    several.iter().map(|it| it.fqdn.as_str()).collect::<Vec<_>>().join(" or ")
                ),
                format!("write the one that is meant with its namespace; `{}` has none", from.namespace),
            ),
        };
        say(self.diagnostics, rule, place, message, remedy);
    }

    /// What a reference names.
    pub fn find(&self, from: &Artifact, code: &str, kind: ArtifactKind) -> Option<String> {
        let of_kind = |artifact: &&Artifact| artifact.kind == kind;
        if code.contains("::") {
            return self.snapshot.artifacts.get(code).filter(of_kind).map(|artifact| artifact.fqdn.clone());
        }
        let own = format!("{}::{code}", from.namespace);
        if let Some(artifact) = self.snapshot.artifacts.get(&own).filter(of_kind) {
            return Some(artifact.fqdn.clone());
        }
        let mut named = self.snapshot.artifacts.values().filter(of_kind).filter(|artifact| artifact.code == code);
        match (named.next(), named.next()) {
            (Some(one), None) => Some(one.fqdn.clone()),
            _ => None,
        }
    }

    /// The event that an EXIT node emits, as it is written.
    pub fn event(&mut self, from: &Artifact, code: &str, place: &Place) -> Option<String> {
        self.resolve(from, code, ArtifactKind::Event, place).map(|_| code.to_owned())
    }

    pub fn core<'b>(&mut self, artifact: &'b Artifact) -> Option<(Part<'b>, Part<'b>)> {
        let front = front(artifact);
        if let Some(Value::Object(fields)) = artifact.frontmatter.get("core") {
            let core = Part { fields, place: front.place.at(["core"]) };
            Some((front, core))
        } else {
            front.malformed("core", "an object", self.diagnostics);
            None
        }
    }

    pub fn core_or_empty<'b>(&mut self, artifact: &'b Artifact) -> (Part<'b>, Part<'b>) {
        static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        self.core(artifact).unwrap_or_else(|| (front(artifact), Part { fields: &EMPTY, place: front(artifact).place }))
    }
}

/// A kind, with its article.
fn noun(kind: ArtifactKind) -> &'static str {
    match kind {
        ArtifactKind::Workflow => "a workflow",
        ArtifactKind::Intent => "an intent",
        ArtifactKind::IngressIntent => "an ingress intent",
        ArtifactKind::Contract => "a contract",
        ArtifactKind::Transform => "a transform",
        ArtifactKind::SideEffect => "a side effect",
        ArtifactKind::RuntimeBinding => "a runtime binding",
        ArtifactKind::Structure => "a structure",
        ArtifactKind::Event => "an event",
        ArtifactKind::Entity => "an entity",
        ArtifactKind::Actor => "an actor",
        ArtifactKind::Invariant => "an invariant",
        ArtifactKind::Assertion => "an assertion",
    }
}

/// The frontmatter of an artifact.
pub fn front(artifact: &Artifact) -> Part<'_> {
    let place = Place { artifact: artifact.fqdn.clone(), file: artifact.file.clone(), pointer: "/frontmatter".into() };
    Part { fields: &artifact.frontmatter, place }
}

/// The summary of an artifact.
pub fn summary(core: &Part<'_>) -> String {
    core.text("summary").or_else(|| core.text("description")).unwrap_or_default().trim().to_owned()
}

/// What to do about the name of an artifact that is not there, and that is not misspelt.
fn otherwise(code: &str, kind: ArtifactKind) -> String {
    let add = match kind {
        ArtifactKind::Transform | ArtifactKind::SideEffect => {
            let code = fqdn::code(code);
            format!(" (`pgs-codegen add {code}` writes it, if the project implements it)")
        }
        ArtifactKind::Workflow
        | ArtifactKind::Intent
        | ArtifactKind::Contract
        | ArtifactKind::RuntimeBinding
        | ArtifactKind::Structure
        | ArtifactKind::IngressIntent
        | ArtifactKind::Event
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant
        | ArtifactKind::Assertion => String::new(),
    };
    format!("add the artifact{add}, or name one that is there")
}
