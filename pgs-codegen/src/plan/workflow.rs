//! The plan of all domains: which contracts, intents and runtime bindings their workflows need, and every workflow.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{self, Action, Binding, Path, Protocol, Root, say, words};

use super::contract::{self, WorkflowRefs, address};
use super::features;
use super::lint;
use super::names::{Scope, binary, code, shout, snake};
use super::node::{Names, NodeScope};
use super::shape::{Shape, describe, shape};
use super::statuses::{Statuses, edge, reachable_steps};
use super::{
    Contract, Domain, Entry, EntryNode, Field, Intent, Node, Plan, RuntimeBinding, Supplied, Workflow, WorkflowRef,
    stores, unenforced,
};

/// Plans everything that is generated.
pub fn plan(protocol: &Protocol, diagnostics: &mut Diagnostics) -> Plan {
    lint::capabilities(protocol, diagnostics);
    lint::unused(protocol, diagnostics);
    let statuses = Statuses::of(protocol);
    lint::together(protocol, &statuses, diagnostics);
    let domains: BTreeSet<&str> = protocol.workflows.values().map(|it| it.domain.as_str()).collect();
    let mut modules = Scope::with(&["bin", "lib", "stores", "target", "transforms", "workflows"]);
    let modules: BTreeMap<&str, String> = domains.iter().map(|name| (*name, modules.claim(snake(name)))).collect();
    let workflows = workflow_refs(protocol, &statuses, &modules);
    let mut binaries = BTreeMap::from([("pgs".to_owned(), "pgs".to_owned())]);
    let mut plan = Plan { settings: protocol.settings.clone(), digest: protocol.digest(), ..Plan::default() };
    for (name, module) in &modules {
        let mut planner =
            Planner { protocol, statuses: &statuses, workflows: &workflows, binaries: &mut binaries, diagnostics };
        plan.domains.push(planner.domain(name, module));
    }
    plan.stores = stores::once(&plan.domains);
    for fqdn in protocol.transforms.keys() {
        plan.transforms
            .extend(crate::capabilities::transform(fqdn, protocol).map(|signature| (fqdn.clone(), signature)));
    }
    plan.features = features::needed(&plan.domains, &plan.transforms, protocol);
    plan
}

fn workflow_refs(protocol: &Protocol, statuses: &Statuses, domains: &BTreeMap<&str, String>) -> WorkflowRefs {
    let mut scopes: BTreeMap<&str, Scope> = BTreeMap::new();
    let refs = protocol.workflows.values().map(|workflow| {
        let module =
            scopes.entry(&workflow.domain).or_insert_with(Scope::of_modules).claim(snake(code(&workflow.fqdn)));
        let reference = WorkflowRef {
            fqdn: workflow.fqdn.clone(),
            domain_module: domains.get(workflow.domain.as_str()).cloned().unwrap_or_default(),
            module,
            statuses: statuses.of_workflow(&workflow.fqdn),
        };
        (workflow.fqdn.clone(), reference)
    });
    refs.collect()
}

struct Planner<'a> {
    protocol: &'a Protocol,
    statuses: &'a Statuses,
    workflows: &'a WorkflowRefs,
    binaries: &'a mut BTreeMap<String, String>,
    diagnostics: &'a mut Diagnostics,
}

/// What the workflows of a domain share while they are planned.
struct Shared {
    contracts: BTreeMap<String, (Contract, Shape)>,
    intents: BTreeMap<String, Intent>,
    bindings: BTreeMap<String, RuntimeBinding>,
}

