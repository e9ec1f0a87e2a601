//! A small sealed snapshot, made as the reference's assembler makes one: a platform with governance and a side effect, and a
//! shop that imports the one and carries the other.
//!
//! What is changed in the [`Making`] is sealed with the rest; what is changed in the folder afterwards is not.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pgs_sealed::{Proof, Refusal, Trust};
use pgs_value::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

pub const CARRIED: &str = "capability_side_effects::CS_BOOK_V0";
pub const WORKFLOW: &str = "canonical/shop/workflows/shop__WF_SELL_V0.json";
pub const PROFILE: &str = "SHOP_PROFILE_V0";

/// The declaration of the profile.
pub const DECLARATION: &str = "\
snapshot_profile:
  identity: SHOP_PROFILE_V0
  since: 2026-01-05T9:30:00Z
  required_governance:
    artifact_kinds: [WORKFLOW, INVARIANT]
    artifacts: [governance::INVARIANT_NAMED_V0]
  required_workloads:
    entry_workflows: [shop::WF_SELL_V0]
";

pub type Files = BTreeMap<String, Value>;

/// What is changed in an artifact of a domain.
pub type Change = Box<dyn Fn(&str, &mut Value)>;

/// What is changed while a snapshot is made, stage by stage.
pub struct Making {
    /// In an artifact of a domain, before anything of it is hashed.
    pub artifact: Change,
    /// In the artifacts that a domain's addresses are given to.
    pub names: fn(&str, &mut BTreeSet<String>),
    /// In the JSON files, before they are.
    pub files: fn(&mut Files),
    /// In the manifest, before its identity is computed.
    pub manifest: fn(&mut Value),
}

impl Default for Making {
    fn default() -> Self {
        Self { artifact: Box::new(|_, _| ()), names: |_, _| (), files: |_| (), manifest: |_| () }
    }
}

/// A snapshot in a temporary folder, with its profiles beside it.
pub struct Made {
    home: TempDir,
}

impl Made {
    pub fn root(&self) -> PathBuf {
        self.home.path().join("snapshot")
    }

    pub fn profiles(&self) -> PathBuf {
        self.home.path().join("profiles")
    }

    pub fn write_profile(&self, declaration: &str) {
        fs::create_dir_all(self.profiles()).unwrap();
        let text = format!("# A profile\n\n```yaml\nother: 1\n```\n\n```yaml\n{declaration}```\n");
        fs::write(self.profiles().join("SHOP.md"), text).unwrap();
    }

    pub fn trust(&self) -> Trust {
        Trust { profiles: Some(self.profiles()), anchor: None }
    }

    pub fn open(&self) -> Result<Proof, Refusal> {
        pgs_sealed::open(&self.root(), &self.trust())
    }

    /// The refusal: name, file and pointer.
    pub fn refused(&self) -> (&'static str, String, String) {
        told(self.open())
    }

    pub fn json(&self, path: &str) -> Value {
        pgs_value::from_slice(&fs::read(self.root().join(path)).unwrap()).unwrap()
    }

    pub fn edit(&self, path: &str, change: impl FnOnce(&mut Value)) {
        let mut value = self.json(path);
        change(&mut value);
        fs::write(self.root().join(path), json::pretty_sorted(&value)).unwrap();
    }

    /// Computes the files' hashes and the identity again.
    pub fn reseal(&self) {
        reseal(&self.root(), |_| ());
    }
}

/// Name, file and pointer of a refusal, each of which says more than its name.
pub fn told(opened: Result<Proof, Refusal>) -> (&'static str, String, String) {
    let refusal = opened.expect_err("it is refused");
    assert!(!refusal.to_string().is_empty() && !refusal.remedy().is_empty(), "{}", refusal.name());
    (refusal.name(), refusal.file().display().to_string(), refusal.pointer())
}

pub fn made() -> Made {
    make(&Making::default())
}

pub fn make(making: &Making) -> Made {
    let home = TempDir::new().unwrap();
    let made = Made { home };
    made.write_profile(DECLARATION);
    let mut files = Files::new();
    let artifacts = artifacts(making);
    let mut domains = Vec::new();
    for (domain, all) in &artifacts {
        let import = (domain == "shop").then(|| members(&artifacts["platform"]));
        domains.push(self::domain(domain, all, import.as_deref(), making, &mut files));
    }
    files.insert("artifact_index/index.json".to_owned(), index(&artifacts, &files));
    (making.files)(&mut files);
    for (path, value) in &files {
        let path = made.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, json::pretty_sorted(value)).unwrap();
    }
    let manifest = json!({
        "manifest_version": "v0",
        "identity_covers": ["domains", "constituents", "profile", "profile_sha256"],
        "post_seal": ["conformance/", "signature.json"],
        "profile": PROFILE,
        "profile_sha256": digest(&pgs_yaml::parse_python(DECLARATION).unwrap().value["snapshot_profile"]),
        "domains": domains,
        "provenance": {"assembler_version": "18", "source_commits": {}},
    });
    fs::write(made.root().join("manifest.json"), json::pretty(&manifest)).unwrap();
    reseal(&made.root(), making.manifest);
    made
}

