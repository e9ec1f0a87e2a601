//! Sealing: what authors wrote becomes the files of a sealed snapshot.
//!
//! ```text
//! error       why something can't be sealed
//! kind        the kinds of artifact: their words, and where each lies
//! source      one artifact as it was written
//! composition the artifacts of every domain, with those that it carries
//! lowered     a transform as it is called
//! edge        what is connected with what
//! canonical   the sealed form of an artifact
//! cases       the test cases of transforms
//! domain      the files of a domain
//! ```
//!
//! Dispatch, addresses, indexes and hashes are made by the functions that a reader computes them with again: what is sealed
//! here is what [`open`](crate::open) proves. It depends on the sources and the profile, and on nothing else; it is not
//! signed.

mod canonical;
mod cases;
mod composition;
mod domain;
mod edge;
mod error;
mod kind;
mod lowered;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::{Map, Value, json};

pub use self::error::{SealError, SealProblem};
pub use self::source::Source;

use self::composition::Composition;
use crate::difference::object;
use crate::hash::{self, sha256};
use crate::identity;
use crate::indexes::{self, Edge};
use crate::manifest::{COVERED, Constituent, DomainEntry, MANIFEST, Manifest, POST_SEAL, Provenance, VERSION};
use crate::profile::Profile;
use crate::snapshot::Snapshot;

/// The domain whose governance and capabilities all others import.
pub const PLATFORM: &str = "platform";

/// The version of the compiler whose form is written: a snapshot says it of each domain.
const COMPILER: &str = "18";

/// Who has assembled it, which no hash covers.
const ASSEMBLER: &str = "pgs-codegen seal";

/// The files of a sealed snapshot, by their path from its folder on.
pub type Files = BTreeMap<String, String>;

/// Seals these artifacts under a profile.
pub fn seal(sources: &[Source], profile: &Profile) -> Result<Files, SealError> {
    let composition = Composition::of(sources)?;
    let mut files: BTreeMap<String, Value> = BTreeMap::new();
    let (mut domains, mut entries) = (BTreeMap::new(), Vec::new());
    let mut edges = Vec::new();
    // What others import comes first: their addresses follow from it.
    let first = composition.domains.keys().filter(|name| *name == PLATFORM);
    let others = composition.domains.keys().filter(|name| *name != PLATFORM);
    for name in first.chain(others) {
        let sealed = domain::seal(&composition, name, domains.get(PLATFORM))?;
        files.extend(sealed.files);
        edges.extend(sealed.edges.iter().map(Edge::from));
        entries.push(sealed.domain.entry.clone());
        domains.insert(name.clone(), sealed.domain);
    }
    entries.sort_by(|left, right| left.domain.cmp(&right.domain));
    let mut snapshot = Snapshot { manifest: manifest(profile, entries), domains };
    for (name, domain) in &snapshot.domains {
        let Some([dispatch, handlers]) = crate::dispatch::made(&snapshot, domain) else { continue };
        files.insert(format!("tokenized/{name}/dispatch.json"), projection(dispatch));
        files.insert(format!("tokenized/{name}/handlers.json"), projection(handlers));
    }
    let paths: BTreeSet<String> = files.keys().cloned().collect();
    files.extend(indexes::made(&snapshot, &paths, edges).into_iter().map(|(path, index)| (path.to_owned(), index)));
    let mut texts: Files = files.into_iter().map(|(path, value)| (path, json::pretty_sorted(&value))).collect();
    snapshot.manifest.constituents = constituents(&texts);
    let identity = identity::of(&snapshot.manifest, &snapshot.manifest.profile_sha256);
    snapshot.manifest.snapshot_id.clone_from(&identity);
    snapshot.manifest.composite_hash = identity;
    texts.insert(MANIFEST.to_owned(), json::pretty(&written(&snapshot.manifest)));
    Ok(texts)
}

/// What a machine reads.
fn projection(mut tables: Map<String, Value>) -> Value {
    tables.insert("projection_class".to_owned(), "machine_projection".into());
    Value::Object(tables)
}

/// The files with their hashes, in the order of paths, part by part.
fn constituents(files: &Files) -> Vec<Constituent> {
    let mut paths: Vec<&String> = files.keys().collect();
    paths.sort_by_cached_key(|path| path.split('/').map(str::to_owned).collect::<Vec<_>>());
    let hash = |path: &String| files.get(path).map(sha256).unwrap_or_default();
    paths.into_iter().map(|path| Constituent { path: path.clone(), sha256: hash(path) }).collect()
}

fn manifest(profile: &Profile, domains: Vec<DomainEntry>) -> Manifest {
    Manifest {
        version: Some(VERSION.to_owned()),
        snapshot_id: String::new(),
        composite_hash: String::new(),
        profile: profile.name.clone(),
        profile_sha256: hash::of(&profile.block),
        identity_covers: COVERED.map(str::to_owned).to_vec(),
        post_seal: POST_SEAL.map(str::to_owned).to_vec(),
        domains,
        constituents: Vec::new(),
        provenance: Provenance { assembler_version: Some(ASSEMBLER.to_owned()), ..Provenance::default() },
        unknown: Vec::new(),
    }
}

/// A manifest as it is written.
fn written(manifest: &Manifest) -> Value {
    let constituent = |it: &Constituent| json!({"path": it.path, "sha256": it.sha256});
    json!({
        "manifest_version": manifest.version,
        "snapshot_id": manifest.snapshot_id,
        "composite_hash": manifest.composite_hash,
        "identity_covers": manifest.identity_covers,
        "post_seal": manifest.post_seal,
        "profile": manifest.profile,
        "profile_sha256": manifest.profile_sha256,
        "domains": manifest.domains.iter().map(entry).collect::<Vec<_>>(),
        "constituents": manifest.constituents.iter().map(constituent).collect::<Vec<_>>(),
        "provenance": object([("assembler_version", ASSEMBLER.into())]),
    })
}

fn entry(entry: &DomainEntry) -> Value {
    let projection = |name: &str, hash: &String| {
        let path = format!("{name}/{}", entry.domain);
        json!({"path": path, "projection_hash": hash})
    };
    json!({
        "domain": entry.domain,
        "compiler_version": entry.compiler_version,
        "graph_address_hash": entry.graph_address_hash,
        "projections": {
            "tokenized": projection("tokenized", &entry.tokenized),
            "vocabulary": projection("vocabulary", &entry.vocabulary),
            "canonical": projection("canonical", &entry.canonical),
            "trust": {
                "path": format!("trust/{}", entry.domain),
                "attestation_hash": entry.attestation,
                "tokenized_projection_hash": entry.attested,
            },
        },
    })
}
