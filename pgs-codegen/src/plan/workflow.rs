//! The plan of one workflow: how it starts, its nodes, where every outcome leads.

use pgs_value::{ACK, NACK};
use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::protocol::{self, Action, Results, Root, words};

use super::contract::WorkflowRefs;
use super::node::{Names, NodeExpr, state};
use super::shape::Shape;
use super::supplied::Bindings;
use super::waivers::waivers;
use super::{
    Contract, Entry, EntryNode, Folder, Imports, Intent, Module, Node, ReadPlace, Status, Tested, Workflow, imports,
    passed_on, unenforced,
};
use crate::analysis::Analysis;
use crate::analysis::bound::bound;
use crate::analysis::feature_use;
use crate::analysis::node_read::NodeScope;
use crate::analysis::reach::edge;
use crate::analysis::store_use;
use crate::analysis::workflows::{intent_of, suppressed};
use crate::names::binary;

/// What the workflows of a domain share while they are planned.
pub struct Shared<'a> {
    /// The module of the domain.
    pub module: String,
    /// What is known of the protocol.
    pub analysis: &'a Analysis<'a>,
    /// Workflows as generated code calls them.
    pub workflows: &'a WorkflowRefs,
    /// The contracts of the domain, by FQDN.
    pub contracts: BTreeMap<String, (Contract, Shape)>,
    /// The intents of the domain, by FQDN.
    pub intents: BTreeMap<String, Intent>,
    /// The runtime bindings of the domain.
    pub bindings: Bindings,
}

/// Plans the workflow.
pub fn plan(workflow: &protocol::Workflow, shared: &mut Shared<'_>) -> Workflow {
    let analysis = shared.analysis;
    let names = Names::of(workflow, analysis);
    let intent = intent_of(workflow).and_then(|fqdn| shared.intents.get(fqdn)).cloned();
    let kept = kept_nodes(workflow, &names.reached, analysis.protocol.semantics.results);
    let reached = names.reached.iter().filter_map(|key| workflow.node(key));
    let nodes: Vec<Node> = reached
        .filter_map(|it| node(workflow, it, &names, intent.as_ref(), kept.contains(it.key.as_str()), shared))
        .collect();
    let entry = entry(workflow, &names, intent, analysis);
    let domain_module = shared.module.clone();
    let intents = entry.intent.iter().map(|it| Module::generated(&domain_module, Folder::Intents, &it.module));
    Workflow {
        imports: Imports::of(imports::of_nodes(&domain_module, &nodes).chain(intents)),
        features: passed_on(&feature_use::of_workflow(workflow, analysis)),
        reads_payload: reads_payload(&nodes),
        domain_module,
        fqdn: workflow.fqdn.clone(),
        // One that has none is an error, and nothing is emitted.
        address: analysis.protocol.address(&workflow.domain, &workflow.fqdn).unwrap_or_default(),
        domain: workflow.domain.clone(),
        semantics: analysis.protocol.semantics,
        actor: workflow.actor.clone(),
        module: shared.workflows.get(&workflow.fqdn).map(|it| it.module.clone()).unwrap_or_default(),
        binary: binary(&workflow.fqdn),
        summary: workflow.summary.clone(),
        nodes,
        exits: names.exits(workflow),
        statuses: analysis.statuses.of_workflow(&workflow.fqdn).map(Status::new).collect(),
        stores: store_use::of_workflow(&workflow.fqdn, analysis),
        suppressed: suppressed(workflow, analysis.protocol).into_keys().collect(),
        ingress: analysis.protocol.ingress.iter().filter(|it| it.workflow == workflow.fqdn).cloned().collect(),
        waivers: waivers(workflow, analysis.protocol),
        scenarios: tested(workflow, analysis.protocol),
        unenforced: unenforced::of_workflow(workflow, &names.reached, analysis.protocol, &analysis.statuses),
        entry,
    }
}