/// The same with this artifact in place of the one of its name.
pub fn make_with(fqdn: &'static str, other: &Value) -> Made {
    let other = other.clone();
    let artifact = move |_: &str, it: &mut Value| {
        if it["fqdn_id"] == fqdn {
            *it = other.clone();
        }
    };
    make(&Making { artifact: Box::new(artifact), ..Making::default() })
}

/// Lists the files of a folder anew in its manifest, and computes the identity.
pub fn reseal(root: &Path, change: fn(&mut Value)) {
    let path = root.join("manifest.json");
    let mut manifest: Value = pgs_value::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut paths = Vec::new();
    walk(root, root, &mut paths);
    // As paths sort, part by part.
    paths.sort_by_key(|path| path.split('/').map(str::to_owned).collect::<Vec<_>>());
    let is_sealed =
        |path: &String| path != "manifest.json" && path != "signature.json" && !path.starts_with("conformance/");
    let constituent = |path: &String| json!({"path": path, "sha256": file_hash(root, path)});
    manifest["constituents"] = paths.iter().filter(|path| is_sealed(path)).map(constituent).collect();
    change(&mut manifest);
    let domain = |it: &Value| {
        let projections = &it["projections"];
        json!({
            "domain": it["domain"],
            "tokenized_projection_hash": projections["tokenized"]["projection_hash"],
            "vocabulary_projection_hash": projections["vocabulary"]["projection_hash"],
            "canonical_projection_hash": projections["canonical"]["projection_hash"],
            "attestation_hash": projections["trust"]["attestation_hash"],
            "graph_address_hash": it["graph_address_hash"],
        })
    };
    let identity = digest(&json!({
        "domains": manifest["domains"].as_array().unwrap().iter().map(domain).collect::<Vec<_>>(),
        "constituents": manifest["constituents"],
        "profile": manifest["profile"],
        "profile_sha256": manifest["profile_sha256"],
    }));
    manifest["snapshot_id"] = json!(identity);
    manifest["composite_hash"] = json!(identity);
    fs::write(path, json::pretty(&manifest)).unwrap();
}

fn file_hash(root: &Path, path: &str) -> String {
    let bytes = fs::read(root.join(path)).unwrap();
    let mut attestation = match pgs_value::from_slice::<Value>(&bytes) {
        Ok(value) if path.ends_with("structure_attestation.json") => value,
        _ => return hash(&bytes),
    };
    attestation.as_object_mut().unwrap().remove("signed_at");
    hash(json::pretty_sorted(&attestation).as_bytes())
}

