//! Frontmatters become the parts of the protocol; references become FQDNs.

use std::collections::BTreeMap;

use pgs_value::{Map, Value};

use super::binding::Level;
use super::condition;
use super::parts::{Part, say};
use super::{
    Action, Admission, Call, Contract, Entity, Evaluation, Intent, Node, Place, Policy, Protocol, Route,
    RuntimeBinding, SideEffect, Step, StorePath, Transform, Workflow,
};
use crate::diagnostic::{Code, Diagnostics};
use crate::snapshot::{Artifact, CapabilityCrate, Kind, Snapshot};

/// Adds a snapshot to the protocol.
pub fn read(snapshot: &Snapshot, protocol: &mut Protocol, diagnostics: &mut Diagnostics) {
    let mut reader = Reader { snapshot, diagnostics };
    for artifact in snapshot.artifacts.values() {
        let fqdn = artifact.fqdn.clone();
        reader.check_only_here(artifact, protocol);
        protocol.hashes.insert(fqdn.clone(), artifact.hash.clone());
        match artifact.kind {
            Kind::Workflow => insert(&mut protocol.workflows, fqdn, reader.workflow(artifact)),
            Kind::Intent => insert(&mut protocol.intents, fqdn, reader.intent(artifact)),
            Kind::Contract => insert(&mut protocol.contracts, fqdn, reader.contract(artifact)),
            Kind::Transform => insert(&mut protocol.transforms, fqdn, Some(reader.transform(artifact))),
            Kind::SideEffect => insert(&mut protocol.side_effects, fqdn, Some(reader.side_effect(artifact))),
            Kind::Entity => insert(&mut protocol.entities, fqdn, Some(entity(artifact))),
            Kind::RuntimeBinding => insert(&mut protocol.bindings, fqdn, Some(reader.runtime_binding(artifact))),
            _ => {}
        }
    }
    for (fqdn, addresses) in &snapshot.addresses {
        protocol.addresses.entry(fqdn.clone()).or_default().extend(addresses.clone());
    }
    protocol.settings.transforms.extend(snapshot.settings.transforms.clone());
    for (name, dependency) in &snapshot.settings.dependencies {
        protocol.settings.dependencies.insert(name.clone(), absolute(dependency.clone(), snapshot));
    }
    for (name, implements) in &snapshot.settings.capabilities {
        let dependency = absolute(implements.dependency.clone(), snapshot);
        let description = implements.description.clone();
        protocol.settings.capabilities.insert(name.clone(), CapabilityCrate { dependency, description });
    }
}

/// A dependency whose path, if it has one, no longer depends on the folder of `pgs.toml`.
fn absolute(mut dependency: toml::Value, snapshot: &Snapshot) -> toml::Value {
    let folder = snapshot.root.parent().unwrap_or(&snapshot.root);
    if let Some(path) = dependency.get("path").and_then(toml::Value::as_str).map(|path| folder.join(path))
        && let Some(table) = dependency.as_table_mut()
    {
        table.insert("path".to_owned(), toml::Value::String(path.display().to_string()));
    }
    dependency
}

