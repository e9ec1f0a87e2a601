//! Which modules the steps of a contract and the nodes of a workflow name.

use super::{Call, Dispatch, Folder, Items, Module, Node, Step};

/// The modules that a step calls.
pub fn of_step(step: &Step) -> Vec<Module> {
    let own = |name: &str| Module::OfCrate(format!("{SIDE_EFFECTS}::{name}"));
    match &step.call {
        Call::Transform { signature, .. } => vec![Module::OfCrate(signature.module.clone())],
        Call::World { module, .. } if module.starts_with(PGC_SIDE_EFFECTS) => {
            vec![Module::OfCrate(module.clone()), Module::OfCrate(PGC_SIDE_EFFECTS.to_owned())]
        }
        Call::World { module, .. } => vec![Module::OfCrate(module.clone())],
        Call::Molecule { module, .. } => vec![module.clone()],
        Call::Store { .. } => Vec::new(),
        Call::Gateway { workflow, .. } => vec![own("workflow_gateway"), workflow.path()],
        Call::Loop { item, sub, .. } => {
            let items = sub.iter().map(|(_, items)| items).chain([item]);
            items.flat_map(|items| of_items(items)).chain([own("workflow_loop")]).collect()
        }
        Call::Concurrent { workers } => {
            let workflows = workers.iter().map(|(workflow, ..)| workflow.path());
            workflows.chain([own("concurrent_workflows")]).collect()
        }
    }
}

/// Where the side effects of PGC stand, with what is around each of them.
pub const PGC_SIDE_EFFECTS: &str = "pgs_capabilities::pgc::side_effects";

/// Where the side effects stand that start workflows.
pub const SIDE_EFFECTS: &str = "pgs_capabilities::side_effects";

fn of_items(items: &Items) -> Vec<Module> {
    match &items.dispatch {
        Dispatch::One(workflow) => vec![workflow.path()],
        Dispatch::ByField { mapping, .. } => mapping.iter().map(|(_, workflow)| workflow.path()).collect(),
    }
}

/// The modules that the nodes of a workflow name.
pub fn of_nodes<'a>(domain: &'a str, nodes: &'a [Node]) -> impl Iterator<Item = Module> + 'a {
    nodes.iter().flat_map(move |node| {
        let binding = node.binding.iter().map(|module| Module::generated(domain, Folder::Bindings, module));
        binding.chain([Module::generated(domain, Folder::Contracts, &node.contract)])
    })
}
