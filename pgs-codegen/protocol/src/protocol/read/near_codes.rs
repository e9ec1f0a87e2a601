//! W071, second form: a text that is nearly the code of an artifact, and none.

use pgs_value::Value;

use super::super::place::{Place, say};
use super::reader::{Reader, front};
use crate::diagnostic::Code;
use crate::near;
use crate::snapshot::{Artifact, ArtifactKind};

impl Reader<'_> {
    /// Says which values that nodes and steps hand over are nearly the code of an artifact.
    pub fn near_codes(&mut self) {
        let snapshot = self.snapshot;
        for artifact in snapshot.artifacts.values() {
            let Some(core) = front(artifact).below("core") else { continue };
            match artifact.kind {
                ArtifactKind::Workflow => {
                    let nodes = core.fields.get("nodes").and_then(Value::as_object).into_iter().flatten();
                    for (key, node) in nodes {
                        self.handed_over(artifact, node.get("inputs"), &core.place.at(["nodes", key, "inputs"]));
                    }
                }
                ArtifactKind::Contract => {
                    let steps = core.fields.get("pipeline").and_then(Value::as_array).into_iter().flatten();
                    for (n, step) in steps.enumerate() {
                        let place = core.place.at(["pipeline", &n.to_string(), "inputs"]);
                        self.handed_over(artifact, step.get("inputs"), &place);
                    }
                }
                ArtifactKind::Intent
                | ArtifactKind::Transform
                | ArtifactKind::SideEffect
                | ArtifactKind::RuntimeBinding
                | ArtifactKind::Structure
                | ArtifactKind::IngressIntent
                | ArtifactKind::Event
                | ArtifactKind::Entity
                | ArtifactKind::Actor
                | ArtifactKind::Invariant
                | ArtifactKind::Assertion => {}
            }
        }
    }

    fn handed_over(&mut self, from: &Artifact, value: Option<&Value>, place: &Place) {
        match value {
            Some(Value::String(text)) => self.text(from, text, place),
            Some(Value::Array(items)) => {
                for (n, item) in items.iter().enumerate() {
                    self.handed_over(from, Some(item), &place.at([n.to_string().as_str()]));
                }
            }
            Some(Value::Object(fields)) => {
                for (key, value) in fields {
                    self.handed_over(from, Some(value), &place.at([key.as_str()]));
                }
            }
            None | Some(Value::Null | Value::Bool(_) | Value::Number(_)) => {}
        }
    }

    fn text(&mut self, from: &Artifact, text: &str, place: &Place) {
        let Some((name, version)) = text.rsplit_once("_V") else { return };
        let of_kind =
            |kind: &ArtifactKind| name.strip_prefix(kind.artifact_type()).is_some_and(|rest| rest.starts_with('_'));
        let Some(kind) = ArtifactKind::ALL.into_iter().find(of_kind) else { return };
        // Which workflow is started is a reference, and said to dangle.
        let is_code = version.parse::<u32>().is_ok() && kind != ArtifactKind::Workflow;
        if !is_code || self.find(from, text, kind).is_some() || self.diagnostics.is_lost(text) {
            return;
        }
        let codes = self.snapshot.artifacts.values().filter(|it| it.kind == kind).map(|it| it.code.as_str());
        if let Some(meant) = near::nearest(text, codes) {
            let message = format!("`{text}` is the code of no artifact, and the text itself is passed on");
            say(self.diagnostics, Code::NoTemplate, place, message, format!("write `{meant}`, if that is meant"));
        }
    }
}
