//! What `handlers.json` should hold: how transforms and side effects are called, and where stores lie.

use pgs_sealed::{Artifact, ArtifactType};
use pgs_value::{Map, Value, json};

use super::Derived;

/// The tables of the file.
pub const TABLES: [&str; 4] = ["ct", "cs", "rb_policy", "wf_storage"];

/// What stands for the data root in a policy.
const DATA_ROOT: &str = "{{module_data_root}}";

/// Derives the tables of a domain.
pub fn derive(derived: &mut Derived<'_>) {
    for artifact in derived.domain.artifacts.values() {
        match artifact.kind {
            ArtifactType::Transform => {
                let ir = artifact.json.get("ct_ir").cloned().unwrap_or_default();
                derived.add("ct", artifact, json!({"ct_ir": ir}));
            }
            ArtifactType::SideEffect => {
                derived.add("cs", artifact, artifact.json.get("cs_ir").cloned().unwrap_or_default());
            }
            ArtifactType::RuntimeBinding => policies(artifact, derived),
            ArtifactType::Workflow => storage(artifact, derived),
            ArtifactType::Intent
            | ArtifactType::Contract
            | ArtifactType::Structure
            | ArtifactType::Event
            | ArtifactType::Actor
            | ArtifactType::IngressIntent
            | ArtifactType::EgressIntent
            | ArtifactType::TestData
            | ArtifactType::Vocabulary
            | ArtifactType::Constitution
            | ArtifactType::Invariant
            | ArtifactType::Surface
            | ArtifactType::Unknown(_) => {}
        }
    }
}

/// The structure that a runtime binding names.
fn structure<'a>(binding: &Artifact, derived: &Derived<'a>) -> Option<&'a Artifact> {
    derived.domain.artifacts.get(binding.at(&["core", "storage_structure"])?.as_str()?)
}

fn policies<'a>(artifact: &'a Artifact, derived: &mut Derived<'a>) {
    let structure = structure(artifact, derived);
    let bindings = artifact.at(&["core", "bindings"]).and_then(Value::as_object).into_iter().flatten();
    let policies = bindings.filter_map(|(fqdn, bound)| {
        let mut bound = bound.as_object().cloned().unwrap_or_default();
        let mut policy = bound.get("policy").and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(structure) = structure {
            let front = structure.json.get("frontmatter").cloned().unwrap_or_default();
            policy.insert("storage_structure_artifact".into(), json!({"frontmatter": front}));
            policy.insert("module_data_root".into(), DATA_ROOT.into());
            // What else the binding says is not carried over.
            bound.clear();
        }
        bound.insert("policy".into(), policy.into());
        Some((derived.address(fqdn)?.to_string(), Value::Object(bound)))
    });
    let policies = Value::Object(policies.collect());
    derived.add("rb_policy", artifact, policies);
}

/// The stores of a workflow that consults others: its own first, and of each the first description.
fn storage<'a>(artifact: &'a Artifact, derived: &mut Derived<'a>) {
    let consulted = match artifact.at(&["consults"]) {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    if consulted.is_empty() {
        return;
    }
    let own = artifact.at(&["runtime_binding"]).and_then(Value::as_str);
    let bindings = own.map(|own| (own, "owned")).into_iter().chain(consulted.into_iter().map(|it| (it, "consulted")));
    let mut stores = Map::new();
    for (fqdn, reach) in bindings {
        let structure = derived.domain.artifacts.get(fqdn).and_then(|binding| structure(binding, derived));
        let declared = structure.and_then(|it| it.at(&["core", "entity_stores"])?.as_object());
        for (name, store) in declared.into_iter().flatten() {
            let mut store = store.as_object().cloned().unwrap_or_default();
            store.insert("described_by".into(), fqdn.into());
            store.insert("reach".into(), reach.into());
            stores.entry(name.clone()).or_insert(store.into());
        }
    }
    let storage = json!({"frontmatter": {"core": {"entity_stores": stores}}});
    derived.add("wf_storage", artifact, storage);
}
