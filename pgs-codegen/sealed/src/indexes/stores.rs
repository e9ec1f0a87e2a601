//! `store_index/index.json`: where each store is declared, and who reaches it.

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::{Map, Value, json};

use super::{Facts, texts};
use crate::artifact::{Artifact, ArtifactType};
use crate::difference::object;

/// With what the path of a binding begins that is the data root.
const DATA_ROOT: &str = "{{module_data_root}}/";

/// By artifact, what it is tied to.
type Ties<'f> = BTreeMap<&'f str, BTreeSet<&'f str>>;

/// The paths that a runtime binding reaches by a side effect.
type Paths<'f> = BTreeMap<(&'f str, &'f str), BTreeSet<&'f str>>;

/// The index.
pub fn index(facts: &Facts<'_>) -> Value {
    let reach = Reach {
        paths: paths(facts),
        named: named_stores(facts),
        bindings: ties(facts, "WF_BINDS_RB"),
        nodes: ties(facts, "WF_CONTAINS_NODE"),
        effects: ties(facts, "CC_BINDS_CS"),
    };
    let stores = declared(facts);
    let count = stores.len();
    let stores = stores.into_iter().map(|(key, Store { name, domain, mut declarations })| {
        declarations.sort_unstable();
        let declarations = declarations.into_iter().map(|(path, declared_by, description)| {
            let bindings = reach.bindings(path, name);
            json!({"path": path, "description": description, "declared_by": declared_by, "bindings": bindings})
        });
        (key, json!({"store": name, "domain": domain, "declarations": declarations.collect::<Vec<_>>()}))
    });
    json!({
        "schema_version": "v0",
        "generated_by": "snapshot_assembler",
        "store_count": count,
        "stores": object(stores),
    })
}

/// A store, with its declarations: path, structure, description.
struct Store<'f> {
    name: &'f str,
    domain: &'f str,
    declarations: Vec<(&'f str, &'f str, &'f str)>,
}

fn declared<'f>(facts: &'f Facts<'_>) -> BTreeMap<String, Store<'f>> {
    let mut stores: BTreeMap<String, Store<'f>> = BTreeMap::new();
    for structure in of_kind(facts, &ArtifactType::Structure) {
        let domain = structure.at(&["core", "domain"]).and_then(Value::as_str).filter(|it| !it.is_empty());
        let domain = domain.unwrap_or(&structure.namespace);
        for (store, declared) in entity_stores(structure) {
            let text = |key: &str| declared.get(key).and_then(Value::as_str).unwrap_or_default();
            let found = stores.entry(format!("{domain}::{store}"));
            let found = found.or_insert_with(|| Store { name: store, domain, declarations: Vec::new() });
            found.declarations.push((text("path"), &structure.fqdn, text("description")));
        }
    }
    stores
}

fn of_kind<'f>(facts: &'f Facts<'_>, kind: &'f ArtifactType) -> impl Iterator<Item = &'f Artifact> {
    facts.artifacts.values().copied().filter(move |it| it.kind == *kind)
}

fn entity_stores(structure: &Artifact) -> impl Iterator<Item = (&String, &Value)> {
    structure.at(&["core", "entity_stores"]).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

/// The edges of one kind.
fn ties<'f>(facts: &'f Facts<'_>, kind: &str) -> Ties<'f> {
    let mut ties = Ties::new();
    let edges = facts.edges.iter().filter(|it| it.kind == kind && !it.source.is_empty() && !it.target.is_empty());
    for edge in edges {
        ties.entry(&edge.source).or_default().insert(&edge.target);
    }
    ties
}

/// The stores that the steps of a contract name.
fn named_stores<'f>(facts: &'f Facts<'_>) -> Ties<'f> {
    let contracts = of_kind(facts, &ArtifactType::Contract).map(|contract| {
        let steps = contract.at(&["core", "pipeline"]).and_then(Value::as_array).into_iter().flatten();
        (contract.fqdn.as_str(), steps.filter_map(|step| step.get("store")?.as_str()).collect())
    });
    contracts.collect()
}

/// Where bindings reach: the one path that a policy names, or every path of a structure.
fn paths<'f>(facts: &'f Facts<'_>) -> Paths<'f> {
    let mut paths = Paths::new();
    for binding in of_kind(facts, &ArtifactType::RuntimeBinding) {
        let effects = binding.at(&["core", "bindings"]).and_then(Value::as_object).into_iter().flatten();
        for (effect, bound) in effects {
            let text = |key: &str| bound.get("policy")?.get(key)?.as_str().filter(|it| !it.is_empty());
            let concrete = text("path").map(|path| path.strip_prefix(DATA_ROOT).unwrap_or(path));
            let of_all = || binding.at(&["core", "storage_structure"]).and_then(Value::as_str);
            let structure = text("structure").or_else(|| if concrete.is_none() { of_all() } else { None });
            let structure = structure.and_then(|it| facts.artifacts.get(it)).copied();
            let owned =
                structure.into_iter().flat_map(entity_stores).filter_map(|(_, store)| store.get("path")?.as_str());
            let reached: BTreeSet<&str> = concrete.into_iter().chain(owned.filter(|it| !it.is_empty())).collect();
            if !reached.is_empty() {
                paths.insert((&binding.fqdn, effect), reached);
            }
        }
    }
    paths
}

/// What reaches which store.
struct Reach<'f> {
    paths: Paths<'f>,
    named: Ties<'f>,
    /// Of a workflow its runtime bindings, and its nodes; of a contract its side effects.
    bindings: Ties<'f>,
    nodes: Ties<'f>,
    effects: Ties<'f>,
}

impl Reach<'_> {
    /// The bindings that reach a path, with the workflows and contracts that use them for this store.
    fn bindings(&self, path: &str, store: &str) -> Value {
        let reaching = self.paths.iter().filter(|(_, reached)| reached.contains(path));
        let binding = |((binding, effect), reached): (&(&str, &str), &BTreeSet<&str>)| {
            let has = |ties: &Ties<'_>, from: &str, to: &str| ties.get(from).is_some_and(|it| it.contains(to));
            let bound = self.bindings.keys().copied().filter(|workflow| has(&self.bindings, workflow, binding));
            let bound: BTreeSet<&str> = bound.collect();
            let contained = bound.iter().flat_map(|workflow| self.nodes.get(workflow).into_iter().flatten().copied());
            // Of several paths the contract's own step says which.
            let uses = |contract: &&str| {
                has(&self.effects, contract, effect) && (reached.len() == 1 || has(&self.named, contract, store))
            };
            let contracts: BTreeSet<&str> = contained.filter(uses).collect();
            let runs = |workflow: &&str| self.nodes.get(workflow).is_some_and(|nodes| !nodes.is_disjoint(&contracts));
            let workflows: Vec<&str> = bound.iter().copied().filter(runs).collect();
            json!({"rb": binding, "cs": effect, "workflows": texts(workflows), "consumer_ccs": texts(contracts)})
        };
        reaching.map(binding).collect()
    }
}
