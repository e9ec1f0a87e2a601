//! Rust modules that generated code names, and those that a text imports.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Transforms that are made of others.
    Molecules,
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
            Self::Molecules => "molecules",
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

/// The modules that a text imports. It names every other by its whole path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imports(BTreeSet<Module>);

/// Modules that the preludes bring, and crates: an import of this name would hide them.
const TAKEN: [&str; 13] = [
    "append_only",
    "arithmetic",
    "core",
    "engine",
    "machine",
    "mutable_json",
    "name_registry",
    "pgs_capabilities",
    "pgs_generated",
    "pgs_pgc",
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