impl Planner<'_> {
    fn domain(&mut self, name: &str, module: &str) -> Domain {
        let workflows: Vec<&protocol::Workflow> =
            self.protocol.workflows.values().filter(|workflow| workflow.domain == name).collect();
        let mut shared = Shared {
            contracts: self.contracts(name, &workflows),
            intents: self.intents(&workflows),
            bindings: BTreeMap::new(),
        };
        let planned: Vec<Workflow> = workflows.iter().map(|workflow| self.workflow(workflow, &mut shared)).collect();
        Domain {
            name: name.to_owned(),
            module: module.to_owned(),
            intents: shared.intents.into_values().collect(),
            contracts: shared.contracts.into_values().map(|(contract, _)| contract).collect(),
            bindings: shared.bindings.into_values().filter(|it| !it.stores.is_empty() || it.email.is_some()).collect(),
            workflows: planned,
        }
    }

    fn contracts(&mut self, domain: &str, workflows: &[&protocol::Workflow]) -> BTreeMap<String, (Contract, Shape)> {
        let used: BTreeSet<&String> = workflows.iter().flat_map(|workflow| contracts_of(workflow)).collect();
        let mut modules = Scope::of_modules();
        let mut contracts = BTreeMap::new();
        for fqdn in used {
            let Some(declared) = self.protocol.contracts.get(fqdn) else { continue };
            let module = modules.claim(snake(code(fqdn)));
            let planned = contract::plan(
                declared,
                module,
                domain,
                self.protocol,
                self.statuses,
                self.workflows,
                self.diagnostics,
            );
            lint::contract(declared, self.diagnostics);
            lint::alike(&planned.outcomes, fqdn, &declared.place, self.diagnostics);
            let reachable = reachable_steps(declared, self.protocol, self.statuses);
            contracts.insert(fqdn.clone(), (planned, shape(declared, self.protocol, &reachable)));
        }
        contracts
    }

    fn intents(&self, workflows: &[&protocol::Workflow]) -> BTreeMap<String, Intent> {
        let used: BTreeSet<&String> = workflows.iter().filter_map(|workflow| intent_of(workflow)).collect();
        let mut modules = Scope::of_modules();
        let planned = used.into_iter().filter_map(|fqdn| {
            let intent = self.protocol.intents.get(fqdn)?;
            let mut scope = Scope::with(&["undeclared", "payload", "run", "admitting"]);
            let fields = intent.inputs.iter().map(|(key, schema)| {
                let field =
                    Field { key: key.clone(), ident: scope.claim(snake(key)), ty: schema.ty(), doc: describe(schema) };
                (field, schema.clone())
            });
            let fields = fields.collect();
            let module = modules.claim(snake(code(fqdn)));
            let unenforced = unenforced::of_admission(&intent.admission);
            let summary = intent.summary.clone();
            Some((fqdn.clone(), Intent { fqdn: fqdn.clone(), module, summary, fields, unenforced }))
        });
        planned.collect()
    }

    fn workflow(&mut self, workflow: &protocol::Workflow, shared: &mut Shared) -> Workflow {
        lint::workflow(workflow, self.protocol, self.statuses, self.diagnostics);
        let names = Names::of(workflow, self.statuses);
        let intent = intent_of(workflow).and_then(|fqdn| shared.intents.get(fqdn)).cloned();
        let entry = entry(workflow, &names, intent.clone());
        let kept = kept_nodes(workflow, &names.reached);
        let nodes: Vec<Node> = names
            .reached
            .iter()
            .filter_map(|key| workflow.node(key))
            .filter_map(|node| self.node(workflow, node, &names, intent.as_ref(), kept.contains(&node.key), shared))
            .collect();
        Workflow {
            fqdn: workflow.fqdn.clone(),
            address: address(self.protocol, &workflow.domain, &workflow.fqdn, &workflow.place, self.diagnostics),
            domain: workflow.domain.clone(),
            module: self.workflows.get(&workflow.fqdn).map(|it| it.module.clone()).unwrap_or_default(),
            binary: self.binary(workflow),
            summary: workflow.summary.clone(),
            entry,
            kept: nodes
                .iter()
                .filter(|node| node.kept)
                .map(|node| (node.ident.clone(), node.contract.clone()))
                .collect(),
            nodes,
            exits: names.exits(workflow),
            statuses: self.statuses.of_workflow(&workflow.fqdn),
            suppressed: suppressed(workflow, self.protocol).into_keys().collect(),
            unenforced: unenforced::of_workflow(workflow, &names.reached, self.protocol, self.statuses),
        }
    }

    fn binary(&mut self, workflow: &protocol::Workflow) -> String {
        let name = binary(&workflow.fqdn);
        if let Some(other) = self.binaries.insert(name.clone(), workflow.fqdn.clone()) {
            say(
                self.diagnostics,
                Code::BinaryNameClash,
                &workflow.place,
                format!("the binary `{name}` would also be that of {other}"),
                "rename one of the two workflows",
            );
        }
        name
    }

    fn node(
        &mut self,
        workflow: &protocol::Workflow,
        node: &protocol::Node,
        names: &Names,
        intent: Option<&Intent>,
        kept: bool,
        shared: &mut Shared,
    ) -> Option<Node> {
        let Action::Run { contract, inputs } = &node.action else { return None };
        let (planned, shape) = shared.contracts.get(contract)?;
        let (planned, shape) = (planned.clone(), shape.clone());
        let scope = NodeScope { workflow, names, intent, contracts: &shared.contracts };
        let mut declared = Vec::new();
        let mut undeclared = Vec::new();
        for (key, binding) in inputs {
            let place = node.place.at(["inputs", key]);
            let expr = scope.expr(binding, &place, self.diagnostics);
            if let Some(field) = shape.input(key) {
                lint::node_input(contract, self.protocol, key, &expr, &place, self.diagnostics);
                declared.push((field.clone(), expr));
            } else {
                lint::undeclared(contract, key, &place, self.diagnostics);
                undeclared.push((key.clone(), expr));
            }
        }
        let (supplied, binding) = self.supply(workflow, node, &planned, shared);
        let arms = self.statuses.of_contract(contract).into_iter().map(|status| {
            let next = names.next(workflow, &status.word, edge(node, &status.word));
            (status, next)
        });
        Some(Node {
            key: node.key.clone(),
            ident: names.ident(&node.key),
            variant: names.variant(&node.key),
            contract: planned.module.clone(),
            contract_fqdn: contract.clone(),
            inputs: declared,
            undeclared,
            written: inputs.iter().map(|(key, binding)| (key.clone(), words::binding(binding))).collect(),
            supplied,
            binding,
            kept,
            arms: arms.collect(),
        })
    }

    /// Which constants of the runtime binding a contract gets.
    fn supply(
        &mut self,
        workflow: &protocol::Workflow,
        node: &protocol::Node,
        contract: &Contract,
        shared: &mut Shared,
    ) -> (Vec<(String, String)>, Option<String>) {
        if contract.supplied.is_empty() {
            return (Vec::new(), None);
        }
        let Some(declared) = workflow.binding.as_ref().and_then(|fqdn| self.protocol.bindings.get(fqdn)) else {
            say(
                self.diagnostics,
                Code::DanglingReference,
                &workflow.place,
                format!("the workflow names no runtime binding, but {} needs one", contract.fqdn),
                "name one: `runtime_binding: RB_…`",
            );
            return (Vec::new(), None);
        };
        let planned = shared.bindings.entry(declared.fqdn.clone()).or_insert_with(|| RuntimeBinding {
            fqdn: declared.fqdn.clone(),
            module: snake(code(&declared.fqdn)),
            summary: declared.summary.clone(),
            stores: Vec::new(),
            email: None,
        });
        let mut supplied = Vec::new();
        for item in &contract.supplied {
            let constant = match item {
                Supplied::Store { kind, name, side_effect, .. } => {
                    let store = stores::place(declared, *kind, name.as_deref(), side_effect, self.diagnostics);
                    if store.path.is_none() {
                        let step = (contract, name.as_deref());
                        lint::missing_store(step, &node.key, declared, self.protocol, *kind, self.diagnostics);
                    }
                    claim_store(&mut planned.stores, store)
                }
                Supplied::Email { side_effect, .. } => {
                    let constant = "SEND_EMAIL".to_owned();
                    planned.email = Some((constant.clone(), stores::email_enabled(Some(declared), side_effect)));
                    constant
                }
            };
            supplied.push((item.ident().to_owned(), constant));
        }
        (supplied, Some(planned.module.clone()))
    }
}

