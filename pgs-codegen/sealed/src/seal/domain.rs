//! The files of one domain.

use std::collections::BTreeMap;

use pgs_value::{Map, Value, json};

use super::composition::{Composition, Members};
use super::edge::{self, EDGES, Edge, NODES};
use super::error::SealError;
use super::{COMPILER, PLATFORM, canonical, cases};
use crate::addresses::{self, OUTCOME, OUTCOMES, TRANSITION, TRANSITIONS};
use crate::artifact::{Artifact, ArtifactType};
use crate::difference::object;
use crate::domain::{Attestation, Domain, ImportedGovernance, Metadata, Vocabulary};
use crate::hash::sha256;
use crate::manifest::DomainEntry;
use crate::projections;

/// The first address of a kind of edge, and of a kind of node.
const EDGE_KINDS: u32 = 0x4000;
const NODE_KINDS: u32 = 0x4100;

/// A domain with its files.
pub struct Sealed {
    /// The domain.
    pub domain: Domain,
    /// Its files but for dispatch and handlers, by path.
    pub files: Vec<(String, Value)>,
    /// What is connected in it.
    pub edges: Vec<Edge>,
}

/// Seals a domain that imports the platform, if it is given.
pub fn seal(composition: &Composition<'_>, name: &str, platform: Option<&Domain>) -> Result<Sealed, SealError> {
    let none = Members::default();
    let members = composition.domains.get(name).unwrap_or(&none);
    let mut domain = empty(name, artifacts(composition, members, name)?);
    let governance = platform.filter(|_| name != PLATFORM).map(addresses::members).unwrap_or_default();
    if name != PLATFORM && platform.is_some() {
        domain.attestation.imported_governance = Some(ImportedGovernance {
            import_domain: PLATFORM.to_owned(),
            governance_closure_hash: addresses::closure_hash(&governance),
            closure_member_count: governance.len() as u64,
        });
    }
    domain.attestation.imported_capabilities = members.carried.iter().map(|it| (*it).to_owned()).collect();
    let mut given = addresses::given(&domain, &governance);
    let edges = edge::edges(&domain, &given);
    let topology = topology(&domain, &edges, &given);
    let words = words(&domain);
    let held = domain.artifacts.keys().filter_map(|fqdn| Some((fqdn.clone(), *given.get(fqdn.as_str())?)));
    let vocabulary = vocabulary(held.chain(words.clone()));
    given.extend(words.iter().map(|(word, address)| (word.as_str(), *address)));
    let graph_address_hash = addresses::table_hash(&given);
    domain.vocabulary = vocabulary;
    domain.topology = topology;
    state(&mut domain, graph_address_hash);
    let mut files = files(&domain, &edges);
    files.extend(members.all.values().filter_map(|source| {
        Some((source.path(name), Value::Object(domain.artifacts.get(&source.fqdn)?.json.clone())))
    }));
    files.extend(cases::files(name, members)?);
    Ok(Sealed { domain, files, edges })
}

fn artifacts(
    composition: &Composition<'_>,
    members: &Members<'_>,
    name: &str,
) -> Result<BTreeMap<String, Artifact>, SealError> {
    let artifact = |source: &&super::Source| {
        Ok((
            source.fqdn.clone(),
            Artifact {
                fqdn: source.fqdn.clone(),
                namespace: source.namespace.clone(),
                code: source.code.clone(),
                kind: ArtifactType::of(source.kind.artifact_type),
                file: source.path(name),
                folder: source.kind.folder.to_owned(),
                content_hash: String::new(),
                json: canonical::artifact(source, members, composition)?,
            },
        ))
    };
    let artifacts: Result<BTreeMap<_, _>, SealError> = members.all.values().map(artifact).collect();
    let hash = |artifact: &Artifact| artifact.json.get("content_hash").and_then(Value::as_str).map(str::to_owned);
    artifacts.map(|mut all| {
        for it in all.values_mut() {
            it.content_hash = hash(it).unwrap_or_default();
        }
        all
    })
}

