//! The stores that a workflow reaches: those of its own runtime binding, and those that it consults.

use std::collections::BTreeMap;

use super::{Protocol, StorePath, Workflow};

/// How far a workflow reaches into a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It may read and write it.
    Owned,
    /// It may read it.
    Consulted,
}

/// A store as a workflow reaches it.
#[derive(Clone, Debug)]
pub struct PlacedStore<'a> {
    /// Where it lies.
    pub path: &'a StorePath,
    /// How far it is reached.
    pub reach: Reach,
    /// The FQDN of the runtime binding that describes it.
    pub described_by: &'a str,
}

impl Protocol {
    /// The stores that a workflow reaches, by name. Its own runtime binding comes first, then those that it consults, in
    /// their order; of a store that several describe, the first description holds.
    pub fn stores_of<'a>(&'a self, workflow: &'a Workflow) -> BTreeMap<&'a str, PlacedStore<'a>> {
        let own = workflow.binding.iter().map(|fqdn| (fqdn, Reach::Owned));
        let consulted = workflow.consults.iter().map(|fqdn| (fqdn, Reach::Consulted));
        let mut stores = BTreeMap::new();
        for (fqdn, reach) in own.chain(consulted) {
            let Some(binding) = self.bindings.get(fqdn) else { continue };
            for (name, path) in &binding.stores {
                let described_by = binding.fqdn.as_str();
                stores.entry(name.as_str()).or_insert(PlacedStore { path, reach, described_by });
            }
        }
        stores
    }
}