fn walk(root: &Path, folder: &Path, paths: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, paths);
        } else {
            paths.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

pub fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

pub fn digest(value: &Value) -> String {
    hash(json::canonical(value).as_bytes())
}

/// An artifact of this machine block, which is written as JSON: that is YAML.
pub fn artifact(fqdn: &str, kind: &str, machine: &Value) -> Value {
    let (namespace, code) = fqdn.split_once("::").unwrap();
    json!({
        "fqdn_id": fqdn,
        "artifact_code": code,
        "artifact_type": kind,
        "namespace": namespace,
        "version": "0",
        "layer_code": "SHOP",
        "content": format!("# {code}\n\n## Machine\n\n```yaml\n{machine}\n```\n"),
        "content_hash": digest(machine),
        "frontmatter": machine,
        "references": [],
    })
}

type Artifacts = BTreeMap<String, Vec<(&'static str, Value)>>;

fn artifacts(making: &Making) -> Artifacts {
    let carried =
        || artifact(CARRIED, "CS", &json!({"artifact_kind": "CAPABILITY_SIDE_EFFECT", "core": {"operations": {}}}));
    let named = json!({
        "artifact_kind": "INVARIANT",
        "concern": "naming",
        "assert_projection": {"applies_to_kinds": ["WF", "CC"]},
    });
    let scoped = json!({
        "artifact_kind": "INVARIANT",
        "assert_projection": {"applies_to_kinds": ["WF"], "scope": {"applies_to": ["shop::WF_SELL_V0"]}},
    });
    let sold = json!({"type": "EXIT", "emit": "shop::EV_SOLD_V0"});
    let sell = json!({
        "type": "CC",
        "fqdn_id": "shop::CC_SELL_V0",
        "inputs": {"last": ["$.results.SELL.price", "$.payload.price"]},
        "next": {"SUCCESS": "SOLD"},
    });
    let workflow = json!({
        "artifact_kind": "WORKFLOW",
        "core": {"start_node": "SELL", "nodes": {"SELL": sell, "SOLD": sold}},
    });
    let contract = contract(&["VIOLATION", "SUCCESS"]);
    let mut all = Artifacts::from([
        (
            "platform".to_owned(),
            vec![
                ("capability_side_effects", carried()),
                ("invariants", artifact("governance::INVARIANT_NAMED_V0", "INVARIANT", &named)),
                ("invariants", artifact("governance::INVARIANT_SCOPED_V0", "INVARIANT", &scoped)),
                ("vocabulary", artifact("vocabulary::VOCAB_WORDS_V0", "VOCAB", &json!({"words": ["caf\u{e9}", 1.5]}))),
            ],
        ),
        (
            "shop".to_owned(),
            vec![
                ("capability_contracts", artifact("shop::CC_SELL_V0", "CC", &contract)),
                ("capability_side_effects", carried()),
                ("transport/egress", artifact("shop::TE_SELL_V0", "TE", &json!({"at": "2026"}))),
                ("workflows", artifact("shop::WF_SELL_V0", "WF", &workflow)),
            ],
        ),
    ]);
    for (domain, artifacts) in &mut all {
        for (_, it) in artifacts {
            (making.artifact)(domain, it);
        }
    }
    all
}

/// The machine block of the contract, with these outcomes.
pub fn contract(outcomes: &[&str]) -> Value {
    let step = json!({
        "step": "write",
        "side_effect": CARRIED,
        "op": "WRITE",
        "store": "BOOK",
        "inputs": {"answer": "shop::TE_SELL_V0", "price": "$.inputs.price"},
        "on_result": {"SUCCESS": "exit"},
    });
    json!({"core": {"pipeline": [step], "result_status_contract": {"allowed": outcomes}}})
}

/// What is executed of the shop: a contract with the address 2, a workflow with the address 4.
fn dispatch() -> Value {
    json!({
        "projection_class": "machine_projection",
        "admission": {},
        "bindings": {"4": {"SELL": {"last": ["$.results.2.price", "$.payload.price"]}}},
        "emits": {"4": {"SELL": {"SUCCESS": ["shop::EV_SOLD_V0"]}}},
        "entry": {"4": {"start": 2, "start_key": "SELL"}},
        "pipeline": {"2": [{
            "addr": 0,
            "op": "WRITE",
            "inputs": {"__store__": "BOOK", "answer": 3, "price": "$.inputs.price"},
            "outputs": null,
            "on_result": {"SUCCESS": "exit"},
            "step_id": "write",
        }]},
        "routing": {},
        "terminal": {"4": {"SELL": {"24576": {"exit": "SOLD", "type": "EXIT"}}}},
    })
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// What others import of the platform, sorted.
fn members(platform: &[(&'static str, Value)]) -> Vec<(String, String)> {
    let is_member = |it: &Value| text(it, "fqdn_id").ends_with("_NAMED_V0") || text(it, "artifact_type") == "VOCAB";
    let members = platform.iter().map(|(_, it)| it).filter(|it| is_member(it));
    let mut members: Vec<_> =
        members.map(|it| (text(it, "fqdn_id").to_owned(), text(it, "content_hash").to_owned())).collect();
    members.sort();
    members
}

fn domain(
    name: &str,
    artifacts: &[(&'static str, Value)],
    import: Option<&[(String, String)]>,
    making: &Making,
    files: &mut Files,
) -> Value {
    let own: BTreeSet<String> = artifacts.iter().map(|(_, it)| text(it, "fqdn_id").to_owned()).collect();
    let mut names = own.clone();
    names.extend(import.iter().flat_map(|it| it.iter()).map(|(fqdn, _)| fqdn.clone()));
    (making.names)(name, &mut names);
    let mut given: BTreeMap<String, u32> = names.into_iter().zip(0..).collect();
    let mut words = vec![("edge_kind::WF_CONTAINS_NODE", 0x4000), ("node_kind::WF", 0x4100)];
    if name == "shop" {
        words.extend([("outcome::SUCCESS", 0x5000), ("outcome::VIOLATION", 0x5001), ("transition::SUCCESS", 0x6000)]);
    }
    given.extend(words.into_iter().map(|(word, address)| (word.to_owned(), address)));
    let table: Vec<Value> = given.iter().map(|(identity, address)| json!([identity, address])).collect();
    let graph = digest(&Value::Array(table));
    let is_kept = |it: &str| {
        own.contains(it) || it.contains("_kind::") || it.starts_with("outcome::") || it.starts_with("transition::")
    };
    let kept: Vec<(String, String)> =
        given.into_iter().filter(|(it, _)| is_kept(it)).map(|(it, address)| (it, format!("0x{address:04X}"))).collect();
    let object = |pairs: Vec<(String, String)>| Value::Object(pairs.into_iter().map(|(k, v)| (k, json!(v))).collect());
    let forward = object(kept.iter().map(|(it, address)| (address.clone(), it.clone())).collect());
    let reverse = object(kept);
    let topology =
        json!({"nodes": [{"address": 1}], "edges": [], "adjacency": {}, "projection_class": "machine_projection"});
    let hashed = json!({"nodes": [{"address": 1}], "edges": [], "adjacency": {}});
    let canonical: Value =
        Value::Object(artifacts.iter().map(|(_, it)| (text(it, "fqdn_id").to_owned(), it.clone())).collect());
    let (tokenized, symbols, canonical) =
        (digest(&hashed), digest(&json!({"forward": forward, "reverse": reverse})), digest(&canonical));
    let attestation_hash = hash(tokenized.as_bytes());
    let mut attestation = json!({
        "structure_id": name,
        "attestation_version": "V0",
        "tokenized_projection_hash": tokenized,
        "attestation_hash": attestation_hash,
        "signed_at": "2026-01-05T09:30:00+00:00",
    });
    if let Some(members) = import {
        let bytes: Vec<u8> =
            members.iter().flat_map(|(fqdn, hash)| [fqdn.as_bytes(), b"\0", hash.as_bytes(), b"\0"].concat()).collect();
        attestation["imported_capabilities"] = json!([CARRIED]);
        attestation["imported_governance"] = json!({
            "import_domain": "platform",
            "governance_closure_hash": hash(&bytes),
            "closure_member_count": members.len(),
        });
    }
    let metadata = |projection: &str| json!({"projection_hash": projection, "compiler_version": "18", "graph_address_hash": graph});
    let mut of_tokens = metadata(&tokenized);
    of_tokens["vocabulary_hash"] = json!(symbols);
    let mut put = |path: String, value: Value| files.insert(path, value);
    for (folder, it) in artifacts {
        put(format!("canonical/{name}/{folder}/{}.json", text(it, "fqdn_id").replace("::", "__")), it.clone());
    }
    put(format!("canonical/{name}/metadata.json"), metadata(&canonical));
    put(format!("tokenized/{name}/metadata.json"), of_tokens);
    put(format!("tokenized/{name}/topology.json"), topology);
    put(format!("tokenized/{name}/dispatch.json"), if name == "shop" { dispatch() } else { json!({}) });
    put(format!("tokenized/{name}/handlers.json"), json!({}));
    put(format!("vocabulary/{name}/metadata.json"), metadata(&symbols));
    put(format!("vocabulary/{name}/forward.json"), forward);
    put(format!("vocabulary/{name}/reverse.json"), reverse);
    put(format!("trust/{name}/structure_attestation.json"), attestation);
    put(format!("evidence/{name}/evidence_graph.json"), json!({"edges": []}));
    json!({
        "domain": name,
        "compiler_version": "18",
        "graph_address_hash": graph,
        "projections": {
            "tokenized": {"path": format!("tokenized/{name}"), "projection_hash": tokenized},
            "vocabulary": {"path": format!("vocabulary/{name}"), "projection_hash": symbols},
            "canonical": {"path": format!("canonical/{name}"), "projection_hash": canonical},
            "trust": {
                "path": format!("trust/{name}"),
                "attestation_hash": attestation_hash,
                "tokenized_projection_hash": tokenized,
            },
        },
    })
}

/// The index of the artifacts.
fn index(artifacts: &Artifacts, files: &Files) -> Value {
    let mut entries: BTreeMap<String, Value> = BTreeMap::new();
    for (domain, all) in artifacts {
        for (folder, it) in all {
            let fqdn = text(it, "fqdn_id");
            let path = format!("canonical/{domain}/{folder}/{}.json", fqdn.replace("::", "__"));
            let entry = entries.entry(fqdn.to_owned()).or_insert_with(|| {
                json!({
                    "domain": text(it, "namespace"),
                    "kind": it["artifact_type"],
                    "owner_subdomain": it["frontmatter"].get("concern").cloned().unwrap_or_default(),
                    "canonical_path": path,
                    "evidence_paths": {},
                    "addresses": {},
                })
            });
            entry["addresses"][domain] = files[&format!("vocabulary/{domain}/reverse.json")][fqdn].clone();
            entry["evidence_paths"][domain] = json!(format!("evidence/{domain}/evidence_graph.json"));
        }
    }
    json!({
        "schema_version": "v0",
        "generated_by": "snapshot_assembler",
        "artifact_count": entries.len(),
        "artifacts": Value::Object(entries.into_iter().collect()),
    })
}