fn empty(name: &str, artifacts: BTreeMap<String, Artifact>) -> Domain {
    let metadata = |projection: &str| Metadata {
        file: format!("{projection}/{name}/metadata.json"),
        projection_hash: String::new(),
        compiler_version: Some(COMPILER.to_owned()),
        graph_address_hash: None,
        vocabulary_hash: None,
    };
    Domain {
        entry: DomainEntry {
            domain: name.to_owned(),
            compiler_version: Some(COMPILER.to_owned()),
            graph_address_hash: String::new(),
            tokenized: String::new(),
            vocabulary: String::new(),
            canonical: String::new(),
            attestation: String::new(),
            attested: String::new(),
        },
        artifacts,
        vocabulary: Vocabulary::default(),
        attestation: Attestation {
            file: format!("trust/{name}/structure_attestation.json"),
            attestation_hash: String::new(),
            tokenized_projection_hash: String::new(),
            signed_at: None,
            imported_governance: None,
            imported_capabilities: Vec::new(),
        },
        canonical: metadata("canonical"),
        tokenized: metadata("tokenized"),
        symbols: metadata("vocabulary"),
        topology: Map::new(),
        dispatch: Map::new(),
        handlers: Map::new(),
    }
}

/// The words that have addresses.
fn words(domain: &Domain) -> Vec<(String, u32)> {
    let numbered = |namespace: &str, words: &[&str], first: u32| {
        let words = words.iter().zip(first..).map(|(word, address)| (format!("{namespace}::{word}"), address));
        words.collect::<Vec<_>>()
    };
    let outcomes: Vec<&str> = addresses::outcomes(domain).into_iter().collect();
    let transitions: Vec<&str> = addresses::transitions(domain).into_iter().collect();
    [
        numbered("edge_kind", &EDGES, EDGE_KINDS),
        numbered("node_kind", &NODES, NODE_KINDS),
        numbered(OUTCOME, &outcomes, OUTCOMES),
        numbered(TRANSITION, &transitions, TRANSITIONS),
    ]
    .concat()
}

fn vocabulary(addresses: impl Iterator<Item = (String, u32)>) -> Vocabulary {
    let reverse: BTreeMap<String, String> = addresses.map(|(it, address)| (it, format!("0x{address:04X}"))).collect();
    Vocabulary { forward: reverse.iter().map(|(it, address)| (address.clone(), it.clone())).collect(), reverse }
}

fn topology(domain: &Domain, edges: &[Edge], given: &BTreeMap<&str, u32>) -> Map<String, Value> {
    let kind = |artifact: &Artifact| NODE_KINDS + edge::place(&NODES, edge::node_kind(artifact));
    let node = |it: &Artifact| Some(json!({"address": given.get(it.fqdn.as_str())?, "kind": kind(it)}));
    let mut adjacency: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut connected: Vec<(u32, u32, u32)> =
        edges.iter().map(|it| (it.from, it.to, EDGE_KINDS + edge::place(&EDGES, it.kind))).collect();
    connected.sort_unstable();
    for (from, to, _) in &connected {
        let reached = adjacency.entry(*from).or_default();
        if reached.last() != Some(to) {
            reached.push(*to);
        }
    }
    let connected = connected.into_iter().map(|(from, to, kind)| json!({"from": from, "to": to, "kind": kind}));
    let parts = [
        ("nodes", domain.artifacts.values().filter_map(node).collect::<Value>()),
        ("edges", connected.collect()),
        ("adjacency", object(adjacency.into_iter().map(|(from, reached)| (from.to_string(), json!(reached))))),
        ("projection_class", "machine_projection".into()),
    ];
    parts.into_iter().map(|(key, part)| (key.to_owned(), part)).collect()
}