fn insert<T>(map: &mut BTreeMap<String, T>, fqdn: String, value: Option<T>) {
    if let Some(value) = value {
        map.insert(fqdn, value);
    }
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// Capabilities may be part of several snapshots; what a domain consists of may not.
    fn check_only_here(&mut self, artifact: &Artifact, protocol: &Protocol) {
        let fqdn = &artifact.fqdn;
        let known = match artifact.kind {
            Kind::Workflow => protocol.workflows.get(fqdn).map(|it| &it.place),
            Kind::Intent => protocol.intents.get(fqdn).map(|it| &it.place),
            Kind::Contract => protocol.contracts.get(fqdn).map(|it| &it.place),
            Kind::RuntimeBinding => protocol.bindings.get(fqdn).map(|it| &it.place),
            _ => None,
        };
        if let Some(known) = known {
            let message = format!("`{fqdn}` is also declared in {}", known.file.display());
            let remedy = "build the two snapshots apart, or rename one of the two domains";
            say(self.diagnostics, Code::DuplicateName, &front(artifact).place, message, remedy);
        }
    }

    fn workflow(&mut self, artifact: &Artifact) -> Option<Workflow> {
        let (front, core) = self.core(artifact)?;
        let start = core.required_text("start_node", self.diagnostics)?.to_owned();
        let nodes: Vec<Node> = core
            .objects("nodes", self.diagnostics)
            .into_iter()
            .filter_map(|(key, part)| self.node(artifact, key, &part))
            .collect();
        let binding = front
            .text("runtime_binding")
            .map(|code| (code, front.place.at(["runtime_binding"])))
            .or_else(|| core.text("runtime_binding").map(|code| (code, core.place.at(["runtime_binding"]))));
        let binding = binding.and_then(|(code, place)| self.resolve(artifact, code, Kind::RuntimeBinding, &place));
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
            admission: events(core.fields.get("admission")),
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
            "IN" => Action::Admit { intent: self.intent_of(artifact, part) },
            "CC" => {
                let (code, at) = part
                    .text("fqdn_id")
                    .map(|code| (code, "fqdn_id"))
                    .or_else(|| part.text("code").map(|code| (code, "code")))
                    .or_else(|| part.required_text("code", self.diagnostics).map(|code| (code, "code")))?;
                let contract = self.resolve(artifact, code, Kind::Contract, &part.place.at([at]))?;
                Action::Run { contract, inputs: part.bindings("inputs", Level::Node, self.diagnostics) }
            }
            "EXIT" => Action::Exit {
                reason: part.text("reason").map(str::to_owned),
                emit: part.text("emit").and_then(|code| self.event(artifact, code, &part.place.at(["emit"]))),
            },
            _ => {
                part.malformed("type", "IN, CC or EXIT", self.diagnostics);
                return None;
            }
        };
        let next = part.texts("next", self.diagnostics);
        Some(Node { key: key.to_owned(), action, next, place: part.place.clone() })
    }

    /// The intent that an IN node names, or else the one intent that names the workflow.
    fn intent_of(&mut self, artifact: &Artifact, part: &Part<'_>) -> Option<String> {
        if let Some(code) = part.text("fqdn_id").or_else(|| part.text("code")) {
            return self.resolve(artifact, code, Kind::Intent, &part.place);
        }
        let names_it = |intent: &&Artifact| {
            let core = intent.frontmatter.get("core").and_then(Value::as_object);
            let workflow = core.and_then(|core| core.get("workflow")).and_then(Value::as_str);
            workflow.is_some_and(|it| {
                it == artifact.fqdn || (it == artifact.code && intent.namespace == artifact.namespace)
            })
        };
        let intents = self.snapshot.artifacts.values().filter(|it| it.kind == Kind::Intent);
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
        let remedy = "name a node of this workflow";
        if !is_node(&workflow.start) {
            let message = format!("there is no node `{}`", workflow.start);
            say(self.diagnostics, Code::UnknownNode, &core.place.at(["start_node"]), message, remedy);
        }
        for node in &workflow.nodes {
            for (outcome, target) in &node.next {
                if !is_node(target) {
                    let place = node.place.at(["next", outcome]);
                    say(self.diagnostics, Code::UnknownNode, &place, format!("there is no node `{target}`"), remedy);
                }
            }
        }
    }

    fn intent(&mut self, artifact: &Artifact) -> Option<Intent> {
        let (front, core) = self.core(artifact)?;
        Some(Intent {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: core.schemas("inputs", self.diagnostics),
            workflow: core.text("workflow").map(str::to_owned),
            admission: events(core.fields.get("admission")),
            place: front.place,
        })
    }

    fn contract(&mut self, artifact: &Artifact) -> Option<Contract> {
        let (front, core) = self.core(artifact)?;
        let declared = core.objects("evaluation", self.diagnostics);
        let evaluations = declared.iter().filter_map(|(name, part)| Some(((*name).to_owned(), self.evaluation(part)?)));
        let evaluations: BTreeMap<String, Evaluation> = evaluations.collect();
        // One that can't be read is there all the same.
        let evaluated: Vec<&str> = declared.iter().map(|(name, _)| *name).collect();
        let Some(Value::Array(pipeline)) = core.fields.get("pipeline") else {
            core.malformed("pipeline", "a list of steps", self.diagnostics);
            return None;
        };
        let names: Vec<&str> = pipeline.iter().filter_map(|step| step.get("step")?.as_str()).collect();
        let steps = pipeline.iter().enumerate().filter_map(|(n, step)| {
            let place = core.place.at(["pipeline", &n.to_string()]);
            let Value::Object(fields) = step else {
                core.malformed("pipeline", "a list of steps", self.diagnostics);
                return None;
            };
            self.step(artifact, &Part { fields, place }, n, &names, &evaluated)
        });
        let steps: Vec<Step> = steps.collect();
        if pipeline.is_empty() {
            core.malformed("pipeline", "a list of at least one step", self.diagnostics);
        }
        if steps.is_empty() {
            return None;
        }
        let contract = Contract {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            inputs: core.schemas("inputs", self.diagnostics),
            outputs: core.schemas("outputs", self.diagnostics),
            steps,
            evaluations,
            suppressed: texts(core.fields.get("suppress_trace_fields")),
            allowed: texts(core.fields.get("result_status_contract").and_then(|it| it.get("allowed"))),
            error_codes: error_codes(core.fields.get("error_codes")),
            place: front.place,
        };
        self.check_step_names(&contract);
        Some(contract)
    }

    fn check_step_names(&mut self, contract: &Contract) {
        for (n, step) in contract.steps.iter().enumerate() {
            if contract.steps[..n].iter().any(|other| other.name == step.name) {
                let message = format!("two steps are named `{}`", step.name);
                say(
                    self.diagnostics,
                    Code::DuplicateName,
                    &step.place.at(["step"]),
                    message,
                    "give each step a name of its own",
                );
            }
        }
    }

    fn step(
        &mut self,
        artifact: &Artifact,
        part: &Part<'_>,
        n: usize,
        names: &[&str],
        evaluations: &[&str],
    ) -> Option<Step> {
        let name = part.text("step").map_or_else(|| format!("step_{}", n + 1), str::to_owned);
        let call = self.call(artifact, part)?;
        let mut routes = Vec::new();
        for (status, target) in part.texts("on_result", self.diagnostics) {
            let route = match target.as_str() {
                "continue" => Route::Continue,
                "exit" => Route::Exit,
                step if names.contains(&step) => Route::Step(target),
                evaluation if evaluations.contains(&evaluation) => Route::Evaluation(target),
                _ => {
                    say(
                        self.diagnostics,
                        Code::UnknownStep,
                        &part.place.at(["on_result", &status]),
                        format!("`{target}` is neither a step nor an evaluation of this contract"),
                        "write `continue`, `exit`, the name of a step or of an evaluation",
                    );
                    continue;
                }
            };
            routes.push((status, route));
        }
        Some(Step {
            name,
            call,
            store: part.text("store").map(str::to_owned),
            inputs: part.bindings("inputs", Level::Arguments, self.diagnostics),
            outputs: part.bindings("outputs", Level::Outputs, self.diagnostics),
            routes,
            place: part.place.clone(),
        })
    }

    fn call(&mut self, artifact: &Artifact, part: &Part<'_>) -> Option<Call> {
        if let Some(code) = part.text("transform") {
            let fqdn = self.resolve(artifact, code, Kind::Transform, &part.place.at(["transform"]))?;
            let renamed = part.object("on_ct_result", self.diagnostics);
            let status = |key: &str, default: &str| {
                renamed.as_ref().and_then(|part| part.text(key)).unwrap_or(default).to_owned()
            };
            return Some(Call::Transform {
                fqdn,
                on_success: status("on_success", "SUCCESS"),
                on_failure: status("on_failure", "VIOLATION"),
            });
        }
        let Some(code) = part.text("side_effect") else {
            part.malformed(
                "transform",
                "the FQDN of a transform, or `side_effect` that of a side effect",
                self.diagnostics,
            );
            return None;
        };
        let fqdn = self.resolve(artifact, code, Kind::SideEffect, &part.place.at(["side_effect"]))?;
        let op = part.required_text("op", self.diagnostics)?.to_owned();
        Some(Call::SideEffect { fqdn, op })
    }

    fn evaluation(&mut self, part: &Part<'_>) -> Option<Evaluation> {
        let text = part.required_text("condition", self.diagnostics)?;
        let condition = match condition::parse(text) {
            Ok(condition) => condition,
            Err(reason) => {
                let remedy = "compare a path with a literal or a path by ==, !=, <, <=, > or >=";
                say(self.diagnostics, Code::UnreadableCondition, &part.place.at(["condition"]), reason, remedy);
                return None;
            }
        };
        Some(Evaluation {
            condition,
            on_true: part.required_text("on_true", self.diagnostics)?.to_owned(),
            on_false: part.required_text("on_false", self.diagnostics)?.to_owned(),
            place: part.place.clone(),
        })
    }

    fn transform(&mut self, artifact: &Artifact) -> Transform {
        let (front, core) = self.core_or_empty(artifact);
        Transform {
            fqdn: artifact.fqdn.clone(),
            inputs: core.schemas("inputs", self.diagnostics),
            outputs: core.schemas("outputs", self.diagnostics),
            summary: summary(&core),
            place: front.place,
        }
    }

    fn side_effect(&mut self, artifact: &Artifact) -> SideEffect {
        let (front, core) = self.core_or_empty(artifact);
        let operations =
            core.objects("operations", self.diagnostics).into_iter().map(|(op, _)| op.to_owned()).collect();
        SideEffect { fqdn: artifact.fqdn.clone(), operations, place: front.place }
    }

    fn runtime_binding(&mut self, artifact: &Artifact) -> RuntimeBinding {
        let (front, core) = self.core_or_empty(artifact);
        let mut policies = BTreeMap::new();
        for (code, part) in core.objects("bindings", self.diagnostics) {
            if let Some(fqdn) = self.resolve(artifact, code, Kind::SideEffect, &part.place) {
                // The name service writes `config` where the others write `policy`.
                let policy =
                    part.object("policy", self.diagnostics).or_else(|| part.object("config", self.diagnostics));
                if let Some(Part { fields, place }) = policy {
                    policies.insert(fqdn, Policy { fields: fields.clone(), place });
                }
            }
        }
        let structure = core
            .text("storage_structure")
            .and_then(|code| self.resolve(artifact, code, Kind::Structure, &core.place.at(["storage_structure"])));
        let stores = structure.map(|fqdn| self.entity_stores(&fqdn)).unwrap_or_default();
        RuntimeBinding { fqdn: artifact.fqdn.clone(), summary: summary(&core), policies, stores, place: front.place }
    }

    fn entity_stores(&mut self, structure: &str) -> BTreeMap<String, StorePath> {
        let Some(artifact) = self.snapshot.artifacts.get(structure) else { return BTreeMap::new() };
        let (_, core) = self.core_or_empty(artifact);
        let mut stores = BTreeMap::new();
        for (name, part) in core.objects("entity_stores", self.diagnostics) {
            if let Some(path) = part.required_text("path", self.diagnostics) {
                let store = StorePath { path: path.to_owned(), place: part.place.at(["path"]) };
                stores.insert(name.to_owned(), store);
            }
        }
        stores
    }

    /// The FQDN of a reference that may be a bare code; a dangling one is an error.
    fn resolve(&mut self, from: &Artifact, code: &str, kind: Kind, place: &Place) -> Option<String> {
        let found = self.find(from, code, kind);
        if found.is_none() {
            say(
                self.diagnostics,
                Code::DanglingReference,
                place,
                format!("`{code}` names no artifact of the snapshot"),
                "add the artifact, or name one that is there",
            );
        }
        found
    }

    fn find(&self, from: &Artifact, code: &str, kind: Kind) -> Option<String> {
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
    fn event(&mut self, from: &Artifact, code: &str, place: &Place) -> Option<String> {
        self.resolve(from, code, Kind::Event, place).map(|_| code.to_owned())
    }

    fn core<'b>(&mut self, artifact: &'b Artifact) -> Option<(Part<'b>, Part<'b>)> {
        let front = front(artifact);
        if let Some(Value::Object(fields)) = artifact.frontmatter.get("core") {
            let core = Part { fields, place: front.place.at(["core"]) };
            Some((front, core))
        } else {
            front.malformed("core", "an object", self.diagnostics);
            None
        }
    }

    fn core_or_empty<'b>(&mut self, artifact: &'b Artifact) -> (Part<'b>, Part<'b>) {
        static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.core(artifact).unwrap_or_else(|| (front(artifact), Part { fields: &EMPTY, place: front(artifact).place }))
    }
}

