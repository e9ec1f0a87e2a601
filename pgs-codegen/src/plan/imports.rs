//! The modules that generated code names: which it imports, and which it names by their whole path.

use std::collections::{BTreeMap, BTreeSet};

use super::{Call, Dispatch, Items, Node, Step, WorkflowRef};

/// A Rust module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Module {
    /// One of this text: by domain, folder and name.
    Generated {
        /// The module of the domain.
        domain: String,
        /// The folder.
        folder: Folder,
        /// The module in it.
        module: String,
    },
    /// One of a crate, by its path: `pgs_capabilities::transforms::generate_id`.
    OfCrate(String),
}

/// The folders of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    /// Runtime bindings.
    Bindings,
    /// Contracts.
    Contracts,
    /// Intents.
    Intents,
    /// Workflows.
    Workflows,
}

impl Folder {
    /// The module's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bindings => "bindings",
            Self::Contracts => "contracts",
            Self::Intents => "intents",
            Self::Workflows => "workflows",
        }
    }
}

impl Module {
    /// A module of this text.
    pub fn generated(domain: &str, folder: Folder, module: &str) -> Self {
        Self::Generated { domain: domain.to_owned(), folder, module: module.to_owned() }
    }

    /// The last part of its path.
    pub fn name(&self) -> &str {
        match self {
            Self::Generated { module, .. } => module,
            Self::OfCrate(path) => path.rsplit("::").next().unwrap_or(path),
        }
    }
}

impl WorkflowRef {
    /// Its module.
    pub fn path(&self) -> Module {
        Module::generated(&self.domain_module, Folder::Workflows, &self.module)
    }
}

/// The modules that a text imports. It names every other by its whole path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imports(BTreeSet<Module>);

/// Modules that `pgs_rt::prelude` brings, and crates: an import of this name would hide them.
const TAKEN: [&str; 12] = [
    "append_only",
    "arithmetic",
    "core",
    "engine",
    "machine",
    "mutable_json",
    "name_registry",
    "pgs_capabilities",
    "pgs_generated",
    "pgs_rt",
    "registry",
    "std",
];

impl Imports {
    /// Those of these modules whose last part alone says which one is meant.
    pub fn of(modules: impl IntoIterator<Item = Module>) -> Self {
        let mut by_name: BTreeMap<String, BTreeSet<Module>> = BTreeMap::new();
        for module in modules {
            by_name.entry(module.name().to_owned()).or_default().insert(module);
        }
        let clear = by_name.into_iter().filter(|(name, modules)| modules.len() == 1 && !TAKEN.contains(&name.as_str()));
        Self(clear.flat_map(|(_, modules)| modules).collect())
    }

    /// Whether this module is imported.
    pub fn holds(&self, module: &Module) -> bool {
        self.0.contains(module)
    }

    /// The modules, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Module> {
        self.0.iter()
    }
}

/// The modules that a step calls.
pub fn of_step(step: &Step) -> Vec<Module> {
    let own = |name: &str| Module::OfCrate(format!("{SIDE_EFFECTS}::{name}"));
    match &step.call {
        Call::Transform { signature, .. } => vec![Module::OfCrate(signature.module.clone())],
        Call::World { module, .. } => vec![Module::OfCrate(module.clone())],
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