/// States every hash.
fn state(domain: &mut Domain, graph_address_hash: String) {
    let (canonical, tokenized, symbols) =
        (projections::of_artifacts(domain), projections::of_topology(domain), projections::of_vocabulary(domain));
    let attestation_hash = sha256(&tokenized);
    for metadata in [&mut domain.canonical, &mut domain.tokenized, &mut domain.symbols] {
        metadata.graph_address_hash = Some(graph_address_hash.clone());
    }
    domain.canonical.projection_hash.clone_from(&canonical);
    domain.tokenized.projection_hash.clone_from(&tokenized);
    domain.tokenized.vocabulary_hash = Some(symbols.clone());
    domain.symbols.projection_hash.clone_from(&symbols);
    domain.attestation.attestation_hash.clone_from(&attestation_hash);
    domain.attestation.tokenized_projection_hash.clone_from(&tokenized);
    let entry = &mut domain.entry;
    entry.graph_address_hash = graph_address_hash;
    entry.attested.clone_from(&tokenized);
    (entry.canonical, entry.tokenized, entry.vocabulary, entry.attestation) =
        (canonical, tokenized, symbols, attestation_hash);
}

/// The files that say what a domain is.
fn files(domain: &Domain, edges: &[Edge]) -> Vec<(String, Value)> {
    let name = &domain.entry.domain;
    let table = |table: &BTreeMap<String, String>| {
        object(table.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))))
    };
    let metadata = |metadata: &Metadata, class: &str| (metadata.file.clone(), self::metadata(metadata, name, class));
    vec![
        metadata(&domain.canonical, "canonical_artifact"),
        metadata(&domain.tokenized, "machine_projection"),
        metadata(&domain.symbols, "symbol_substrate"),
        (format!("tokenized/{name}/topology.json"), Value::Object(domain.topology.clone())),
        (format!("vocabulary/{name}/forward.json"), table(&domain.vocabulary.forward)),
        (format!("vocabulary/{name}/reverse.json"), table(&domain.vocabulary.reverse)),
        (domain.attestation.file.clone(), attestation(&domain.attestation, name)),
        (format!("evidence/{name}/evidence.json"), evidence(edges)),
    ]
}

fn metadata(metadata: &Metadata, domain: &str, class: &str) -> Value {
    let projection = metadata.file.split('/').next();
    let mut json = json!({
        "structure_id": domain,
        "projection_type": projection,
        "projection_class": class,
        "projection_schema_version": "v0",
        "projection_hash": metadata.projection_hash,
        "compiler_version": metadata.compiler_version,
        "graph_address_hash": metadata.graph_address_hash,
        "requires_fqdn_identity": class == "canonical_artifact",
    });
    if let (Some(hash), Some(json)) = (&metadata.vocabulary_hash, json.as_object_mut()) {
        json.insert("vocabulary_hash".to_owned(), hash.as_str().into());
    }
    json
}

/// Who attests a domain: nobody signs it.
fn attestation(attestation: &Attestation, domain: &str) -> Value {
    let mut json = json!({
        "structure_id": domain,
        "attestation_version": "V0",
        "attestation_hash": attestation.attestation_hash,
        "tokenized_projection_hash": attestation.tokenized_projection_hash,
        "imported_capabilities": attestation.imported_capabilities,
    });
    if let (Some(governance), Some(json)) = (&attestation.imported_governance, json.as_object_mut()) {
        let governance = json!({
            "import_domain": governance.import_domain,
            "governance_closure_hash": governance.governance_closure_hash,
            "closure_member_count": governance.closure_member_count,
        });
        json.insert("imported_governance".to_owned(), governance);
    }
    json
}

/// What is connected, for the indexes.
fn evidence(edges: &[Edge]) -> Value {
    let edge = |it: &Edge| {
        let [source, target] = &it.names;
        json!({
            "kind": it.kind,
            "kind_address": EDGE_KINDS + edge::place(&EDGES, it.kind),
            "source_address": it.from,
            "source_fqdn": source,
            "target_address": it.to,
            "target_fqdn": target,
        })
    };
    let edges: Vec<Value> = edges.iter().map(edge).collect();
    json!({"projection_class": "evidence_substrate", "edges": edges})
}