/// Nothing is executed of an entity, so a part that it lacks is no error.
fn entity(artifact: &Artifact) -> Entity {
    let attributes = artifact.frontmatter.get("core").and_then(|core| core.get("attributes"));
    let listed = attributes.and_then(Value::as_array).into_iter().flatten().filter_map(|attribute| {
        let name = attribute.get("name")?.as_str()?.to_owned();
        Some((name, attribute.get("enum")?.as_array()?.clone()))
    });
    Entity { fqdn: artifact.fqdn.clone(), enums: listed.collect(), place: front(artifact).place }
}

fn front(artifact: &Artifact) -> Part<'_> {
    let place = Place { artifact: artifact.fqdn.clone(), file: artifact.file.clone(), pointer: "/frontmatter".into() };
    Part { fields: &artifact.frontmatter, place }
}

fn summary(core: &Part<'_>) -> String {
    core.text("summary").or_else(|| core.text("description")).unwrap_or_default().trim().to_owned()
}

fn events(admission: Option<&Value>) -> Admission {
    let named = |key: &str| texts(admission.and_then(|it| it.get(key)));
    Admission { requires: named("requires"), forbids: named("forbids") }
}

/// Nothing is executed of these, so that another shape is no error.
fn error_codes(declared: Option<&Value>) -> Vec<(String, String)> {
    let codes = declared.and_then(Value::as_object).into_iter().flatten();
    codes.filter_map(|(status, code)| Some((status.clone(), code.as_str()?.to_owned()))).collect()
}

fn texts(list: Option<&Value>) -> Vec<String> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}
