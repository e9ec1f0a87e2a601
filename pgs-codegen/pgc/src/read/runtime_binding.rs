//! `runtime_bindings/`, `RB`, with the `structures/`, `STRUCTURE`, that they name

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::protocol::{Part, Placing, Policy, RuntimeBinding, StorePath, Structure};
use pgs_sealed::{Artifact, ArtifactType};

use super::reader::{Reader, summary};

impl<'a> Reader<'a> {
    /// Reads a runtime binding.
    pub fn runtime_binding(&mut self, artifact: &'a Artifact) -> Option<RuntimeBinding> {
        let (front, core) = self.core(artifact)?;
        let (mut policies, mut bound) = (BTreeMap::new(), BTreeSet::new());
        for (fqdn, part) in core.objects("bindings", self.diagnostics) {
            let resolved = self.resolve(fqdn, &ArtifactType::SideEffect, &part.place);
            bound.insert(fqdn.to_owned());
            if let (Some(fqdn), Some(Part { fields, place })) = (resolved, part.object("policy", self.diagnostics)) {
                policies.insert(fqdn, Policy { fields: fields.clone(), place });
            }
        }
        let structure = match core.optional_text("storage_structure", self.diagnostics) {
            None => Structure::None,
            Some(named) => self
                .resolve(named, &ArtifactType::Structure, &core.place.at(["storage_structure"]))
                .map_or(Structure::Unknown, Structure::Known),
        };
        let stores = match &structure {
            Structure::Known(fqdn) => self.entity_stores(fqdn),
            Structure::None | Structure::Unknown => BTreeMap::new(),
        };
        Some(RuntimeBinding {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            bound,
            policies,
            structure,
            placing: Placing::ByStructure,
            stores,
            place: front.place,
        })
    }

    fn entity_stores(&mut self, structure: &str) -> BTreeMap<String, StorePath> {
        let Some(artifact) = self.artifacts.get(structure).copied() else { return BTreeMap::new() };
        let Some((_, core)) = self.core(artifact) else { return BTreeMap::new() };
        let mut stores = BTreeMap::new();
        for (name, part) in core.objects("entity_stores", self.diagnostics) {
            if let Some(path) = part.required_text("path", self.diagnostics) {
                stores.insert(name.to_owned(), StorePath { path: path.to_owned(), place: part.place.at(["path"]) });
            }
        }
        stores
    }
}