/// Where a run begins.
fn entry(workflow: &protocol::Workflow, names: &Names, intent: Option<Intent>) -> Entry {
    let start = workflow.node(&workflow.start);
    let admits = start.filter(|node| matches!(node.action, Action::Admit { .. }));
    let node = admits.map(|node| EntryNode {
        key: node.key.clone(),
        variant: names.variant(&node.key),
        ack: names.next(workflow, "ACK", edge(node, "ACK")),
        nack: names.next(workflow, "NACK", edge(node, "NACK")),
    });
    let first = node.is_none().then(|| names.next(workflow, "ACK", Some(workflow.start.clone())));
    Entry { node, intent, first }
}

/// The constant of a store in its runtime binding's module.
fn claim_store(stores: &mut Vec<super::Store>, mut store: super::Store) -> String {
    let same = |it: &&super::Store| (it.kind, &it.name, &it.path) == (store.kind, &store.name, &store.path);
    if let Some(known) = stores.iter().find(same) {
        return known.ident.clone();
    }
    let taken: Vec<&str> = stores.iter().map(|it| it.ident.as_str()).chain(["SEND_EMAIL"]).collect();
    if taken.contains(&store.ident.as_str()) {
        store.ident = Scope::with(&taken).claim(format!("{}_{}", store.ident, shout(store.kind.module())));
    }
    let ident = store.ident.clone();
    stores.push(store);
    stores.sort();
    ident
}

