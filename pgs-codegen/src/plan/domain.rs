//! The plan of all domains: which contracts, intents and runtime bindings their workflows need, and every workflow.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::fqdn::{self, code};
use pgs_protocol::protocol::{self, Absent, Action, Protocol, Semantics, Type, words};

use super::contract::{self, WorkflowRefs};
use super::features;
use super::shape::{Shape, describe};
use super::supplied::{self, Bindings};
use super::workflow::{self, Shared};
use super::{Contract, Domain, Field, Intent, LeftOut, Plan, Status, Superseded, WorkflowRef, molecule, unenforced};
use crate::analysis::node_read::{NodeRead, NodeScope};
use crate::analysis::workflows::{intent_of, with_secrets};
use crate::analysis::{Analysis, field_names, lacking};
use crate::capabilities;
use crate::names::{Scope, snake};

/// Plans everything that is generated.
pub fn plan(analysis: &Analysis<'_>) -> Plan {
    let protocol = analysis.protocol;
    let names: BTreeSet<&str> = protocol.workflows.values().map(|it| it.domain.as_str()).collect();
    let mut modules = Scope::with(&["bin", "lib", "stores", "target", "transforms", "workflows"]);
    let modules: BTreeMap<&str, String> = names.iter().map(|name| (*name, modules.claim(snake(name)))).collect();
    let workflows = workflow_refs(analysis, &modules);
    let domains: Vec<Domain> =
        modules.iter().map(|(name, module)| domain(name, module, analysis, &workflows)).collect();
    let transforms = protocol.transforms.keys();
    let transforms = transforms.filter_map(|fqdn| Some((fqdn.clone(), capabilities::transform(fqdn, protocol)?)));
    let transforms = transforms.collect::<Vec<_>>();
    Plan {
        stores: supplied::once(&domains),
        features: features::needed(&transforms, analysis),
        domains,
        transforms,
        left_out: left_out(protocol),
        digest: protocol.digest(),
        names: if with_secrets(protocol).is_empty() { Vec::new() } else { field_names::all(protocol) },
        settings: protocol.settings.clone(),
    }
}

/// The workflows that settings leave out, with what each lacks.
fn left_out(protocol: &Protocol) -> Vec<LeftOut> {
    let left_out = protocol.left_out.iter().map(|it| LeftOut {
        fqdn: it.workflow.fqdn.clone(),
        lacks: words::list(lacking::of_workflow(&it.workflow, protocol)),
    });
    left_out.collect()
}

fn workflow_refs(analysis: &Analysis<'_>, domains: &BTreeMap<&str, String>) -> WorkflowRefs {
    let mut scopes: BTreeMap<&str, Scope> = BTreeMap::new();
    let refs = analysis.protocol.workflows.values().map(|workflow| {
        let module =
            scopes.entry(&workflow.domain).or_insert_with(Scope::of_modules).claim(snake(code(&workflow.fqdn)));
        let reference = WorkflowRef {
            fqdn: workflow.fqdn.clone(),
            domain_module: domains.get(workflow.domain.as_str()).cloned().unwrap_or_default(),
            module,
            statuses: analysis.statuses.of_workflow(&workflow.fqdn).map(Status::new).collect(),
        };
        (workflow.fqdn.clone(), reference)
    });
    refs.collect()
}

fn domain(name: &str, module: &str, analysis: &Analysis<'_>, refs: &WorkflowRefs) -> Domain {
    let workflows: Vec<&protocol::Workflow> =
        analysis.protocol.workflows.values().filter(|workflow| workflow.domain == name).collect();
    let mut shared = Shared {
        module: module.to_owned(),
        analysis,
        workflows: refs,
        contracts: contracts((name, module), &workflows, analysis, refs),
        intents: intents(name, &workflows, analysis),
        bindings: Bindings::default(),
    };
    let workflows = workflows.iter().map(|workflow| workflow::plan(workflow, &mut shared)).collect();
    let of_domain = analysis.protocol.waivers.iter().filter(|it| it.domains.contains(name));
    Domain {
        name: name.to_owned(),
        semantics: analysis.protocol.semantics,
        sealed: analysis.protocol.sealed.clone(),
        molecules: molecule::plan(name, analysis.protocol),
        superseded: superseded(name, analysis.protocol, refs),
        waivers: of_domain.cloned().collect(),
        module: module.to_owned(),
        intents: shared.intents.into_values().collect(),
        contracts: shared.contracts.into_values().map(|(contract, _)| contract).collect(),
        bindings: shared.bindings.used(),
        workflows,
    }
}

fn contracts(
    (domain, domain_module): (&str, &str),
    workflows: &[&protocol::Workflow],
    analysis: &Analysis<'_>,
    refs: &WorkflowRefs,
) -> BTreeMap<String, (Contract, Shape)> {
    let mut modules = Scope::of_modules();
    let compiled = analysis.compiled.iter().filter(|compiled| compiled.domain == domain);
    let planned = compiled.filter_map(|compiled| {
        let fqdn = &compiled.contract.fqdn;
        let module = modules.claim(snake(code(fqdn)));
        let (mut contract, mut shape) = contract::plan(compiled, (domain_module, module), analysis, refs)?;
        match analysis.protocol.semantics.absent {
            // What is not there can be told from null only by a field of its own.
            Absent::LeftOut => {
                let bound = workflows.iter().flat_map(|workflow| bound_at(workflow, fqdn));
                shape.declare(bound.map(String::as_str));
                (contract.inputs, contract.surface) = (shape.inputs.clone(), shape.surface.clone());
            }
            Absent::Null => {
                contract.undeclared =
                    workflows.iter().any(|workflow| binds_undeclared(workflow, fqdn, &shape, analysis));
            }
        }
        Some((fqdn.clone(), (contract, shape)))
    });
    planned.collect()
}

