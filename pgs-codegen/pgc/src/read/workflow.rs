//! `workflows/`, `WF`

use pgs_protocol::diagnostic::Code;
use pgs_protocol::near;
use pgs_protocol::protocol::{Action, Admission, Node, Part, Place, Workflow, say};
use pgs_sealed::{Artifact, ArtifactType};
use pgs_value::Value;

use super::binding::{Level, bindings};
use super::known;
use super::reader::{Reader, summary};

/// What stands for all other outcomes in PGS.
const DEFAULT: &str = "default";

impl<'a> Reader<'a> {
    /// Reads a workflow.
    pub fn workflow(&mut self, artifact: &'a Artifact) -> Option<Workflow> {
        let (front, core) = self.core(artifact)?;
        known::check(&core, known::WORKFLOW, self.diagnostics);
        let start = core.required_text("start_node", self.diagnostics)?.to_owned();
        let nodes = core.objects("nodes", self.diagnostics);
        let nodes: Vec<Node> = nodes.into_iter().filter_map(|(key, part)| self.node(key, &part)).collect();
        let named = |reader: &mut Self, key: &str, kind: &ArtifactType| {
            let fqdn = front.optional_text(key, reader.diagnostics)?;
            reader.resolve(fqdn, kind, &front.place.at([key]))
        };
        let binding = named(self, "runtime_binding", &ArtifactType::RuntimeBinding);
        let consulted = self.texts(&front, "consults").into_iter();
        let consults = consulted.filter_map(|(fqdn, at)| self.resolve(&fqdn, &ArtifactType::RuntimeBinding, &at));
        let consults = consults.collect();
        let admission = core.object("admission", self.diagnostics).map(|admission| Admission {
            requires: admission.list("requires", self.diagnostics),
            forbids: admission.list("forbids", self.diagnostics),
        });
        if admission.as_ref().is_some_and(|it| !it.requires.is_empty() || !it.forbids.is_empty()) {
            let message = "the workflow requires or forbids events, which nothing enforces";
            let remedy =
                "check it where the workflow is started, or in a contract that reads the store of these events";
            say(self.diagnostics, Code::AdmissionNotEnforced, &core.place.at(["admission"]), message, remedy);
        }
        let workflow = Workflow {
            fqdn: artifact.fqdn.clone(),
            domain: artifact.namespace.clone(),
            summary: summary(&core),
            start,
            nodes,
            binding,
            admission: admission.unwrap_or_default(),
            actor: core.optional_text("actor_context", self.diagnostics).map(str::to_owned),
            consults,
            superseded_by: self.superseded.get(&artifact.fqdn).cloned(),
            place: front.place.clone(),
        };
        self.check_edges(&workflow, &core);
        Some(workflow)
    }

    fn node(&mut self, key: &str, part: &Part<'_>) -> Option<Node> {
        known::check(part, known::NODE, self.diagnostics);
        let action = match part.required_text("type", self.diagnostics)? {
            "IN" => {
                let fqdn = part.required_text("fqdn_id", self.diagnostics)?;
                let intent = self.resolve(fqdn, &ArtifactType::Intent, &part.place.at(["fqdn_id"]))?;
                Action::Admit { intent: Some(intent), has_schema: part.fields.contains_key("payload_schema") }
            }
            "CC" => {
                let fqdn = part.required_text("fqdn_id", self.diagnostics)?;
                let contract = self.resolve(fqdn, &ArtifactType::Contract, &part.place.at(["fqdn_id"]))?;
                Action::Run { contract, inputs: bindings(part, "inputs", Level::Node, self.diagnostics) }
            }
            "EXIT" => {
                let events = self.texts(part, "emit").into_iter();
                let emit = events.filter_map(|(fqdn, at)| self.resolve(&fqdn, &ArtifactType::Event, &at)).collect();
                Action::Exit { reason: part.optional_text("reason", self.diagnostics).map(str::to_owned), emit }
            }
            other => {
                let message = format!("`type` is `{other}`, and must be IN, CC or EXIT");
                let remedy = near::remedy(other, ["IN", "CC", "EXIT"], "write one of the three");
                say(self.diagnostics, Code::MalformedArtifact, &part.place.at(["type"]), message, remedy);
                return None;
            }
        };
        let mut next = part.texts("next", self.diagnostics);
        next.retain(|(outcome, _)| outcome != DEFAULT);
        if part.fields.get("next").is_some_and(|next| next.get(DEFAULT).is_some()) {
            let message = "`default` is no edge: no outcome is called so";
            let place = part.place.at(["next", DEFAULT]);
            say(self.diagnostics, Code::UnknownKey, &place, message, "write an edge for each outcome");
        }
        Some(Node { key: key.to_owned(), action, next, place: part.place.clone() })
    }

    /// One text, or a list of them, each with its place.
    fn texts(&mut self, part: &Part<'_>, key: &str) -> Vec<(String, Place)> {
        let place = part.place.at([key]);
        match part.fields.get(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(text)) => vec![(text.clone(), place)],
            Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
                let texts = items.iter().filter_map(Value::as_str).enumerate();
                texts.map(|(n, text)| (text.to_owned(), place.at([n.to_string().as_str()]))).collect()
            }
            Some(_) => {
                part.malformed(key, "an FQDN, or a list of them", self.diagnostics);
                Vec::new()
            }
        }
    }

    /// A node that can't be read is there all the same.
    fn check_edges(&mut self, workflow: &Workflow, core: &Part<'_>) {
        let nodes = core.fields.get("nodes").and_then(Value::as_object);
        let keys = || nodes.into_iter().flat_map(|nodes| nodes.keys()).map(String::as_str);
        let starts = std::iter::once((workflow.start.as_str(), core.place.at(["start_node"])));
        let edges = workflow.nodes.iter().flat_map(|node| {
            node.next.iter().map(|(outcome, target)| (target.as_str(), node.place.at(["next", outcome.as_str()])))
        });
        for (target, place) in starts.chain(edges).filter(|(target, _)| !keys().any(|key| key == *target)) {
            let remedy = near::remedy(target, keys(), "name a node of this workflow");
            say(self.diagnostics, Code::UnknownNode, &place, format!("there is no node `{target}`"), remedy);
        }
    }
}