fn contracts_of(workflow: &protocol::Workflow) -> impl Iterator<Item = &String> {
    workflow.nodes.iter().filter_map(|node| match &node.action {
        Action::Run { contract, .. } => Some(contract),
        _ => None,
    })
}

/// The keys that no contract of the workflow, and of the workflows that it starts, lets out, each with such a contract.
pub(super) fn suppressed(workflow: &protocol::Workflow, protocol: &Protocol) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![workflow.fqdn.clone()];
    while let Some(fqdn) = open.pop() {
        let Some(workflow) = protocol.workflows.get(&fqdn).filter(|_| seen.insert(fqdn.clone())) else { continue };
        for contract in contracts_of(workflow).filter_map(|fqdn| protocol.contracts.get(fqdn)) {
            for key in &contract.suppressed {
                keys.entry(key.clone()).or_insert_with(|| contract.fqdn.clone());
            }
            open.extend(contract.steps.iter().flat_map(|step| started_by(step, protocol)));
        }
    }
    keys
}

/// The workflows that a step names in its inputs.
pub(super) fn started_by(step: &protocol::Step, protocol: &Protocol) -> Vec<String> {
    let mut literals = Vec::new();
    step.inputs.iter().for_each(|(_, binding)| texts(binding, &mut literals));
    literals.into_iter().filter(|text| protocol.workflows.contains_key(text)).collect()
}

/// The intent that admits the payload of a workflow: that of its start node.
fn intent_of(workflow: &protocol::Workflow) -> Option<&String> {
    match &workflow.node(&workflow.start)?.action {
        Action::Admit { intent } => intent.as_ref(),
        _ => None,
    }
}

fn texts(binding: &Binding, found: &mut Vec<String>) {
    fn of_value(value: &pgs_value::Value, found: &mut Vec<String>) {
        match value {
            pgs_value::Value::String(text) => found.push(text.clone()),
            pgs_value::Value::Array(items) => items.iter().for_each(|item| of_value(item, found)),
            pgs_value::Value::Object(object) => object.values().for_each(|value| of_value(value, found)),
            _ => {}
        }
    }
    match binding {
        Binding::Literal(value) => of_value(value, found),
        Binding::Object(fields) => fields.iter().for_each(|(_, inner)| texts(inner, found)),
        Binding::List(items) => items.iter().for_each(|inner| texts(inner, found)),
        _ => {}
    }
}

/// The nodes whose results another node reads that can be reached.
fn kept_nodes(workflow: &protocol::Workflow, reached: &[String]) -> BTreeSet<String> {
    fn of_binding(binding: &Binding, found: &mut BTreeSet<String>) {
        match binding {
            Binding::Path(Path { root: Root::Node(node), .. })
            | Binding::Plus { path: Path { root: Root::Node(node), .. }, .. } => {
                found.insert(node.clone());
            }
            Binding::Object(fields) => fields.iter().for_each(|(_, inner)| of_binding(inner, found)),
            Binding::List(items) => items.iter().for_each(|inner| of_binding(inner, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for node in workflow.nodes.iter().filter(|node| reached.contains(&node.key)) {
        if let Action::Run { inputs, .. } = &node.action {
            for (_, binding) in inputs {
                of_binding(binding, &mut found);
            }
        }
    }
    found
}