/// The inputs that the nodes of a workflow bind of a contract.
fn bound_at<'w>(workflow: &'w protocol::Workflow, contract: &str) -> Vec<&'w String> {
    let inputs = workflow.nodes.iter().filter_map(|node| match &node.action {
        Action::Run { contract: run, inputs } if run == contract => Some(inputs),
        Action::Run { .. } | Action::Admit { .. } | Action::Exit { .. } => None,
    });
    inputs.flatten().map(|(key, _)| key).collect()
}

/// The workflows of a domain that are not in force.
fn superseded(domain: &str, protocol: &Protocol, refs: &WorkflowRefs) -> Vec<Superseded> {
    let mut modules = Scope::of_modules();
    refs.values().filter(|it| fqdn::namespace(&it.fqdn) == domain).for_each(|it| {
        modules.claim(it.module.clone());
    });
    let of_domain = protocol.superseded.values().filter(|it| it.domain == domain);
    let superseded = of_domain.map(|workflow| Superseded {
        fqdn: workflow.fqdn.clone(),
        address: protocol.address(domain, &workflow.fqdn).unwrap_or_default(),
        module: modules.claim(snake(code(&workflow.fqdn))),
        by: workflow.superseded_by.clone().unwrap_or_default(),
    });
    superseded.collect()
}

/// Whether a node of the workflow binds an input that this contract has no field for.
fn binds_undeclared(workflow: &protocol::Workflow, contract: &str, shape: &Shape, analysis: &Analysis<'_>) -> bool {
    let reached = workflow.nodes.iter().filter(|node| analysis.reaches(workflow, &node.key));
    reached.into_iter().any(|node| match &node.action {
        Action::Run { contract: run, inputs } => {
            run == contract && inputs.iter().any(|(key, _)| shape.input(key).is_none())
        }
        Action::Admit { .. } | Action::Exit { .. } => false,
    })
}

/// The fields of the payload that the nodes of the workflow read and its intent does not declare.
fn read_besides(workflow: &protocol::Workflow, analysis: &Analysis<'_>) -> BTreeSet<String> {
    let scope = NodeScope { workflow, analysis };
    let inputs = workflow.nodes.iter().flat_map(|node| match &node.action {
        Action::Run { inputs, .. } => inputs.as_slice(),
        Action::Admit { .. } | Action::Exit { .. } => &[],
    });
    let paths = inputs.flat_map(|(_, binding)| binding.paths());
    let besides = paths.filter_map(|path| match scope.read(path) {
        NodeRead::UndeclaredPayload(key, Some(_)) => Some(key.to_owned()),
        _ => None,
    });
    besides.collect()
}

/// Whether a node of the workflow reads a field of the payload that its intent does not declare.
fn reads_undeclared(workflow: &protocol::Workflow, analysis: &Analysis<'_>) -> bool {
    let scope = NodeScope { workflow, analysis };
    let reached = workflow.nodes.iter().filter(|node| analysis.reaches(workflow, &node.key));
    let inputs = reached.flat_map(|node| match &node.action {
        Action::Run { inputs, .. } => inputs.as_slice(),
        Action::Admit { .. } | Action::Exit { .. } => &[],
    });
    let mut paths = inputs.flat_map(|(_, binding)| binding.paths());
    paths.any(|path| matches!(scope.read(path), NodeRead::UndeclaredPayload(_, Some(_))))
}

fn intents(domain: &str, workflows: &[&protocol::Workflow], analysis: &Analysis<'_>) -> BTreeMap<String, Intent> {
    let used: BTreeSet<&String> = workflows.iter().filter_map(|workflow| intent_of(workflow)).collect();
    let mut modules = Scope::of_modules();
    let planned = used.into_iter().filter_map(|fqdn| {
        let declared = analysis.protocol.intents.get(fqdn)?;
        let admits = || workflows.iter().filter(|workflow| intent_of(workflow) == Some(fqdn));
        let mut planned = intent(declared, modules.claim(snake(code(fqdn))), analysis.protocol.semantics);
        planned.address = analysis.protocol.address(domain, fqdn).unwrap_or_default();
        match analysis.protocol.semantics.absent {
            Absent::Null => planned.undeclared = admits().any(|workflow| reads_undeclared(workflow, analysis)),
            Absent::LeftOut => planned.add(admits().flat_map(|workflow| read_besides(workflow, analysis)).collect()),
        }
        Some((fqdn.clone(), planned))
    });
    planned.collect()
}

fn intent(intent: &protocol::Intent, module: String, semantics: Semantics) -> Intent {
    let mut scope = Scope::with(&["undeclared"]);
    let fields = intent.inputs.iter().map(|(key, schema)| {
        let field = Field { key: key.clone(), ident: scope.claim(snake(key)), ty: schema.ty(), doc: describe(schema) };
        (field, schema.clone())
    });
    Intent {
        fqdn: intent.fqdn.clone(),
        module,
        summary: intent.summary.clone(),
        fields: fields.collect(),
        address: 0,
        semantics,
        undeclared: false,
        besides: Vec::new(),
        waived: intent.waived.clone(),
        unenforced: unenforced::of_intent(intent),
    }
}

impl Intent {
    /// Gives these fields, which it does not declare, fields of their own.
    fn add(&mut self, keys: BTreeSet<String>) {
        let taken: Vec<&str> = self.fields.iter().map(|(field, _)| field.ident.as_str()).collect();
        let mut scope = Scope::with(&taken);
        let besides = keys.into_iter().map(|key| Field {
            ident: scope.claim(snake(&key)),
            key,
            ty: Type::Any,
            doc: "Not declared by the intent, but read.".to_owned(),
        });
        self.besides = besides.collect();
    }
}