fn node(
    workflow: &protocol::Workflow,
    node: &protocol::Node,
    names: &Names,
    intent: Option<&Intent>,
    kept: bool,
    shared: &mut Shared<'_>,
) -> Option<Node> {
    let Action::Run { contract, inputs } = &node.action else { return None };
    let (planned, shape) = shared.contracts.get(contract)?;
    let scope = NodeScope { workflow, analysis: shared.analysis };
    let expr = NodeExpr { scope, names, intent, contracts: &shared.contracts };
    let (mut declared, mut undeclared) = (Vec::new(), Vec::new());
    for (key, binding) in inputs {
        match shape.input(key) {
            Some(field) => declared.push((field.clone(), expr.expr(binding))),
            None => undeclared.push((key.clone(), expr.expr(binding))),
        }
    }
    let state = state(workflow, &node.key, names, &shared.contracts, shared.analysis);
    let complete = declared.len() == shape.inputs.len() && planned.undeclared != undeclared.is_empty();
    let (supplied, binding) = shared.bindings.supply(workflow, planned, shared.analysis);
    let arms = shared.analysis.statuses.of_contract(contract).map(|word| {
        let next = names.next(workflow, word, edge(node, word));
        (Status::new(word), next)
    });
    Some(Node {
        key: node.key.clone(),
        ident: names.ident(&node.key),
        variant: names.variant(&node.key),
        contract: planned.module.clone(),
        contract_fqdn: contract.clone(),
        bound: if shared.analysis.with_secrets.contains(workflow.fqdn.as_str()) { bound(inputs) } else { Vec::new() },
        inputs: declared,
        undeclared,
        complete,
        written: words::each_bound(inputs),
        supplied,
        binding,
        state,
        kept,
        arms: arms.collect(),
    })
}

/// The scenarios that test a workflow.
fn tested(workflow: &protocol::Workflow, protocol: &protocol::Protocol) -> Vec<Tested> {
    let of = |scenario: &protocol::Scenario| {
        let mut ends = Vec::new();
        for run in scenario.runs.iter().filter(|run| run.workflow == workflow.fqdn) {
            let end = (run.status.clone(), run.exit.clone());
            if !ends.contains(&end) {
                ends.push(end);
            }
        }
        (!ends.is_empty()).then(|| Tested { name: scenario.name.clone(), ends })
    };
    protocol.scenarios.iter().filter_map(of).collect()
}

fn reads_payload(nodes: &[Node]) -> bool {
    let mut found = false;
    let values = nodes
        .iter()
        .flat_map(|node| node.inputs.iter().map(|(_, expr)| expr).chain(node.undeclared.iter().map(|(_, expr)| expr)));
    for value in values {
        value.reads(&mut |place, _| {
            found |= matches!(place, ReadPlace::Payload(_) | ReadPlace::UndeclaredPayload | ReadPlace::UntypedPayload);
        });
    }
    found
}

/// Where a run begins.
fn entry(workflow: &protocol::Workflow, names: &Names, intent: Option<Intent>, analysis: &Analysis<'_>) -> Entry {
    let address = intent.as_ref().and_then(|it| analysis.protocol.address(&workflow.domain, &it.fqdn));
    let start = workflow.node(&workflow.start);
    let admits = start.filter(|node| matches!(node.action, Action::Admit { .. }));
    let node = admits.map(|node| EntryNode {
        key: node.key.clone(),
        ack: names.next(workflow, ACK, edge(node, ACK)),
        nack: names.next(workflow, NACK, edge(node, NACK)),
        // One that has none is an error, and nothing is emitted.
        address: address.unwrap_or_default(),
    });
    let first = node.is_none().then(|| names.next(workflow, ACK, Some(workflow.start.clone())));
    Entry { node, intent, first }
}

/// The nodes whose results another node reads that can be reached.
fn kept_nodes<'a>(workflow: &'a protocol::Workflow, keys: &[String], results: Results) -> BTreeSet<&'a str> {
    let reached = workflow.nodes.iter().filter(|node| keys.contains(&node.key));
    let inputs = reached.flat_map(|node| match &node.action {
        Action::Run { inputs, .. } => inputs.as_slice(),
        Action::Admit { .. } | Action::Exit { .. } => &[],
    });
    let roots = inputs.flat_map(|(_, binding)| binding.paths()).filter_map(|path| match &path.root {
        Root::Node(node) => Some(node.as_str()),
        Root::Payload | Root::Input | Root::Step(_) | Root::StepRaw(_) | Root::Raw => None,
    });
    let read: BTreeSet<&str> = roots.collect();
    match results {
        Results::OfNode => read,
        Results::OfContract => {
            let contract = |key: &str| workflow.node(key).and_then(contract_of);
            let contracts: BTreeSet<&str> = read.iter().filter_map(|key| contract(key)).collect();
            let runs = |node: &&protocol::Node| contract_of(node).is_some_and(|it| contracts.contains(it));
            workflow.nodes.iter().filter(runs).map(|node| node.key.as_str()).collect()
        }
    }
}

/// The contract that a node runs.
fn contract_of(node: &protocol::Node) -> Option<&str> {
    match &node.action {
        Action::Run { contract, .. } => Some(contract),
        Action::Admit { .. } | Action::Exit { .. } => None,
    }
}
