//! `runtime_bindings/`, `RB_`, with the `structures/`, `STRUCTURE_`, that they name

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::Value;

use super::super::parts::Part;
use super::super::{Placing, Policy, RuntimeBinding, StorePath, Structure};
use super::reader::{Reader, summary};
use crate::snapshot::{Artifact, ArtifactKind};

impl Reader<'_> {
    /// Reads a runtime binding.
    pub fn runtime_binding(&mut self, artifact: &Artifact) -> RuntimeBinding {
        let (front, core) = self.core_or_empty(artifact);
        let (mut policies, mut bound) = (BTreeMap::new(), BTreeSet::new());
        for (code, part) in core.objects("bindings", self.diagnostics) {
            let resolved = self.resolve(artifact, code, ArtifactKind::SideEffect, &part.place);
            bound.insert(resolved.clone().unwrap_or_else(|| code.to_owned()));
            if let Some(fqdn) = resolved {
                // The name service writes `config` where the others write `policy`.
                let policy =
                    part.object("policy", self.diagnostics).or_else(|| part.object("config", self.diagnostics));
                if let Some(policy) = &policy {
                    policy.optional_text("path", self.diagnostics);
                    if !matches!(policy.fields.get("enabled"), None | Some(Value::Bool(_))) {
                        policy.malformed("enabled", "true or false, without quotes", self.diagnostics);
                    }
                }
                if let Some(Part { fields, place }) = policy {
                    policies.insert(fqdn, Policy { fields: fields.clone(), place });
                }
            }
        }
        let structure = match core.optional_text("storage_structure", self.diagnostics) {
            None => Structure::None,
            Some(named) => self
                .resolve(artifact, named, ArtifactKind::Structure, &core.place.at(["storage_structure"]))
                .map_or(Structure::Unknown, Structure::Known),
        };
        let stores = match &structure {
            Structure::Known(fqdn) => self.entity_stores(fqdn),
            Structure::None | Structure::Unknown => BTreeMap::new(),
        };
        RuntimeBinding {
            fqdn: artifact.fqdn.clone(),
            summary: summary(&core),
            bound,
            policies,
            structure,
            placing: if self.snapshot.version.is_before_0_5() { Placing::ByPolicy } else { Placing::ByStructure },
            stores,
            place: front.place,
        }
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
}
