//! `workflows/`, `WF_`

use pgs_value::Value;

use super::super::binding::Level;
use super::super::parts::Part;
use super::super::place::say;
use super::super::{Action, Node, Workflow};
use super::intent::events;
use super::reader::{Reader, summary};
use crate::diagnostic::Code;
use crate::near;
use crate::snapshot::{Artifact, ArtifactKind};

impl Reader<'_> {
    /// Reads a workflow.
    pub fn workflow(&mut self, artifact: &Artifact) -> Option<Workflow> {
        let (front, core) = self.core(artifact)?;
        let start = core.required_text("start_node", self.diagnostics)?.to_owned();
        let nodes: Vec<Node> = core
            .objects("nodes", self.diagnostics)
            .into_iter()
            .filter_map(|(key, part)| self.node(artifact, key, &part))
            .collect();
        let binding = front
            .optional_text("runtime_binding", self.diagnostics)
            .map(|code| (code, front.place.at(["runtime_binding"])))
            .or_else(|| {
                core.optional_text("runtime_binding", self.diagnostics)
                    .map(|code| (code, core.place.at(["runtime_binding"])))
            });
        let binding =
            binding.and_then(|(code, place)| self.resolve(artifact, code, ArtifactKind::RuntimeBinding, &place));
        if let Some(admission) = core.object("admission", self.diagnostics) {
            self.admission_by_events(&admission);
        }
        let workflow = Workflow {
            fqdn: artifact.fqdn.clone(),
            domain: artifact.namespace.clone(),
            summary: summary(&core),
            start,
            nodes,
            binding,
            admission: events(&core, self.diagnostics),
            actor: None,
            consults: Vec::new(),
            superseded_by: None,
            place: front.place,
        };
        self.check_edges(&workflow, &core);
        Some(workflow)
    }

    fn admission_by_events(&mut self, admission: &Part<'_>) {
        let declared =
            |key: &str| admission.fields.get(key).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
        if declared("requires") || declared("forbids") {
            say(
                self.diagnostics,
                Code::AdmissionNotEnforced,
                &admission.place,
                "the workflow requires or forbids events; nothing in the snapshot says where to look events up",
                "check it where the workflow is started, or add a contract that reads the store of these events",
            );
        }
    }

    fn node(&mut self, artifact: &Artifact, key: &str, part: &Part<'_>) -> Option<Node> {
        let action = match part.required_text("type", self.diagnostics)? {
            "IN" => Action::Admit {
                intent: self.intent_of(artifact, part),
                has_schema: part.fields.contains_key("payload_schema"),
            },
            "CC" => {
                let (code, at) = part
                    .text("fqdn_id")
                    .map(|code| (code, "fqdn_id"))
                    .or_else(|| part.text("code").map(|code| (code, "code")))
                    .or_else(|| part.required_text("code", self.diagnostics).map(|code| (code, "code")))?;
                let contract = self.resolve(artifact, code, ArtifactKind::Contract, &part.place.at([at]))?;
                Action::Run { contract, inputs: part.bindings("inputs", Level::Node, self.diagnostics) }
            }
            "EXIT" => Action::Exit {
                reason: part.optional_text("reason", self.diagnostics).map(str::to_owned),
                emit: part
                    .optional_text("emit", self.diagnostics)
                    .and_then(|code| self.event(artifact, code, &part.place.at(["emit"])))
                    .into_iter()
                    .collect(),
            },
            other => {
                let message = format!("`type` is `{other}`, and must be IN, CC or EXIT");
                let remedy = near::remedy(other, ["IN", "CC", "EXIT"], "write one of the three");
                say(self.diagnostics, Code::MalformedArtifact, &part.place.at(["type"]), message, remedy);
                return None;
            }
        };
        let next = part.texts("next", self.diagnostics);
        Some(Node { key: key.to_owned(), action, next, place: part.place.clone() })
    }

    /// The intent that an IN node names, or else the one intent that names the workflow.
    fn intent_of(&mut self, artifact: &Artifact, part: &Part<'_>) -> Option<String> {
        let named = part.optional_text("fqdn_id", self.diagnostics);
        if let Some(code) = named.or_else(|| part.optional_text("code", self.diagnostics)) {
            return self.resolve(artifact, code, ArtifactKind::Intent, &part.place);
        }
        let names_it = |intent: &&Artifact| {
            let core = intent.frontmatter.get("core").and_then(Value::as_object);
            let workflow = core.and_then(|core| core.get("workflow")).and_then(Value::as_str);
            workflow.is_some_and(|it| {
                it == artifact.fqdn || (it == artifact.code && intent.namespace == artifact.namespace)
            })
        };
        let intents = self.snapshot.artifacts.values().filter(|it| it.kind == ArtifactKind::Intent);
        let mut named: Vec<&Artifact> = intents.filter(names_it).collect();
        let intent = if named.len() == 1 { named.pop() } else { None };
        let found = intent
            .map_or("no single intent names this workflow either; every payload is admitted".to_owned(), |it| {
                format!("{} names this workflow and is taken", it.fqdn)
            });
        say(
            self.diagnostics,
            Code::IntentByConvention,
            &part.place,
            format!("the IN node names no intent; {found}"),
            "name the intent in the node: `code: IN_…`",
        );
        intent.map(|intent| intent.fqdn.clone())
    }

    /// A node that can't be read is there all the same.
    fn check_edges(&mut self, workflow: &Workflow, core: &Part<'_>) {
        let nodes = core.fields.get("nodes").and_then(Value::as_object);
        let is_node = |key: &str| nodes.is_some_and(|nodes| nodes.contains_key(key));
        let remedy = |target: &str| {
            let keys = nodes.into_iter().flat_map(|nodes| nodes.keys()).map(String::as_str);
            near::remedy(target, keys, "name a node of this workflow")
        };
        if !is_node(&workflow.start) {
            let message = format!("there is no node `{}`", workflow.start);
            say(self.diagnostics, Code::UnknownNode, &core.place.at(["start_node"]), message, remedy(&workflow.start));
        }
        for node in &workflow.nodes {
            for (outcome, target) in &node.next {
                if !is_node(target) {
                    let place = node.place.at(["next", outcome]);
                    let message = format!("there is no node `{target}`");
                    say(self.diagnostics, Code::UnknownNode, &place, message, remedy(target));
                }
            }
        }
    }
}
